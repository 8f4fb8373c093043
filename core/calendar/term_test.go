package calendar_test

import (
	"slices"
	"testing"
	"time"

	"github.com/doanket/doanket/core/calendar"
)

func TestTerms(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		year, anchor int
		want         calendar.Period
	}{{2025, 0, "2025-2030"}, {2029, 0, "2025-2030"}, {2030, 0, "2030-2035"}, {2024, 0, "2020-2025"}, {2026, 2026, "2026-2031"}, {2025, 2026, "2021-2026"}} {
		p := calendar.TermOf(calendar.NewDate(c.year, time.June, 15), c.anchor)
		if p != c.want || p.Grain() != calendar.GrainTerm {
			t.Errorf("%d from %d: %s", c.year, c.anchor, p)
		}
	}
	p, err := calendar.ParsePeriod("2025-2030")
	if err != nil {
		t.Fatal(err)
	}
	from, to := p.Range()
	if from.String() != "2025-01-01" || to.String() != "2029-12-31" {
		t.Errorf("from %s to %s", from, to)
	}
	if years := p.Years(); !slices.Equal(years, []calendar.Period{"2025", "2026", "2027", "2028", "2029"}) {
		t.Errorf("years %v", years)
	}
	for _, bad := range []string{"2025-2029", "2025-203x", "2025_2030", "20252030"} {
		if _, err := calendar.ParsePeriod(bad); err == nil {
			t.Errorf("%s is taken", bad)
		}
	}
}

func TestTheNextPeriod(t *testing.T) {
	t.Parallel()
	for p, want := range map[calendar.Period]calendar.Period{"2026-12": "2027-01", "2026-Q4": "2027-Q1", "2026-H1": "2026-H2", "2026": "2027", "2025-2030": "2030-2035", "2026-2031": "2031-2036"} {
		if got := p.Next(); got != want {
			t.Errorf("after %s comes %s", p, got)
		}
	}
}
