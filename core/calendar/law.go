package calendar

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"time"
)

// DayOff is one day on which offices do not work. A forecast one follows from
// the law only as far as the yearly notice will agree: which days around Tết
// and Quốc khánh, and what stands in for those of them that fall on a weekend.
type DayOff struct {
	Date       Date   `json:"date"`
	Name       string `json:"name"`
	Source     string `json:"source,omitempty"`
	Forecast   bool   `json:"forecast,omitempty"`
	Substitute bool   `json:"substitute,omitempty"` // for a day off that fell on a weekend
}

const (
	labourCode = "Bộ luật Lao động 2019, Điều 112"
	substitute = "Bộ luật Lao động 2019, Điều 111 khoản 3"
	culture    = "Nghị quyết 28/2026/QH16"
)

// Years from which the law gives a day.
const (
	adjacentSince = 2021 // a second day at Quốc khánh: Labour Code 2019
	cultureSince  = 2026 // 24 November: Resolution 28/2026/QH16, from 01/07/2026
)

// dueIn is how many days off the law gives in the year, substitutes apart.
func dueIn(year int) int {
	switch {
	case year >= cultureSince:
		return 12
	case year >= adjacentSince:
		return 11
	}
	return 10
}

// lawful are the days off of the year, by date: as the notice of the year has
// them, where it is out and known here, otherwise forecast from the law. The
// map is shared: do not change it.
func lawful(year int) map[Date]DayOff {
	if known, ok := years.Load(year); ok {
		return known.(map[Date]DayOff)
	}
	days := announced(year)
	if days == nil {
		days = forecast(year)
	}
	made, _ := years.LoadOrStore(year, byDate(days))
	return made.(map[Date]DayOff)
}

// years keeps what lawful made: at most one entry for each year of a Date.
var years sync.Map

func byDate(days []DayOff) map[Date]DayOff {
	out := make(map[Date]DayOff, len(days))
	for _, d := range days {
		if _, twice := out[d.Date]; !twice {
			out[d.Date] = d
		}
	}
	return out
}

// forecast are the days off of a year by the law alone (Labour Code 2019,
// articles 111 and 112): eleven days, twelve since 2026, and a working day
// next after it for each that falls on a weekend.
func forecast(year int) []DayOff {
	days := fixedDays(year)
	if year >= firstLunarYear && year <= lastLunarYear {
		days = append(days, lunarDays(year)...)
	}
	days = append(days, nationalDay(year)...)
	slices.SortStableFunc(days, func(a, b DayOff) int { return cmp.Compare(a.Date.day, b.Date.day) })
	return append(days, substitutes(days)...)
}

func fixedDays(year int) []DayOff {
	days := []DayOff{
		{Date: NewDate(year, time.January, 1), Name: "Tết Dương lịch", Source: labourCode},
		{Date: NewDate(year, time.April, 30), Name: "Ngày Chiến thắng", Source: labourCode},
		{Date: NewDate(year, time.May, 1), Name: "Ngày Quốc tế lao động", Source: labourCode},
	}
	if year >= cultureSince {
		days = append(days, DayOff{Date: NewDate(year, time.November, 24), Name: "Ngày Văn hóa Việt Nam", Source: culture})
	}
	return days
}

// lunarDays are Tết, forecast as the last day of the old year and the first
// four of the new, and Giỗ Tổ.
func lunarDays(year int) []DayOff {
	first, name := lunarDate(year, 1, 1), "Tết Nguyên đán "+lunarName(year)
	days := []DayOff{
		{Date: first, Name: name + " (mùng 1)", Source: labourCode},
		{Date: lunarDate(year, 3, 10), Name: "Giỗ Tổ Hùng Vương (10/3 âm lịch)", Source: labourCode},
	}
	for _, n := range []int{-1, 1, 2, 3} {
		days = append(days, DayOff{Date: first.AddDays(n), Name: name, Source: labourCode, Forecast: true})
	}
	return days
}

// nationalDay is 2 September and, as forecast, the day before it, or the day
// after where the one before is a weekend: what the notices of 2021–2026 chose
// but for 2021.
func nationalDay(year int) []DayOff {
	day := NewDate(year, time.September, 2)
	days := []DayOff{{Date: day, Name: "Quốc khánh", Source: labourCode}}
	if year < adjacentSince {
		return days
	}
	beside := day.AddDays(-1)
	if weekend(beside) {
		beside = day.AddDays(1)
	}
	return append(days, DayOff{Date: beside, Name: "Quốc khánh (ngày liền kề)", Source: labourCode, Forecast: true})
}

// substitutes are the working days given for those of days, in order, that
// fall on a weekend. What stands in for a forecast day, or stands where it
// does only because of one, is a forecast too.
func substitutes(days []DayOff) []DayOff {
	off := byDate(days)
	var out []DayOff
	for _, d := range days {
		if !weekend(d.Date) {
			continue
		}
		stand := DayOff{Date: d.Date.AddDays(1), Name: "Nghỉ bù " + d.Name, Source: substitute, Forecast: d.Forecast, Substitute: true}
		for {
			met, taken := off[stand.Date]
			if !taken && !weekend(stand.Date) {
				break
			}
			stand.Forecast = stand.Forecast || met.Forecast
			stand.Date = stand.Date.AddDays(1)
		}
		off[stand.Date] = stand
		out = append(out, stand)
	}
	return out
}

func weekend(d Date) bool { return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday }

// inOrder are the days off of a year by date.
func inOrder(days map[Date]DayOff) []DayOff {
	return slices.SortedFunc(maps.Values(days), func(a, b DayOff) int { return cmp.Compare(a.Date.day, b.Date.day) })
}
