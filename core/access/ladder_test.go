package access_test

import (
	"context"
	"slices"
	"testing"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/unit"
)

// TestBeyond: what a post reaches is held against what the giver's own reaches, not
// against the names of roles.
func TestBeyond(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		filler := access.Role{ID: "filler", Permissions: []access.Permission{{Kind: "*", Action: access.Give("officer"), Reach: access.Subtree},
			{Kind: "*", Action: access.Give("reader"), Reach: access.Own}}}
		near := access.Role{ID: "near", Permissions: []access.Permission{{Kind: "demo.*", Action: "read", Reach: access.Own}}}
		g := access.New(access.Options{Expand: expand})
		if _, err := g.Apply(ctx, append(slices.Clone(roles), filler, near)); err != nil {
			t.Fatal(err)
		}
		post := func(person, role, at string) identity.Post {
			return identity.Post{PersonID: person, Role: role, UnitPath: at, PlacePath: at, Branch: unit.BranchPlace}
		}
		for _, c := range []struct {
			name, holds, at string
			post            identity.Post
			beyond          bool
		}{
			{"the same", "officer", commune, post("per_y", "officer", commune), false},
			{"the same above", "officer", commune, post("per_y", "officer", province), true},
			{"the same beside", "officer", commune, post("per_y", "officer", other), true},
			{"part of it", "officer", commune, post("per_y", "reader", hamlet), false},
			{"part of it, of the unit alone", "reader", province, post("per_y", "near", hamlet), false},
			{"what reaches farther than one's own", "near", commune, post("per_y", "reader", commune), true},
			{"own work below, which one does not do", "officer", commune, post("per_y", "officer", hamlet), true},
			{"let to give it", "filler", commune, post("per_y", "officer", hamlet), false},
			{"let to give it, above", "filler", commune, post("per_y", "officer", province), true},
			{"let to give it, to oneself", "filler", commune, post("per_x", "officer", hamlet), true},
			{"let to give at the unit what reaches the place", "filler", hamlet, post("per_y", "reader", commune), true},
			{"another role", "filler", commune, post("per_y", "tenant_admin", hamlet), true},
			{"administering reads nothing", "tenant_admin", province, post("per_y", "reader", hamlet), true},
			{"administering below", "tenant_admin", province, post("per_y", "tenant_admin", hamlet), false},
		} {
			got, err := g.Beyond(as(ctx, c.holds, c.at), c.post)
			if err != nil || (got != nil) != c.beyond {
				t.Errorf("%s: %v %v", c.name, got, err)
			}
		}
		lent, err := identity.From(as(ctx, "officer", commune))
		if err != nil {
			t.Fatal(err)
		}
		lent.Posts[0].Delegates = "pst_y"
		if got, err := g.Beyond(identity.With(ctx, lent), post("per_y", "officer", commune)); err != nil || got == nil {
			t.Errorf("what is lent was given on: %v", err)
		}
		lent.Posts[0].Delegates, lent.TokenID, lent.Allow = "", "tok_x", []string{"admin:people"}
		if got, err := g.Beyond(identity.With(ctx, lent), post("per_y", "officer", commune)); err != nil || got == nil {
			t.Errorf("a narrow token gave what it may not do: %v", err)
		}
	})
}
