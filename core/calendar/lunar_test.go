package calendar_test

import (
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/calendar"
)

// lunarTable is mùng 1 Tết and 10/3 of the lunar calendar as published
// almanacs for Vietnam have them. In 1968, 1969, 1985, 2007 and 2030 Beijing
// has another day; 1985, 2004, 2006, 2012, 2014, 2023 follow or hold a leap month.
const lunarTable = `1968-01-29 1968-04-07 | 1969-02-16 1969-04-26 | 1985-01-21 1985-04-29 | 2000-02-05 2000-04-14
2001-01-24 2001-04-03 | 2002-02-12 2002-04-22 | 2003-02-01 2003-04-11 | 2004-01-22 2004-04-28 | 2005-02-09 2005-04-18
2006-01-29 2006-04-07 | 2007-02-17 2007-04-26 | 2008-02-07 2008-04-15 | 2009-01-26 2009-04-04 | 2010-02-14 2010-04-23
2011-02-03 2011-04-12 | 2012-01-23 2012-03-31 | 2013-02-10 2013-04-19 | 2014-01-31 2014-04-09 | 2015-02-19 2015-04-28
2016-02-08 2016-04-16 | 2017-01-28 2017-04-06 | 2018-02-16 2018-04-25 | 2019-02-05 2019-04-14 | 2020-01-25 2020-04-02
2021-02-12 2021-04-21 | 2022-02-01 2022-04-10 | 2023-01-22 2023-04-29 | 2024-02-10 2024-04-18 | 2025-01-29 2025-04-07
2026-02-17 2026-04-26 | 2027-02-06 2027-04-16 | 2028-01-26 2028-04-04 | 2029-02-13 2029-04-23 | 2030-02-02 2030-04-12
2031-01-23 2031-04-01 | 2032-02-11 2032-04-19 | 2033-01-31 2033-04-09 | 2034-02-19 2034-04-28 | 2035-02-08 2035-04-17
2036-01-28 2036-04-06 | 2037-02-15 2037-04-24 | 2038-02-04 2038-04-13 | 2039-01-24 2039-04-03 | 2040-02-12 2040-04-20
2041-02-01 2041-04-10 | 2042-01-22 2042-04-29 | 2043-02-10 2043-04-19 | 2044-01-30 2044-04-07 | 2045-02-17 2045-04-26
2046-02-06 2046-04-15 | 2047-01-26 2047-04-04 | 2048-02-14 2048-04-22 | 2049-02-02 2049-04-11 | 2050-01-23 2050-04-01
2075-02-15 2075-04-24 | 2100-02-09 2100-04-18`

func TestLunarDaysOfVietnam(t *testing.T) {
	t.Parallel()
	for _, pair := range strings.FieldsFunc(lunarTable, func(r rune) bool { return r == '|' || r == '\n' }) {
		days := strings.Fields(pair)
		lunarDays(t, days[0], days[1])
	}
}

// lunarDays asks the book for the two days the law takes from the moon.
func lunarDays(t *testing.T, tet, ancestors string) {
	t.Helper()
	book := calendar.National()
	if got, off := book.Off(day(t, tet)); !off || !strings.HasSuffix(got.Name, "(mùng 1)") || got.Forecast {
		t.Errorf("%s is not mùng 1: %+v", tet, got)
	}
	if got, off := book.Off(day(t, ancestors)); !off || got.Name != "Giỗ Tổ Hùng Vương (10/3 âm lịch)" || got.Forecast {
		t.Errorf("%s is not 10/3 of the lunar calendar: %+v", ancestors, got)
	}
}

// sharedData is a file of the reference data, which a checkout may be without.
func sharedData(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := os.Open("../../../shared/data/" + name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("the reference data is not beside this checkout: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil || len(lines) < 2 {
		t.Fatalf("%s: %d lines, %v", name, len(lines), err)
	}
	var out []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, column := range lines[0] {
			row[column] = line[i]
		}
		out = append(out, row)
	}
	return out
}

func TestLunarDaysAgreeWithTheReferenceData(t *testing.T) {
	t.Parallel()
	for _, row := range sharedData(t, "lunar_anchor_dates.csv") {
		lunarDays(t, row["tet_mung_1"], row["gio_to_hung_vuong"])
	}
}

// TestDaysOffAgreeWithTheReferenceData: every statutory day off of 2025–2027,
// no other, and a forecast where the data has one.
func TestDaysOffAgreeWithTheReferenceData(t *testing.T) {
	t.Parallel()
	want := map[int][]string{}
	for _, row := range sharedData(t, "holidays_statutory.csv") {
		year := day(t, row["date"]).Year()
		line := row["date"]
		if row["kind"] == "forecast" {
			line += " forecast"
		}
		want[year] = append(want[year], line)
	}
	for _, row := range sharedData(t, "workday_swaps.csv") {
		year := day(t, row["day_off"]).Year()
		want[year] = append(want[year], row["day_off"])
		if !calendar.National().Working(day(t, row["makeup_workday"])) {
			t.Errorf("%s is worked", row["makeup_workday"])
		}
	}
	for year, days := range want {
		slices.Sort(days)
		if got := daysOff(calendar.National(), year); !slices.Equal(got, days) {
			t.Errorf("%d:\ngot  %q\nwant %q", year, got, days)
		}
	}
}

func daysOff(b calendar.Book, year int) []string {
	var out []string
	for _, d := range b.DaysOff(year) {
		line := d.Date.String()
		if d.Forecast {
			line += " forecast"
		}
		out = append(out, line)
	}
	return out
}

