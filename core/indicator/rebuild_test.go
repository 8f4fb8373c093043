package indicator_test

import (
	"context"
	"slices"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/manifest"
)

// TestAChangedMeasureCountsOldRecordsAnew: until that is done the old figure
// stands, with its old lineage, and says so; then the new one does, and nothing
// of the old is left.
func TestAChangedMeasureCountsOldRecordsAnew(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		first := visit(t, r, map[string]any{"people": 10})
		attach(t, r, first)
		visit(t, r, map[string]any{"people": 20})
		if f := figure(t, r, "demo.people_met", "T"); f.Recomputing || *f.Value != 30 || *f.Proven != 10 {
			t.Fatalf("before: %+v", f.Figure)
		}
		declare(t, r, func(m *manifest.Measure) { m.Value = "people * 2" })
		visit(t, r, map[string]any{"people": 5}) // counts by the new measure only
		ctx := r.In(coretest.An)
		if err := r.Figures.Prepare(ctx); err != nil {
			t.Fatal(err)
		}
		seen := lineage(t, r)
		if f := seen.Figure; !f.Recomputing || *f.Value != 30 || !slices.Equal(numerators(seen), []float64{10, 20}) {
			t.Errorf("while it is counted anew: %+v of %v", f.Figure, numerators(seen))
		}
		sheet, err := r.Figures.Open(r.As(coretest.An, coretest.Leader), "demo", "", period)
		if err != nil {
			t.Fatal(err)
		}
		for _, tile := range sheet.Tiles {
			if tile.Figure.Recomputing != (tile.Measure == "demo.people_met") {
				t.Errorf("the board says recomputing=%v of %s", tile.Figure.Recomputing, tile.Measure)
			}
		}
		if f := figure(t, r, "demo.people_met", "T"); f.Recomputing || *f.Value != 70 || *f.Proven != 20 {
			t.Errorf("after: %+v", f.Figure)
		}
		if seen := lineage(t, r); !slices.Equal(numerators(seen), []float64{10, 20, 40}) {
			t.Errorf("lineage after: %v", numerators(seen))
		}
		if drifts, err := r.Figures.Recompute(ctx, false); err != nil || len(drifts) > 0 {
			t.Errorf("drifts %+v, %v", drifts, err)
		}
		if n := measuresIn(t, ctx, "contribution"); n != 4 { // people_met, visits, visits_done, and the clause visits serve
			t.Errorf("contributions of %d revisions are left", n)
		}
	})
}

// TestANewMeasureCountsOldRecords and shows nothing until it has.
func TestANewMeasureCountsOldRecords(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		visit(t, r, map[string]any{"people": 10})
		declare(t, r, func(m *manifest.Measure) { m.Code, m.Value = "hands_shaken", "people * 2" })
		visit(t, r, map[string]any{"people": 5})
		f, err := r.Figures.Get(r.As(coretest.An, coretest.Leader), "demo.hands_shaken", "", period)
		if err != nil || !f.Recomputing || *f.Value != 0 {
			t.Errorf("a measure nobody has counted: %+v, %v", f, err)
		}
		ctx := r.In(coretest.An)
		for range 2 { // the second time nothing has changed
			if err := r.Figures.Prepare(ctx); err != nil {
				t.Fatal(err)
			}
			if f := figure(t, r, "demo.hands_shaken", "T"); f.Recomputing || *f.Value != 30 {
				t.Errorf("counted: %+v", f.Figure)
			}
		}
	})
}

// TestRecomputeMendsOneMeasure: what was spoilt in the stored figures is found,
// named and put right.
func TestRecomputeMendsOneMeasure(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		visit(t, r, map[string]any{"people": 10})
		figure(t, r, "demo.people_met", "T")
		ctx := r.In(coretest.An)
		err := db.InTx(ctx, func(ctx context.Context) error {
			_, err := db.Exec(ctx, "UPDATE figure SET num = num + 1000 WHERE measure LIKE 'demo.people_met@%' AND unit_id = ? AND period = ?", r.Unit(coretest.An, "T"), period)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		visit(t, r, map[string]any{"people": 5}) // waits to be folded: no drift of its own
		drifts, err := r.Figures.Recompute(ctx, true)
		if err != nil || len(drifts) != 1 || drifts[0].Measure != "demo.people_met" || drifts[0].Kept[0] != 11000 || drifts[0].Summed[0] != 10000 {
			t.Fatalf("drifts %+v, %v", drifts, err)
		}
		if f := figure(t, r, "demo.people_met", "T"); *f.Value != 15 {
			t.Errorf("mended: %v", *f.Value)
		}
		if drifts, err := r.Figures.Recompute(ctx, false); err != nil || len(drifts) > 0 {
			t.Errorf("after mending: %+v, %v", drifts, err)
		}
	})
}

func declare(t *testing.T, r *coretest.Rig, change func(m *manifest.Measure)) {
	t.Helper()
	if err := r.Figures.Declare("demo.people_met", change); err != nil {
		t.Fatal(err)
	}
}

func lineage(t *testing.T, r *coretest.Rig) *indicator.Lineage {
	t.Helper()
	l, err := r.Figures.Lineage(r.As(coretest.An, coretest.Leader), indicator.Ask{Measure: "demo.people_met", Period: period})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func numerators(l *indicator.Lineage) []float64 {
	var out []float64
	for _, s := range l.Records {
		out = append(out, s.Numerator)
	}
	slices.Sort(out)
	return out
}

func measuresIn(t *testing.T, ctx context.Context, table string) int {
	t.Helper()
	var n int
	if err := db.QueryRow(ctx, "SELECT COUNT(DISTINCT measure) FROM "+table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
