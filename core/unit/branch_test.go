package unit_test

import (
	"context"
	"slices"
	"testing"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/unit"
)

// branched are kinds as a province lists them.
func branched() []unit.Kind {
	return []unit.Kind{{Code: "province", Branch: unit.BranchPlace}, {Code: "commune", Branch: unit.BranchPlace}, {Code: "hamlet", Branch: unit.BranchPlace},
		{Code: "front", Branch: unit.BranchFront}, {Code: "party", Branch: unit.BranchParty}, {Code: "board", Branch: unit.BranchParty}}
}

// TestBodiesStandUnderTheirPlace: a body knows its place through bodies of its
// own branch, keeps its branch, and stands under no other branch.
func TestBodiesStandUnderTheirPlace(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		g := plant(t, ctx)
		if err := g.tree.SetKinds(ctx, branched()); err != nil {
			t.Fatal(err)
		}
		g.open("A-MT", "A", "front", "2020-01-01")
		g.open("A-DU", "A", "party", "2020-01-01")
		g.open("A-DU-B", "A-DU", "board", "2020-01-01")
		for name, place := range map[string]string{"A": "A", "A1": "A1", "A-MT": "A", "A-DU-B": "A"} {
			if u := g.get(name); u.PlaceID != g.ids[place] {
				t.Errorf("%s belongs to %s, want %s", name, u.PlaceID, place)
			}
		}
		path, _, place, branch, err := g.tree.Seat(ctx, g.ids["A-DU-B"])
		if err != nil || path != g.get("A-DU-B").Path || place != g.get("A").Path || branch != unit.BranchParty {
			t.Errorf("seat: %q %q %q %v", path, place, branch, err)
		}
		on := act(t, "2025-07-01")
		for _, n := range []unit.New{{ParentID: g.ids["A-MT"], Kind: "party", Name: "x"}, {ParentID: g.ids["A-MT"], Kind: "hamlet", Name: "x"}, {Kind: "front", Name: "x"}} {
			_, err := g.tree.Open(ctx, on, n)
			want(t, err, "unit.branch_misplaced")
		}
		_, err = g.tree.Move(ctx, on, g.ids["A1"], g.ids["A-DU"])
		want(t, err, "unit.branch_misplaced")
		front := "front"
		_, err = g.tree.Rename(ctx, on, g.ids["A-DU"], unit.Rename{Kind: &front})
		want(t, err, "unit.branch_fixed")
		_, err = g.tree.Merge(ctx, on, []string{g.ids["A-DU"]}, unit.Part{ID: g.ids["A-MT"]})
		want(t, err, "unit.branch_fixed")
	})
}

func TestKindsKeepTheirBranch(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		g := plant(t, ctx)
		kinds := branched()
		if err := g.tree.SetKinds(ctx, kinds); err != nil {
			t.Fatal(err)
		}
		other := slices.Clone(kinds)
		other[3].Branch = unit.BranchCouncil // no unit is one yet
		if err := g.tree.SetKinds(ctx, other); err != nil {
			t.Error(err)
		}
		other[2].Branch = unit.BranchFront
		want(t, g.tree.SetKinds(ctx, other), "unit.branch_fixed")
		other[2].Branch = "army"
		want(t, g.tree.SetKinds(ctx, other), "unit.branch_unknown")
		got, err := g.tree.Kinds(ctx)
		if err != nil || got[2].Branch != unit.BranchPlace || got[4].Branch != unit.BranchParty {
			t.Errorf("%+v %v", got, err)
		}
	})
}
