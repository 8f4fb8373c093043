package indicator_test

import (
	"context"
	"testing"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
)

// addMeasure adds measures to those of the province.
func addMeasure(t *testing.T, r *coretest.Rig, measures ...manifest.Measure) {
	t.Helper()
	for _, m := range measures {
		err := r.Figures.Declare("demo.visits", func(old *manifest.Measure) {
			m.Module = old.Module
			*old = m
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	r.Settle(coretest.An)
}

func in(t *testing.T, r *coretest.Rig, measure, unit, period string) *indicator.Named {
	t.Helper()
	r.Settle(coretest.An)
	f, err := r.Figures.Get(r.As(coretest.An, coretest.Leader), measure, r.Unit(coretest.An, unit), period)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func trace(t *testing.T, r *coretest.Rig, a indicator.Ask) *indicator.Lineage {
	t.Helper()
	r.Settle(coretest.An)
	if a.Period == "" {
		a.Period = period
	}
	l, err := r.Figures.Lineage(r.As(coretest.An, coretest.Leader), a)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func do(t *testing.T, ctx context.Context, r *coretest.Rig, recordID, step string) {
	t.Helper()
	if _, err := r.Records.Do(ctx, recordID, step, 0, record.Act{Reason: "lý do"}); err != nil {
		t.Fatal(err)
	}
}

func noDrift(t *testing.T, r *coretest.Rig) {
	t.Helper()
	if drifts, err := r.Figures.Recompute(r.In(coretest.An), false); err != nil || len(drifts) > 0 {
		t.Errorf("drifts %+v, %v", drifts, err)
	}
}

// submitted makes a visit that waits to be approved.
func submitted(t *testing.T, r *coretest.Rig, fields map[string]any) string {
	t.Helper()
	all := map[string]any{"title": "Thăm hộ nghèo", "held_on": "2026-03-10"}
	for k, v := range fields {
		all[k] = v
	}
	rec, err := r.Records.Create(r.As(coretest.An, coretest.Officer), "demo.visit",
		record.Input{UnitID: r.Unit(coretest.An, "X1"), Fields: all, Submit: "submit"})
	if err != nil {
		t.Fatal(err)
	}
	return rec.ID
}

// TestWithdrawnIsShownBeside: withdrawing the one record that counts against a
// share leaves the share without a value, and says so.
func TestWithdrawnIsShownBeside(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		rec := visit(t, r, nil)
		if f := figure(t, r, "demo.visits_done", "T"); f.Value == nil || *f.Value != 0 || f.Denominator != 1 {
			t.Fatalf("one of one not done: %+v", f.Figure)
		}
		do(t, r.As(coretest.An, coretest.Officer), r, rec, "withdraw")
		if f := figure(t, r, "demo.visits_done", "T"); f.Value != nil || f.Denominator != 0 || f.Withdrawn != 1 {
			t.Errorf("withdrawn: %+v", f.Figure)
		}
		if f := figure(t, r, "demo.areas_reached", "X1"); *f.Value != 0 || f.Withdrawn != 1 {
			t.Errorf("coverage of what was withdrawn: %+v", f.Figure)
		}
		l := trace(t, r, indicator.Ask{Measure: "demo.visits_done"})
		if len(l.Records) != 1 || !l.Records[0].Withdrawn || l.Records[0].Denominator != 0 || l.Figure.Withdrawn != 1 {
			t.Errorf("lineage of what was withdrawn: %+v", l.Records)
		}
		noDrift(t, r)
	})
}

// TestReachedCountsWhatMovedOn: a record past the state still counts, one that
// came back does not, and one that was withdrawn only if it had been there.
func TestReachedCountsWhatMovedOn(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		addMeasure(t, r, manifest.Measure{Code: "agreed", Kind: "count", Of: "demo.visit", Unit: "count", Period: "held_on", Reached: "approved"})
		officer := r.As(coretest.An, coretest.Officer)
		closed, early, late := visit(t, r, nil), submitted(t, r, nil), visit(t, r, nil)
		attach(t, r, closed)
		do(t, officer, r, closed, "close")
		do(t, r.As(coretest.An, coretest.Approver), r, submitted(t, r, nil), "return")
		if f := figure(t, r, "demo.agreed", "T"); *f.Value != 2 || f.Withdrawn != 0 {
			t.Fatalf("closed and approved: %+v", f.Figure)
		}
		do(t, officer, r, early, "withdraw")
		do(t, officer, r, late, "withdraw")
		if f := figure(t, r, "demo.agreed", "T"); *f.Value != 1 || f.Withdrawn != 1 {
			t.Errorf("two withdrawn, one of them approved before: %+v", f.Figure)
		}
		noDrift(t, r)
	})
}

// TestApprovedAndProvenAreTwoThings: evidence proves what nobody has approved
// yet, and what was approved may lack it.
func TestApprovedAndProvenAreTwoThings(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		addMeasure(t, r, manifest.Measure{Code: "told", Kind: "sum", Value: "people", Of: "demo.visit", Unit: "people", Period: "held_on", Approved: "approved", Proof: []string{"report"}})
		attach(t, r, submitted(t, r, map[string]any{"people": 5}))
		visit(t, r, map[string]any{"people": 7})
		f := figure(t, r, "demo.told", "T")
		if *f.Value != 12 || *f.Proven != 5 || *f.Claimed != 7 || f.Approved == nil || *f.Approved != 7 {
			t.Errorf("claimed, approved, proven: %+v", f.Figure)
		}
		for _, s := range trace(t, r, indicator.Ask{Measure: "demo.told"}).Records {
			if s.Proven != (s.Numerator == 5) || s.Approved != (s.Numerator == 7) {
				t.Errorf("%v people: proven %v, approved %v", s.Numerator, s.Proven, s.Approved)
			}
		}
		if f := figure(t, r, "demo.people_met", "T"); f.Approved != nil {
			t.Errorf("a measure that says nothing of approval: %v", *f.Approved)
		}
	})
}

