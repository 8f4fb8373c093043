package switchboard_test

import (
	"slices"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/indicator/pilot"
	"github.com/doanket/doanket/core/switchboard"
	"github.com/doanket/doanket/core/tenant"
)

// TestFiguresOfAModuleThatIsOffStandGrey: its board and its lines among the targets stay
// where they were and say that nobody follows them, without a figure; the figure itself
// is not there, another province's stands, and on again all is as before. A module that
// never was on has no board.
func TestFiguresOfAModuleThatIsOffStandGrey(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		if _, err := visited(r.As(coretest.An, coretest.Officer), r, "X1", "X1-K1"); err != nil {
			t.Fatal(err)
		}
		r.Settle(coretest.An)
		listed := func(province string) bool {
			return slices.ContainsFunc(r.Figures.Boards(r.As(province, coretest.Leader)), func(b indicator.Board) bool { return b.ID == "demo" })
		}
		tiles := func(province string) []indicator.Tile {
			t.Helper()
			sheet, err := r.Figures.Open(r.As(province, coretest.Leader), "demo", "", "")
			if err != nil {
				t.Fatal(err)
			}
			return sheet.Tiles
		}
		targets := func() []indicator.Tile {
			t.Helper()
			sheet, err := r.Programme.Targets(r.As(coretest.An, coretest.Leader), "", "")
			if err != nil {
				t.Fatal(err)
			}
			return slices.DeleteFunc(slices.Clone(sheet.Tiles), func(x indicator.Tile) bool {
				return x.Measure != "demo.visits_done" && x.Measure != "demo.areas_reached"
			})
		}
		before := tiles(coretest.An)
		if len(before) != 4 || before[0].Figure.Pilot != "" || before[0].Figure.Value == nil || len(targets()) != 2 {
			t.Fatalf("on: %+v", before)
		}
		must(t, r.Switchboard.Set(r.In(coretest.An), "demo", switchboard.Wish{}))
		off := tiles(coretest.An)
		if !listed(coretest.An) || len(off) != len(before) {
			t.Fatalf("off: listed %v, %d tiles", listed(coretest.An), len(off))
		}
		for _, x := range append(off, targets()...) {
			if x.Figure.Pilot != pilot.Off || x.Figure.Value != nil || x.Figure.Numerator != 0 || x.Figure.Status != "none" {
				t.Errorf("%s: %+v", x.Measure, x.Figure)
			}
		}
		if n := len(targets()); n != 2 {
			t.Errorf("%d of two targets stand", n)
		}
		if _, err := r.Figures.Get(r.As(coretest.An, coretest.Leader), "demo.visits", "", ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("the figure itself: %v", err)
		}
		if x := tiles(coretest.Binh)[0].Figure; x.Pilot != "" {
			t.Errorf("of the other province: %+v", x)
		}
		must(t, r.Switchboard.Set(r.In(coretest.An), "demo", switchboard.Wish{On: true}))
		if again := tiles(coretest.An); again[0].Figure.Pilot != "" || again[0].Figure.Value == nil || *again[0].Figure.Value != *before[0].Figure.Value {
			t.Errorf("on again: %+v", again[0].Figure)
		}
		never := tenant.With(r.As(coretest.Binh, coretest.Leader), &tenant.Tenant{Slug: coretest.Binh})
		if n := len(slices.DeleteFunc(r.Figures.Boards(never), func(b indicator.Board) bool { return b.Module != "demo" })); n != 0 {
			t.Errorf("a module that never was on has %d boards", n)
		}
	})
}
