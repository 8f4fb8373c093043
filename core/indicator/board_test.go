package indicator_test

import (
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/unit"
)

// TestABoardIsSharedUntilAnythingOfItChanges: who sees the same shares a sheet;
// who may see less gets none of it, and no change waits to be seen.
func TestABoardIsSharedUntilAnythingOfItChanges(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		open := func(login, code string) (*indicator.Sheet, error) {
			return r.Figures.Open(r.As(coretest.An, login), "demo", r.Unit(coretest.An, code), period)
		}
		leaders := func() *indicator.Sheet {
			t.Helper()
			sheet, err := open(coretest.Leader, "T")
			if err != nil {
				t.Fatal(err)
			}
			return sheet
		}
		met := func(s *indicator.Sheet) float64 {
			for _, tile := range s.Tiles {
				if tile.Measure == "demo.people_met" && tile.Figure.Value != nil {
					return *tile.Figure.Value
				}
			}
			return 0
		}
		visit(t, r, map[string]any{"people": 10})
		r.Settle(coretest.An)
		if before := met(leaders()); before != 10 {
			t.Fatalf("people met: %v", before)
		}
		if _, err := open(coretest.Officer, "T"); err == nil {
			t.Error("an officer of a commune is shown the province's sheet")
		}
		visit(t, r, map[string]any{"people": 5})
		r.Settle(coretest.An)
		if after := met(leaders()); after != 15 {
			t.Errorf("people met after a second visit: %v", after)
		}
		name := "Xã Đổi Tên"
		ctx := identity.System(r.In(coretest.An), "test")
		if _, err := r.Tree.Rename(ctx, coretest.Today(ctx), r.Unit(coretest.An, "X1"), unit.Rename{Name: &name}); err != nil {
			t.Fatal(err)
		}
		found := false
		for _, row := range leaders().Rows {
			found = found || row.Unit.Name == name
		}
		if !found {
			t.Error("the sheet names a commune as it was called before")
		}
	})
}
