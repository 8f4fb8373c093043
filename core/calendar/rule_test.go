package calendar_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
)

// The first twelve are the trade's own test vectors.
func TestDueVectors(t *testing.T) {
	t.Parallel()
	const work, days, after, before = calendar.WorkingDay, calendar.CalendarDay, calendar.After, calendar.Before
	book := calendar.National()
	for _, c := range []struct {
		start           string
		n               int
		unit, direction string
		want            string
	}{
		{"2026-02-06", 5, work, after, "2026-02-13"},
		{"2026-01-29", 10, days, after, "2026-02-09"},
		{"2026-02-12", 5, work, after, "2026-02-26"},
		{"2026-02-08", 10, days, after, "2026-02-23"},
		{"2026-08-20", 2, work, after, "2026-08-22"},
		{"2026-08-28", 1, work, after, "2026-09-03"},
		{"2026-11-23", 1, work, after, "2026-11-25"},
		{"2026-11-20", 15, days, before, "2026-11-05"},
		{"2026-03-17", 15, days, before, "2026-03-02"},
		{"2026-02-24", 5, work, before, "2026-02-10"},
		{"2025-12-31", 1, days, after, "2026-01-05"},
		{"2025-12-31", 5, work, after, "2026-01-09"},

		{"2026-08-21", 1, days, after, "2026-08-22"},            // a make-up Saturday is worked: no roll
		{"2026-02-23", 3, days, before, "2026-02-13"},           // 20/02 is Tết: back to the last working day
		{"2026-01-31", 1, calendar.Month, after, "2026-03-02"},  // 28/02 is a Saturday
		{"2026-12-31", 2, calendar.Month, after, "2027-03-01"},  // no 31/02; 28/02/2027 is a Sunday
		{"2025-11-24", 1, calendar.Year, after, "2026-11-25"},   // 24/11/2026 is a new holiday
		{"2026-05-31", 3, calendar.Month, before, "2026-02-27"}, // 28/02 is a Saturday
		{"2025-04-29", 1, work, after, "2025-05-05"},            // 02/05/2025 was swapped away
		{"2026-07-01", 7, work, after, "2026-07-10"},
		{"2026-11-24", 0, days, after, "2026-11-25"}, // a limit of no days still ends on a working day
	} {
		due, err := book.Due(calendar.Rule{Code: "X", Length: c.n, Unit: c.unit, Direction: c.direction}, day(t, c.start))
		if err != nil || due.Date.String() != c.want {
			t.Errorf("%s, %d %s %s: got %v (%v), want %s", c.start, c.n, c.unit, c.direction, due.Date, err, c.want)
		}
	}
}

func TestDueExplains(t *testing.T) {
	t.Parallel()
	due, err := calendar.National().Due(calendar.Rule{Code: "X", Length: 10, Unit: calendar.CalendarDay, Direction: calendar.After, Law: true, Source: "Đ9"}, day(t, "2026-02-08"))
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, s := range due.Explain {
		codes = append(codes, s.Code+" "+s.Date.String())
	}
	want := []string{"start 2026-02-08", "law ", "counted 2026-02-18", "holiday 2026-02-18", "holiday 2026-02-19", "holiday 2026-02-20",
		"weekend 2026-02-21", "weekend 2026-02-22", "rolled 2026-02-23", "deadline 2026-02-23"}
	if !slices.Equal(codes, want) {
		t.Errorf("got %q", codes)
	}
	if due.Forecast || due.Explain[len(due.Explain)-1].Forecast {
		t.Error("the days off of 2026 are announced")
	}
	if due.Explain[3].Note != "Tết Nguyên đán Bính Ngọ" || due.Explain[1].Note != "10 calendar_day" {
		t.Errorf("notes: %+v", due.Explain)
	}
	makeup, _ := calendar.National().Due(calendar.Rule{Length: 2, Unit: calendar.WorkingDay, Direction: calendar.After}, day(t, "2026-08-20"))
	if last := makeup.Explain[len(makeup.Explain)-2]; last.Code != calendar.StepMakeup {
		t.Errorf("the make-up Saturday goes unmentioned: %+v", makeup.Explain)
	}
}

