package calendar_test

import (
	"slices"
	"testing"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
)

func TestPeriods(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		grain    string
		want     calendar.Period
		from, to string
		parents  []calendar.Period
	}{
		{calendar.GrainMonth, "2026-11", "2026-11-01", "2026-11-30", []calendar.Period{"2026-Q4", "2026-H2", "2026"}},
		{calendar.GrainQuarter, "2026-Q4", "2026-10-01", "2026-12-31", []calendar.Period{"2026-H2", "2026"}},
		{calendar.GrainHalf, "2026-H2", "2026-07-01", "2026-12-31", []calendar.Period{"2026"}},
		{calendar.GrainYear, "2026", "2026-01-01", "2026-12-31", nil},
	} {
		p := calendar.PeriodOf(day(t, "2026-11-24"), c.grain)
		from, to := p.Range()
		if p != c.want || p.Grain() != c.grain || from.String() != c.from || to.String() != c.to || !slices.Equal(p.Parents(), c.parents) {
			t.Errorf("%s: got %s %v–%v %v", c.grain, p, from, to, p.Parents())
		}
	}
	if from, to := calendar.Period("2024-02").Range(); from.String() != "2024-02-01" || to.String() != "2024-02-29" {
		t.Errorf("leap February: %v–%v", from, to)
	}
	if p := calendar.PeriodOf(calendar.Date{}, calendar.GrainYear); p != "" {
		t.Errorf("no date, no period: %q", p)
	}
}

func TestParsePeriod(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"2026", "2026-01", "2026-12", "2026-Q1", "2026-Q4", "2026-H1", "2026-H2"} {
		if p, err := calendar.ParsePeriod(good); err != nil || string(p) != good {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{"", "26", "2026-13", "2026-00", "2026-Q0", "2026-Q5", "2026-H3", "2026-QQ", "2026-1", "2026/11", "2026-11-24", "abcd", "0000"} {
		if _, err := calendar.ParsePeriod(bad); !fault.HasCode(err, "bad_period") {
			t.Errorf("%q passes", bad)
		}
	}
}
