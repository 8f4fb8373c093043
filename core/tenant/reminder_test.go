package tenant_test

import (
	"testing"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/tenant"
)

// TestRungsFallOnWorkingDays before and after a last day.
func TestRungsFallOnWorkingDays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ at, start, due, want string }{
		{"due", "2026-11-02", "2026-11-27", "2026-11-27"},
		{"due-1wd", "2026-11-02", "2026-11-25", "2026-11-23"}, // 24 November is a day off
		{"due-3", "2026-11-02", "2026-11-27", "2026-11-23"},   // … and told the day before
		{"due+1", "2026-11-02", "2026-11-27", "2026-11-30"},   // a Saturday: told on Monday
		{"due+5wd", "2026-11-02", "2026-11-20", "2026-11-30"},
		{"due-30%", "2026-11-02", "2026-11-22", "2026-11-16"},
		{"due-30%", "2026-01-05", "2027-12-31", "2027-08-31"}, // at most 120 days before; 1 and 2 September are holidays
		{"due-30%", "", "2026-11-22", ""},
		{"start+3wd", "2026-11-20", "2026-12-10", "2026-11-26"},
		{"05-15", "2026-01-01", "2026-06-30", "2026-05-15"},
		{"11-15", "2025-07-01", "2026-06-30", "2025-11-14"},
		{"11-15", "2026-01-01", "2026-06-30", ""}, // before it was owed
		{"05-15", "", "", ""},
	} {
		start, _ := calendar.ParseDate(c.start)
		due, _ := calendar.ParseDate(c.due)
		if got := (tenant.Rung{At: c.at}).Day(calendar.National(), start, due).String(); got != c.want {
			t.Errorf("%s of %s to %s: %q, want %q", c.at, c.start, c.due, got, c.want)
		}
	}
}

// TestARungComesAgain while nothing is done.
func TestARungComesAgain(t *testing.T) {
	t.Parallel()
	due, _ := calendar.ParseDate("2026-03-17")
	r := tenant.Rung{At: "due+1", Every: 7}
	for today, want := range map[string]string{"2026-03-17": "", "2026-03-18": "2026-03-18", "2026-03-24": "2026-03-18", "2026-03-25": "2026-03-25",
		"2026-04-29": "2026-04-29", "2026-05-07": "2026-05-06"} {
		on, _ := calendar.ParseDate(today)
		if got, _ := r.Latest(calendar.National(), due, due, on); got.String() != want {
			t.Errorf("on %s: %q, want %q", today, got, want)
		}
	}
}

// TestTheNearestLadderWins: the province's own before the product's, a name before
// none.
func TestTheNearestLadderWins(t *testing.T) {
	t.Parallel()
	due := calendar.NewDate(2026, 8, 1)
	own := tenant.Settings{Reminders: []tenant.Ladder{{For: []string{"A-1"}, Rungs: []tenant.Rung{{At: "due", To: []string{"owner"}}}}}}
	if got := own.LadderFor(due, "A-1", "demo.visit"); len(got.Rungs) != 1 {
		t.Errorf("%+v", got)
	}
	if got := own.LadderFor(due, "A-2", "core.recommendation"); len(got.Rungs) == 0 || got.Rungs[0].At != "start+3wd" {
		t.Errorf("%+v", got)
	}
	if got := own.LadderFor(due, "A-2", "demo.visit"); len(got.Rungs) == 0 || got.Rungs[0].At != "due-30%" {
		t.Errorf("%+v", got)
	}
}

// TestLaddersStandSideBySide by the day something falls due, as rules that follow one
// another do; what none of them is for has the product's.
func TestLaddersStandSideBySide(t *testing.T) {
	t.Parallel()
	at := func(day, from, until string) tenant.Ladder {
		l := tenant.Ladder{For: []string{"A-1"}, Rungs: []tenant.Rung{{At: day, To: []string{"owner"}}}}
		l.From, _ = calendar.ParseDate(from)
		l.Until, _ = calendar.ParseDate(until)
		return l
	}
	s, err := tenant.Settings{Locale: "vi"}.Merged(map[string]any{"reminders": []tenant.Ladder{at("05-15", "2026-01-01", "2026-06-30"), at("11-15", "2026-07-01", "")}})
	if err != nil {
		t.Fatal(err)
	}
	for due, want := range map[string]string{"2025-12-31": "due-30%", "2026-01-01": "05-15", "2026-06-30": "05-15", "2026-07-01": "11-15", "2030-01-01": "11-15"} {
		day, _ := calendar.ParseDate(due)
		if got := s.LadderFor(day, "A-1").Rungs[0].At; got != want {
			t.Errorf("due %s: %s, want %s", due, got, want)
		}
	}
	for field, ladders := range map[string][]tenant.Ladder{
		"settings.reminders[1].for[0]": {at("05-15", "", "2026-07-01"), at("11-15", "2026-07-01", "")},
		"settings.reminders[0].until":  {at("05-15", "2026-07-01", "2026-06-30")},
	} {
		_, err := tenant.Settings{Locale: "vi"}.Merged(map[string]any{"reminders": ladders})
		if !fault.Is(err, fault.Invalid) || len(fault.Of(err).Fields) != 1 || fault.Of(err).Fields[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

// TestLaddersThatCannotBe are refused by the field at fault.
func TestLaddersThatCannotBe(t *testing.T) {
	t.Parallel()
	rung := func(more map[string]any) any {
		out := map[string]any{"at": "due", "to": []string{"owner"}}
		for k, v := range more {
			out[k] = v
		}
		return []any{map[string]any{"rungs": []any{out}}}
	}
	for field, ladders := range map[string]any{
		"settings.reminders[0].rungs[0].at":    rung(map[string]any{"at": "tomorrow"}),
		"settings.reminders[0].rungs[0].to":    rung(map[string]any{"to": []string{}}),
		"settings.reminders[0].rungs[0].up":    rung(map[string]any{"up": 9}),
		"settings.reminders[0].rungs[0].every": rung(map[string]any{"every": -1}),
		"settings.reminders[0].rungs[0].say":   rung(map[string]any{"say": map[string]string{"vi": "Nhắc"}}),
		"settings.reminders[1].for":            []any{map[string]any{"rungs": []any{}}, map[string]any{"rungs": []any{}}},
	} {
		_, err := tenant.Settings{Locale: "vi"}.Merged(map[string]any{"reminders": ladders})
		if !fault.Is(err, fault.Invalid) || len(fault.Of(err).Fields) != 1 || fault.Of(err).Fields[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	for _, at := range []string{"due-200", "due+30%", "start-1", "13-45", "due-0", "-3"} {
		if _, err := (tenant.Settings{Locale: "vi"}).Merged(map[string]any{"reminders": rung(map[string]any{"at": at})}); err == nil {
			t.Errorf("%s is taken", at)
		}
	}
}
