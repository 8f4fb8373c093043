package unit_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/unit"
)

// TestUnitsStandInRelations: lists of them and Related say the same.
func TestUnitsStandInRelations(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		g := plant(t, ctx)
		if err := g.tree.SetKinds(ctx, branched()); err != nil {
			t.Fatal(err)
		}
		for _, u := range [][3]string{{"A-MT", "A", "front"}, {"A-DU", "A", "party"}, {"A-DU-B", "A-DU", "board"}, {"A1-MT", "A1", "front"}, {"B-MT", "B", "front"}, {"P-MT", "P", "front"}} {
			g.open(u[0], u[1], u[2], "2020-01-01")
		}
		all, err := g.tree.List(ctx, unit.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		for relation, want := range map[string]string{
			unit.InPlace:   "A A-DU A-DU-B A-MT",
			unit.InBranch:  "A-MT A1-MT",
			unit.InSubtree: "A A-DU A-DU-B A-MT A1 A1-MT A2",
			unit.InLine:    "A A-DU A-DU-B A-MT A1 A1-MT A2 P P-MT",
			"":             "",
		} {
			var near, listed []string
			for _, u := range all.Items {
				if ok, err := g.tree.Related(ctx, relation, g.ids["A-MT"], u.ID); err != nil {
					t.Fatal(err)
				} else if ok {
					near = append(near, strings.TrimPrefix(u.Name, "Xã "))
				}
			}
			page, err := g.tree.List(ctx, unit.Filter{Relation: relation, To: g.ids["A-MT"]})
			if err != nil {
				t.Fatal(err)
			}
			for _, u := range page.Items {
				listed = append(listed, strings.TrimPrefix(u.Name, "Xã "))
			}
			slices.Sort(near)
			slices.Sort(listed)
			if got := strings.Join(near, " "); got != want {
				t.Errorf("%s of A-MT: %s, want %s", relation, got, want)
			}
			if relation != "" && !slices.Equal(near, listed) {
				t.Errorf("%s lists %v, holds of %v", relation, listed, near)
			}
		}
	})
}