// TestStockIsWhatIsThereAtTheEnd: what came in in January and went out in March
// is there at the end of January and of February, whenever that is asked.
func TestStockIsWhatIsThereAtTheEnd(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		officer := r.As(coretest.An, coretest.Officer)
		addMeasure(t, r, manifest.Measure{Code: "open", Kind: "stock", Of: "demo.visit", Unit: "count", Period: "held_on", Until: "due_on", Reached: "submitted"})
		for on, until := range map[string]string{"2026-01-20": "2026-03-05", "2026-02-25": "2026-02-27", "2026-02-26": "2099-12-31"} {
			rec := visit(t, r, map[string]any{"held_on": on})
			if _, err := r.Records.Change(officer, rec, 0, map[string]any{"due_on": until}, "hạn"); err != nil {
				t.Fatal(err)
			}
		}
		want := func(step string, counts map[string]float64) {
			t.Helper()
			for p, n := range counts {
				if f := in(t, r, "demo.open", "T", p); *f.Value != n {
					t.Errorf("%s, %s: %v open, want %v", step, p, *f.Value, n)
				}
			}
		}
		want("three visits", map[string]float64{"2025": 0, "2026-01": 1, "2026-02": 2, "2026-Q1": 1, "2026-03": 1, "2026-H1": 1, "2026-09": 1, "2026": 1})
		if l := trace(t, r, indicator.Ask{Measure: "demo.open", Period: "2026-02"}); len(l.Records) != 2 || l.Records[0].Numerator != 1 {
			t.Errorf("lineage of February: %+v", l.Records)
		}
		last := trace(t, r, indicator.Ask{Measure: "demo.open", Period: "2026-10"}).Records
		if len(last) != 1 {
			t.Fatalf("open in October: %+v", last)
		}
		do(t, officer, r, last[0].ID, "withdraw")
		today := calendar.Today(time.Now()).String()[:7]
		want("one withdrawn today", map[string]float64{"2026-02": 2, "2026-H1": 1, today: 0})
		if f := in(t, r, "demo.open", "T", today); f.Withdrawn != 1 {
			t.Errorf("withdrawn this month: %+v", f.Figure)
		}
		if l := trace(t, r, indicator.Ask{Measure: "demo.open", Period: today}); len(l.Records) != 1 || !l.Records[0].Withdrawn {
			t.Errorf("lineage of this month: %+v", l.Records)
		}
		noDrift(t, r)
	})
}
