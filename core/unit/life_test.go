package unit_test

import (
	"context"
	"testing"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/unit"
)

// TestAUnitHasItsPredecessorsPast: a commune made by a merger in 2025 was there
// in 2024 as those it was made of, and not in 1926; one that ended is not there
// afterwards.
func TestAUnitHasItsPredecessorsPast(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		g := plant(t, ctx)
		c, err := g.tree.Merge(ctx, act(t, "2025-07-01"), []string{g.ids["A"], g.ids["B"]}, unit.Part{New: &unit.New{Kind: "commune", Code: "cC", Name: "Xã C"}})
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []struct {
			id, on string
			lived  bool
		}{
			{c.ID, "2025-07-01", true}, {c.ID, "2024-02-29", true}, {c.ID, "2020-01-01", true}, {c.ID, "2019-12-31", false}, {c.ID, "1926-05-01", false},
			{g.ids["A"], "2025-06-30", true}, {g.ids["A"], "2025-07-01", false}, {g.ids["P"], "2025-07-01", true},
		} {
			if lived, err := g.tree.LivedOn(ctx, want.id, day(t, want.on)); err != nil || lived != want.lived {
				t.Errorf("%s on %s: %v, %v", want.id, want.on, lived, err)
			}
		}
		if _, err := g.tree.LivedOn(ctx, "unt_none", calendar.NewDate(2026, 1, 1)); !fault.Is(err, fault.NotFound) {
			t.Errorf("a unit that is none: %v", err)
		}
	})
}
