package calendar

import "time"

// swap is a day off made up for on a weekend day, by decision of the year.
type swap struct {
	off, worked Date
	reason      string
	source      string
}

// The notices of the years whose days off are settled.
const (
	notice2025  = "6150/TB-BLĐTBXH"
	notice2026  = "9441/TB-BNV"
	swapNewYear = "12729/VPCP-KGVX"
)

var swaps = []swap{
	{NewDate(2025, 5, 2), NewDate(2025, 4, 26), "Hoán đổi dịp 30/4 – 01/5", notice2025},
	{NewDate(2026, 1, 2), NewDate(2026, 1, 10), "Hoán đổi dịp Tết Dương lịch", swapNewYear},
	{NewDate(2026, 8, 31), NewDate(2026, 8, 22), "Hoán đổi dịp Quốc khánh", notice2026},
}

// settled are the days of the yearly notices that the law leaves open; what
// it does not leave open is the same in every year.
var settled = map[int][]DayOff{
	2025: {
		{Date: NewDate(2025, time.January, 27), Name: "Tết Nguyên đán Ất Tỵ", Source: notice2025},
		{Date: NewDate(2025, time.January, 28), Name: "Tết Nguyên đán Ất Tỵ", Source: notice2025},
		{Date: NewDate(2025, time.January, 30), Name: "Tết Nguyên đán Ất Tỵ", Source: notice2025},
		{Date: NewDate(2025, time.January, 31), Name: "Tết Nguyên đán Ất Tỵ", Source: notice2025},
		{Date: NewDate(2025, time.September, 1), Name: "Quốc khánh (ngày liền kề)", Source: notice2025},
	},
	2026: {
		{Date: NewDate(2026, time.February, 16), Name: "Tết Nguyên đán Bính Ngọ", Source: notice2026},
		{Date: NewDate(2026, time.February, 18), Name: "Tết Nguyên đán Bính Ngọ", Source: notice2026},
		{Date: NewDate(2026, time.February, 19), Name: "Tết Nguyên đán Bính Ngọ", Source: notice2026},
		{Date: NewDate(2026, time.February, 20), Name: "Tết Nguyên đán Bính Ngọ", Source: notice2026},
		{Date: NewDate(2026, time.September, 1), Name: "Quốc khánh (ngày liền kề)", Source: notice2026},
	},
}

// announced are the days off of a year whose notice is known here, nil for
// any other: what the law fixes, what the notice chose, and days swapped.
func announced(year int) []DayOff {
	chosen := settled[year]
	if chosen == nil {
		return nil
	}
	days := append([]DayOff{}, chosen...)
	for _, d := range forecast(year) {
		if !d.Forecast {
			days = append(days, d)
		}
	}
	for _, s := range swaps {
		if s.off.Year() == year {
			days = append(days, DayOff{Date: s.off, Name: s.reason, Source: s.source})
		}
	}
	return days
}
