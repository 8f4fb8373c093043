package gap_test

import (
	"testing"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/indicator/gap"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/unit"
)

// TestBothDenominatorsOfAMerger stand beside the figure of a period it falls into: the
// areas there were, and those there are.
func TestBothDenominatorsOfAMerger(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		gaps := &gap.Gaps{Figures: r.Figures, Records: r.Records, Kinds: r.Kinds}
		leader := r.As(coretest.An, coretest.Leader)
		today := calendar.Today(id.NowIn(r.In(coretest.An)))
		merged := today.AddDays(-20)
		term := string(calendar.PeriodOf(merged, calendar.GrainTerm))
		for area, day := range map[string]calendar.Date{"X1-K2": today.AddDays(-40), "X1-K1": today.AddDays(-5)} {
			if _, err := r.Records.Create(r.As(coretest.An, coretest.Officer), "demo.visit", record.Input{UnitID: r.Unit(coretest.An, "X1"), Submit: "submit",
				Fields: map[string]any{"title": "Thăm", "held_on": day.String(), "reached": []any{r.Unit(coretest.An, area)}}}); err != nil {
				t.Fatal(err)
			}
		}
		r.Settle(coretest.An)
		across := func() []gap.CoverageSpan {
			t.Helper()
			spans, err := gaps.Across(leader, "demo.areas_reached", "", term)
			if err != nil {
				t.Fatal(err)
			}
			return spans
		}
		if spans := across(); len(spans) != 0 {
			t.Fatalf("nothing merged, and it is told as %+v", spans)
		}
		ctx := r.In(coretest.An)
		if _, err := r.Tree.Merge(ctx, unit.Act{On: merged, Basis: "Nghị quyết số 1"}, []string{r.Unit(coretest.An, "X1-K2")}, unit.Part{ID: r.Unit(coretest.An, "X1-K1")}); err != nil {
			t.Fatal(err)
		}
		r.Settle(coretest.An)
		spans := across()
		if len(spans) != 2 {
			t.Fatalf("one merger makes two parts: %+v", spans)
		}
		if s := spans[0]; s.Denominator != spans[1].Denominator+1 || s.Numerator != 1 || !s.To.Before(merged) {
			t.Errorf("before: %+v", s)
		}
		if s := spans[1]; s.Numerator != 1 || s.From != merged || s.Proven != 0 {
			t.Errorf("after: %+v", s)
		}
		if spans, err := gaps.Across(leader, "demo.people_met", "", term); err != nil || len(spans) != 0 {
			t.Errorf("what counts no units has no two denominators: %+v, %v", spans, err)
		}
	})
}