func TestDueRefuses(t *testing.T) {
	t.Parallel()
	book, good := calendar.National(), calendar.Rule{Length: 1, Unit: calendar.WorkingDay, Direction: calendar.After}
	if _, err := book.Due(good, calendar.Date{}); !fault.HasCode(err, "bad_date") {
		t.Errorf("no start: %v", err)
	}
	for _, bad := range []calendar.Rule{
		{Length: -1, Unit: calendar.WorkingDay, Direction: calendar.After}, {Length: 1, Unit: "week", Direction: calendar.After}, {Length: 1, Unit: calendar.Month, Direction: "around"},
	} {
		if _, err := book.Due(bad, day(t, "2026-01-05")); !fault.HasCode(err, "bad_rule") {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

// TestDueEndsWithTheCalendar: a day past 31/12/9999, or before 1/1/1, is a
// problem and no date.
func TestDueEndsWithTheCalendar(t *testing.T) {
	t.Parallel()
	book := calendar.National()
	for _, c := range []calendar.Rule{
		{Length: 1, Unit: calendar.CalendarDay, Direction: calendar.After}, {Length: 1, Unit: calendar.WorkingDay, Direction: calendar.After},
		{Length: 1, Unit: calendar.Month, Direction: calendar.After}, {Length: 100, Unit: calendar.Year, Direction: calendar.After},
	} {
		if due, err := book.Due(c, day(t, "9999-12-31")); !fault.HasCode(err, "out_of_range") {
			t.Errorf("%+v: %v, %v", c, due.Date, err)
		}
		c.Direction = calendar.Before
		if due, err := book.Due(c, day(t, "0001-01-01")); !fault.HasCode(err, "out_of_range") {
			t.Errorf("%+v: %v, %v", c, due.Date, err)
		}
	}
	last := day(t, "9999-12-31")
	if d := last.AddDays(1); !d.IsZero() || !last.AddMonths(1).IsZero() || !day(t, "0001-01-01").AddDays(-1).IsZero() || !last.AddMonths(-120_000).IsZero() {
		t.Errorf("a date outside the calendar: %v", d)
	}
	if from, to := calendar.Period("9999-Q4").Range(); from.String() != "9999-10-01" || to != last {
		t.Errorf("the last quarter is %v to %v", from, to)
	}
	if d := book.AddWorkdays(last, 3); !d.IsZero() {
		t.Errorf("a working day after the last day: %v", d)
	}
}

// The law wins unless the province is stricter; where there is no law the
// province's number replaces the default.
func TestUnder(t *testing.T) {
	t.Parallel()
	after := calendar.Rule{Code: "A", Length: 15, Direction: calendar.After, Setting: "key"}
	before := calendar.Rule{Code: "B", Length: 15, Direction: calendar.Before, Law: true}
	law := after
	law.Law = true
	for _, c := range []struct {
		name     string
		rule     calendar.Rule
		settings map[string]int
		length   int
		law      bool
	}{
		{"no setting", after, nil, 15, false},
		{"longer, no law", after, map[string]int{"key": 20}, 20, false},
		{"by code", after, map[string]int{"A": 7}, 7, false},
		{"the key goes first", after, map[string]int{"A": 7, "key": 9}, 9, false},
		{"a sum of money is no length", after, map[string]int{"key": 100000000}, calendar.MaxLength, false},
		{"nonsense", after, map[string]int{"key": 0}, 15, false},
		{"longer than the law", law, map[string]int{"key": 20}, 15, true},
		{"shorter than the law", law, map[string]int{"key": 10}, 10, false},
		{"more notice than the law", before, map[string]int{"B": 20}, 20, false},
		{"less notice than the law", before, map[string]int{"B": 5}, 15, true},
	} {
		if got := c.rule.Under(c.settings); got.Length != c.length || got.Law != c.law {
			t.Errorf("%s: got %+v", c.name, got)
		}
	}
}

func TestRulesHaveTheirTime(t *testing.T) {
	t.Parallel()
	old := calendar.Rule{ValidTo: day(t, "2026-06-30")}
	now := calendar.Rule{ValidFrom: day(t, "2026-07-01")}
	for on, want := range map[string][2]bool{"2026-06-30": {true, false}, "2026-07-01": {false, true}} {
		if got := [2]bool{old.InForce(day(t, on)), now.InForce(day(t, on))}; got != want {
			t.Errorf("%s: got %v", on, got)
		}
	}
}

func TestBookWith(t *testing.T) {
	t.Parallel()
	national := calendar.National()
	own := national.With(map[calendar.Date]string{day(t, "2027-03-08"): "Lễ hội", day(t, "2026-11-24"): ""}, map[calendar.Date]bool{day(t, "2027-02-20"): true, day(t, "2026-08-22"): false}, nil)
	for on, want := range map[string]bool{"2027-03-08": false, "2026-11-24": true, "2027-02-20": true, "2026-08-22": false} {
		if own.Working(day(t, on)) != want {
			t.Errorf("%s: working is %v", on, !want)
		}
	}
	if national.Working(day(t, "2026-11-24")) {
		t.Error("the national book changed")
	}
}

func TestAddWorkdays(t *testing.T) {
	t.Parallel()
	book := calendar.National()
	rapid.Check(t, func(r *rapid.T) {
		d := calendar.NewDate(2025, time.January, 1).AddDays(rapid.IntRange(0, 1000).Draw(r, "day"))
		n := rapid.IntRange(1, 60).Draw(r, "n")
		end := book.AddWorkdays(d, n)
		count := 0
		for x := d.AddDays(1); !x.After(end); x = x.AddDays(1) {
			if book.Working(x) {
				count++
			}
		}
		if count != n || !book.Working(end) {
			r.Fatalf("%v + %d = %v holds %d working days", d, n, end, count)
		}
		if book.Working(d) && book.AddWorkdays(end, -n) != d {
			r.Fatalf("%v does not come back from %v", d, end)
		}
	})
	idle := map[calendar.Date]string{}
	for d := day(t, "2020-01-01"); d.Before(day(t, "2140-01-01")); d = d.AddDays(1) {
		idle[d] = "x"
	}
	never := book.With(idle, nil, nil)
	if _, err := never.Due(calendar.Rule{Length: 5, Unit: calendar.WorkingDay, Direction: calendar.After}, day(t, "2026-01-01")); !fault.HasCode(err, "bad_rule") {
		t.Errorf("a calendar in which nobody works must end the count: %v", err)
	}
}
