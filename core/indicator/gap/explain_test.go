package gap_test

import (
	"math"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/indicator/gap"
	"github.com/doanket/doanket/core/record"
)

// TestAMissedFigureIsTakenApart to units, causes, records and papers that are there; a
// record brought in makes the gap smaller by what it adds.
func TestAMissedFigureIsTakenApart(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		gaps := &gap.Gaps{Figures: r.Figures, Records: r.Records, Kinds: r.Kinds}
		leader := r.As(coretest.An, coretest.Leader)
		explain := func(measure string) *gap.Gap {
			t.Helper()
			r.Settle(coretest.An)
			g, err := gaps.Explain(leader, measure, "", "2026")
			if err != nil {
				t.Fatal(err)
			}
			units, causes := g.Rest, 0.0
			for _, u := range g.Units {
				units += u.Short
			}
			for _, c := range g.Causes {
				causes += c.Amount
			}
			if math.Abs(units-g.Short) > 1e-9 || math.Abs(causes-g.Short) > 1e-9 {
				t.Errorf("%s: %v short, units add up to %v, causes to %v: %+v", measure, g.Short, units, causes, g.Causes)
			}
			return g
		}
		cause := func(g *gap.Gap, name string) gap.GapCause {
			for _, c := range g.Causes {
				if c.Cause == name {
					return c
				}
			}
			return gap.GapCause{}
		}
		before := explain("demo.areas_reached")
		if !before.Missed || before.Short < 2 || cause(before, gap.Open).Amount != before.Short || !before.Meets {
			t.Fatalf("nothing was done: %+v", before)
		}
		rec, err := r.Records.Create(r.As(coretest.An, coretest.Officer), "demo.visit", record.Input{UnitID: r.Unit(coretest.An, "X1"), Submit: "submit",
			Fields: map[string]any{"title": "Thăm thôn", "held_on": "2026-03-10", "reached": []any{r.Unit(coretest.An, "X1-K1")}}})
		if err != nil {
			t.Fatal(err)
		}
		claimed := explain("demo.areas_reached")
		if p := cause(claimed, gap.Proof); claimed.Short != before.Short || p.Amount != 1 || len(p.Items) != 1 || p.Items[0].Record != rec.ID {
			t.Errorf("what is claimed lacks its paper: %+v", claimed.Causes)
		}
		body := coretest.PDF("biên bản")
		if _, err := r.Documents.Attach(r.As(coretest.An, coretest.Officer), rec.ID, "report", document.Source{Body: strings.NewReader(body), Size: int64(len(body)), Name: "bb.pdf"}, document.Meta{}); err != nil {
			t.Fatal(err)
		}
		if proven := explain("demo.areas_reached"); proven.Short != before.Short-1 || cause(proven, gap.Proof).Amount != 0 {
			t.Errorf("the paper made it smaller by one: %v of %v, %+v", proven.Short, before.Short, proven.Causes)
		}
		if done := explain("demo.visits_done"); done.Short != 1 || len(done.Nearest) != 1 || done.Nearest[0].Unit.Name != "Xã Một" || done.Nearest[0].Value != 100 {
			t.Errorf("one visit is not done: %+v", done)
		}
		if _, err := gaps.Explain(leader, "demo.visits", "", "2026"); !fault.HasCode(err, "figure_without_target") {
			t.Errorf("without a target: %v", err)
		}
		if _, err := gaps.Explain(r.As(coretest.An, coretest.Officer2), "demo.visits_done", r.Unit(coretest.An, "X1"), "2026"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("of another unit: %v", err)
		}
	})
}