// TestForecastOfYears against days worked out by hand from the law.
func TestForecastOfYears(t *testing.T) {
	t.Parallel()
	for year, want := range map[int]string{
		// 10/3 on Saturday 29/4 and 30/4 on Sunday: 2 and 3 May stand in.
		2023: "01-01 01-02 01-21f 01-22 01-23f 01-24f 01-25f 01-26f 01-27f 04-29 04-30 05-01 05-02 05-03 09-01f 09-02 09-04",
		// New Year's Day on Saturday, 30/4 on Sunday, 2/9 on Saturday; Tết on Wednesday 26 January.
		2028: "01-01 01-03 01-25f 01-26 01-27f 01-28f 01-29f 01-31f 04-04 04-30 05-01 05-02 09-01f 09-02 09-04 11-24",
		// 1/9 is a Saturday, so the day after: 2/9 on Sunday, 3/9, and 4/9 in its stead.
		2029: "01-01 02-12f 02-13 02-14f 02-15f 02-16f 04-23 04-30 05-01 09-02 09-03f 09-04f 11-24 11-26",
		// Before the Labour Code of 2019 there was one day at Quốc khánh.
		2019: "01-01 02-04f 02-05 02-06f 02-07f 02-08f 04-14 04-15 04-30 05-01 09-02",
		// Beyond what the moon can be reckoned for, the days of fixed date remain.
		2200: "01-01 04-30 05-01 09-01f 09-02 11-24",
	} {
		var got []string
		for _, line := range daysOff(calendar.National(), year) {
			got = append(got, strings.Replace(line[5:], " forecast", "f", 1))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%d:\ngot  %s\nwant %s", year, strings.Join(got, " "), want)
		}
	}
}

// TestNoYearIsWithoutDaysOff, and none has fewer than the law gives.
func TestNoYearIsWithoutDaysOff(t *testing.T) {
	t.Parallel()
	book := calendar.National()
	for year := 1968; year <= 2150; year++ {
		if !book.Complete(year) {
			t.Errorf("%d has %q", year, daysOff(book, year))
		}
		for _, d := range book.DaysOff(year) {
			if d.Name == "" || d.Source == "" || (d.Substitute && (d.Date.Weekday() == time.Saturday || d.Date.Weekday() == time.Sunday)) {
				t.Errorf("%d: %+v", year, d)
			}
		}
	}
}

// TestForecastDeadlinesSaySo: a mission that ends on 23/01/2027 is reported
// fifteen days later, which is inside Tết.
func TestForecastDeadlinesSaySo(t *testing.T) {
	t.Parallel()
	report := calendar.Rule{Code: "X", Length: 15, Unit: calendar.CalendarDay, Direction: calendar.After}
	due, err := calendar.National().Due(report, day(t, "2027-01-23"))
	if err != nil || due.Date.String() != "2027-02-12" || !due.Forecast {
		t.Fatalf("got %v, forecast %v, %v", due.Date, due.Forecast, err)
	}
	var forecast []string
	for _, s := range due.Explain {
		if s.Forecast {
			forecast = append(forecast, s.Code+" "+s.Date.String())
		}
	}
	if want := []string{"holiday 2027-02-07", "holiday 2027-02-08", "holiday 2027-02-09", "holiday 2027-02-10", "holiday 2027-02-11", "deadline 2027-02-12"}; !slices.Equal(forecast, want) {
		t.Errorf("got %q", forecast)
	}
	plain, err := calendar.National().Due(report, day(t, "2027-03-01"))
	if err != nil || plain.Forecast {
		t.Errorf("no day off on the way, and yet a forecast: %+v, %v", plain, err)
	}
}

// TestNoticeReplacesForecast: the notice of 2027 gives two days before Tết and
// the days after Quốc khánh; its days stand and the forecast ones do not.
func TestNoticeReplacesForecast(t *testing.T) {
	t.Parallel()
	notice := map[calendar.Date]string{}
	for _, on := range []string{"2027-02-04", "2027-02-05", "2027-02-07", "2027-02-08", "2027-02-09", "2027-02-10", "2027-09-03"} {
		notice[day(t, on)] = "Theo thông báo"
	}
	book := calendar.National().With(notice, nil, map[int]string{2027: "01/TB-BNV"})
	want := "01-01 02-04 02-05 02-06 02-07 02-08 02-09 02-10 04-16 04-30 05-01 05-03 09-02 09-03 11-24"
	var got []string
	for _, line := range daysOff(book, 2027) {
		got = append(got, line[5:])
	}
	if strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
	if d, _ := book.Off(day(t, "2027-02-04")); d.Source != "01/TB-BNV" {
		t.Errorf("a day of the notice names it: %+v", d)
	}
	due, err := book.Due(calendar.Rule{Length: 15, Unit: calendar.CalendarDay, Direction: calendar.After}, day(t, "2027-01-23"))
	if err != nil || due.Date.String() != "2027-02-11" || due.Forecast {
		t.Errorf("got %v, forecast %v, %v", due.Date, due.Forecast, err)
	}
	if !book.Complete(2027) || calendar.National().With(nil, nil, map[int]string{2027: "01/TB-BNV"}).Complete(2027) {
		t.Error("a notice without its days is not complete, one with them is")
	}
	if d, off := book.Off(day(t, "2028-01-27")); !off || !d.Forecast {
		t.Errorf("the year after stays a forecast: %+v", d)
	}
}
