package unit_test

import (
	"context"
	"testing"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/unit"
)

// TestALifeBeginsWithTheOldestOfTheLine: a commune made by a merger or a split has
// the past of those it was made of, a body that of its place; a life ends only
// where nobody goes on.
func TestALifeBeginsWithTheOldestOfTheLine(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		g := plant(t, ctx)
		c, err := g.tree.Merge(ctx, act(t, "2025-07-01"), []string{g.ids["A"], g.ids["B"]}, unit.Part{New: &unit.New{Kind: "commune", Code: "cC", Name: "Xã C"}})
		if err != nil {
			t.Fatal(err)
		}
		parts, err := g.tree.Split(ctx, act(t, "2026-01-01"), c.ID, []unit.Part{
			{New: &unit.New{Kind: "commune", Code: "cD", Name: "Xã D"}, Children: []string{g.ids["A1"], g.ids["A2"], g.ids["B1"]}}, {New: &unit.New{Kind: "commune", Code: "cE", Name: "Xã E"}}})
		if err != nil {
			t.Fatal(err)
		}
		late, err := g.tree.Open(ctx, act(t, "2026-02-01"), unit.New{ParentID: parts[0].ID, Kind: "hamlet", Code: "cD1", Name: "Thôn 1"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := g.tree.Close(ctx, act(t, "2026-03-01"), late.ID); err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]struct{ id, from, to string }{
			"of a merger":          {c.ID, "2020-01-01", ""},
			"of a split":           {parts[1].ID, "2020-01-01", ""},
			"merged, with an heir": {g.ids["A"], "2020-01-01", ""},
			"without a past":       {g.ids["P"], "2020-01-01", ""},
			"closed for good":      {late.ID, "2026-02-01", "2026-02-28"},
		} {
			life, err := g.tree.Life(ctx, want.id)
			if err != nil || life.From.String() != want.from || life.To.String() != want.to {
				t.Errorf("%s: from %v to %v, %v", name, life.From, life.To, err)
			}
		}
		if _, err := g.tree.Life(ctx, "unt_none"); !fault.Is(err, fault.NotFound) {
			t.Errorf("a unit that is none: %v", err)
		}
	})
}
