package access_test

import (
	"context"
	"slices"
	"testing"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/unit"
)

const (
	province = "/0001/"
	commune  = "/0001/0002/"
	hamlet   = "/0001/0002/0003/"
	other    = "/0001/0004/"
)

var roles = []access.Role{
	{ID: "reader", Permissions: []access.Permission{{Kind: "demo.*", Action: "read", Reach: access.Subtree}}},
	{ID: "officer", Inherits: []string{"reader"}, Plays: map[string][]string{"demo": {"writer"}}},
	{ID: "responder", Permissions: []access.Permission{
		{Kind: "demo.visit", Action: "read", Reach: access.Addressed}, {Kind: "demo.visit", Action: "do:answer", Reach: access.Addressed}}},
	{ID: "tenant_admin", Permissions: []access.Permission{{Kind: "*", Action: "admin:*", Reach: access.Subtree}}},
}

func expand(_ context.Context, module, role string) []access.Permission {
	if module != "demo" || role != "writer" {
		return nil
	}
	return []access.Permission{{Kind: "demo.visit", Action: "create"}, {Kind: "demo.visit", Action: "update"}}
}

func guard(t *testing.T, ctx context.Context) *access.Guard {
	t.Helper()
	g := access.New(access.Options{Expand: expand})
	if _, err := g.Apply(ctx, roles); err != nil {
		t.Fatal(err)
	}
	return g
}

func as(ctx context.Context, role, at string) context.Context {
	return identity.With(ctx, identity.Actor{PersonID: "per_x", Posts: []identity.Post{{ID: "pst_x", Role: role, UnitPath: at, PlacePath: at, Branch: unit.BranchPlace, UnitName: "Xã"}}})
}

func visit(at string) access.Object { return access.Object{Kind: "demo.visit", UnitPath: at} }

func TestCheck(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		g := guard(t, ctx)
		draft, sent := visit(hamlet), visit(other)
		draft.Draft, sent.ToPath = true, commune
		unsent := sent
		unsent.Draft = true
		own := visit(commune)
		own.Draft = true
		for _, c := range []struct {
			name, role, at, action string
			object                 access.Object
			want                   string
		}{
			{"inherited read below", "officer", commune, "read", visit(hamlet), ""},
			{"played, own unit", "officer", commune, "update", visit(commune), ""},
			{"visible, not permitted", "officer", commune, "update", visit(hamlet), "forbidden"},
			{"another unit does not exist", "officer", commune, "read", visit(other), "not_found"},
			{"nor does what it does there", "officer", commune, "update", visit(other), "not_found"},
			{"a unit above", "officer", commune, "read", visit(province), "not_found"},
			{"a draft below", "officer", commune, "read", draft, "not_found"},
			{"an own draft", "officer", commune, "read", own, ""},
			{"another kind", "officer", commune, "read", access.Object{Kind: "core.meeting", UnitPath: commune}, "not_found"},
			{"addressed", "responder", commune, "do:answer", sent, ""},
			{"addressed, but no update", "responder", commune, "update", sent, "forbidden"},
			{"addressed above", "responder", province, "read", sent, "not_found"},
			{"addressed, still a draft", "responder", commune, "read", unsent, "not_found"},
			{"administers below", "tenant_admin", province, "admin:units", access.Object{UnitPath: commune}, ""},
			{"administers, reads nothing", "tenant_admin", province, "read", visit(commune), "not_found"},
			{"an affair is no secret", "officer", commune, "admin:units", access.Object{UnitPath: commune}, "forbidden"},
			{"a role that is gone", "gone", commune, "read", visit(commune), "not_found"},
			{"a post nowhere", "officer", "", "read", access.Object{Kind: "demo.visit"}, "forbidden|not_found"},
		} {
			err := g.Check(as(ctx, c.role, c.at), c.action, c.object)
			got := ""
			if err != nil {
				got = fault.Of(err).Code
			}
			if got != c.want && (c.want != "forbidden|not_found" || got == "") {
				t.Errorf("%s: %q, want %q", c.name, got, c.want)
			}
			if g.Can(as(ctx, c.role, c.at), c.action, c.object) != (err == nil) {
				t.Errorf("%s: Can differs from Check", c.name)
			}
		}
		if err := g.Check(ctx, "read", visit(commune)); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("nobody: %v", err)
		}
		if err := g.Check(identity.System(ctx, "job"), "update", draft); err != nil {
			t.Errorf("the system: %v", err)
		}
	})
}

func TestTokenNarrows(t *testing.T) {
	t.Parallel()
	_, ctx := dbtest.SQLite(t)
	g := guard(t, ctx)
	a, err := identity.From(as(ctx, "officer", commune))
	if err != nil {
		t.Fatal(err)
	}
	a.TokenID, a.Allow = "tok_x", []string{"read"}
	ctx = identity.With(ctx, a)
	if err := g.Check(ctx, "read", visit(commune)); err != nil {
		t.Error(err)
	}
	if err := g.Check(ctx, "update", visit(commune)); !fault.Is(err, fault.Forbidden) {
		t.Errorf("beyond the list: %v", err)
	}
	if f, err := g.Scope(ctx, "update", "demo.visit"); err != nil || !f.Empty() {
		t.Errorf("beyond the list: %+v %v", f, err)
	}
	if may, err := g.Anywhere(ctx, "read", "update", "admin:units"); err != nil || !slices.Equal(may, []string{"read"}) {
		t.Errorf("anywhere: %v %v", may, err)
	}
	a.Allow = nil
	if g.Can(identity.With(ctx, a), "read", visit(commune)) {
		t.Error("a token without a list may something")
	}
	why, err := g.Why(ctx, a, "read", visit(commune))
	if err != nil || why.Allowed || why.Missing != access.MissingToken {
		t.Errorf("why: %+v %v", why, err)
	}
}

func TestApplyTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		g := access.New(access.Options{Expand: expand})
		plan, err := g.Plan(ctx, roles)
		if err != nil || len(plan.Added) != 4 || plan.Rules == 0 {
			t.Fatalf("plan: %+v %v", plan, err)
		}
		if list, _ := g.List(ctx); len(list) != 0 {
			t.Error("a plan has been carried out")
		}
		first, err := g.Apply(ctx, roles)
		if err != nil || !slices.Equal(first.Added, plan.Added) || first.Rules != plan.Rules {
			t.Fatalf("first: %+v, planned %+v, %v", first, plan, err)
		}
		mixed := slices.Clone(roles)
		slices.Reverse(mixed)
		if again, err := g.Apply(ctx, mixed); err != nil || !again.Empty() {
			t.Errorf("again, in another order: %+v %v", again, err)
		}
		if r, err := g.Refresh(ctx); err != nil || !r.Empty() {
			t.Errorf("refresh: %+v %v", r, err)
		}
		officer := as(ctx, "officer", commune)
		if !g.Can(officer, "update", visit(commune)) {
			t.Error("before")
		}
		less := slices.Clone(roles[:2])
		less[1].Plays = nil
		d, err := g.Apply(ctx, less)
		if err != nil || !slices.Equal(d.Changed, []string{"officer"}) || !slices.Equal(d.Removed, []string{"responder", "tenant_admin"}) {
			t.Errorf("less: %+v %v", d, err)
		}
		if g.Can(officer, "update", visit(commune)) {
			t.Error("a permission taken away still holds")
		}
		known, err := g.Known(ctx, "responder")
		if err != nil || known {
			t.Error(known, err)
		}
	})
}

func TestRefreshFollowsManifests(t *testing.T) {
	t.Parallel()
	_, ctx := dbtest.SQLite(t)
	more := false
	g := access.New(access.Options{Expand: func(_ context.Context, module, role string) []access.Permission {
		out := expand(context.Background(), module, role)
		if more {
			out = append(out, access.Permission{Kind: "demo.visit", Action: "do:close", Reach: access.Own})
		}
		return out
	}})
	if _, err := g.Apply(ctx, roles); err != nil {
		t.Fatal(err)
	}
	officer := as(ctx, "officer", commune)
	if g.Can(officer, "do:close", visit(commune)) {
		t.Error("too early")
	}
	more = true
	d, err := g.Refresh(ctx)
	if err != nil || d.Rules != 1 || !g.Can(officer, "do:close", visit(commune)) {
		t.Errorf("%+v %v", d, err)
	}
}

func TestBadRoles(t *testing.T) {
	t.Parallel()
	_, ctx := dbtest.SQLite(t)
	g := access.New(access.Options{})
	for field, bad := range map[string][]access.Role{
		"roles.a.inherits": {{ID: "a", Inherits: []string{"b"}}, {ID: "b", Inherits: []string{"a"}}},
		"roles.c.inherits": {{ID: "c", Inherits: []string{"none"}}},
		"roles.D.id":       {{ID: "D"}},
		"roles.e.id":       {{ID: "e"}, {ID: "e"}},
		"roles.f.reach":    {{ID: "f", Permissions: []access.Permission{{Kind: "*", Action: "*", Reach: "far"}}}},
		"roles.g.action":   {{ID: "g", Permissions: []access.Permission{{Kind: "*", Action: "a*b", Reach: access.Own}}}},
		"roles.h.kind":     {{ID: "h", Permissions: []access.Permission{{Kind: "x' OR 1", Action: "*"}}}},
		"roles.i.help":     {{ID: "i", Help: []access.Label{{VI: "Mở hồ sơ"}}}},
		"roles.j.help":     {{ID: "j", Help: slices.Repeat([]access.Label{{VI: "Mở hồ sơ", EN: "Open a record"}}, 4)}},
	} {
		_, err := g.Apply(ctx, bad)
		if !fault.HasCode(err, "access.roles") || fault.Of(err).Fields[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestWhy(t *testing.T) {
	t.Parallel()
	_, ctx := dbtest.SQLite(t)
	g := guard(t, ctx)
	draft := visit(hamlet)
	draft.Draft = true
	for _, c := range []struct {
		role, action string
		object       access.Object
		missing      string
	}{
		{"officer", "read", visit(hamlet), ""},
		{"officer", "read", visit(other), access.MissingReach},
		{"officer", "read", draft, access.MissingDraft},
		{"officer", "do:close", visit(commune), access.MissingPermission},
	} {
		a, err := identity.From(as(ctx, c.role, commune))
		if err != nil {
			t.Fatal(err)
		}
		why, err := g.Why(ctx, a, c.action, c.object)
		if err != nil || why.Missing != c.missing || why.Allowed != (c.missing == "") || why.Allowed != g.Can(identity.With(ctx, a), c.action, c.object) {
			t.Errorf("%+v: %+v %v", c, why, err)
		}
		if why.Allowed && (why.Because[0].PostID != "pst_x" || !slices.Equal(why.Because[0].Via, []string{"reader"})) {
			t.Errorf("because: %+v", why.Because)
		}
	}
	why, err := g.Why(ctx, identity.Actor{PersonID: "per_x"}, "read", visit(hamlet))
	if err != nil || why.Missing != access.MissingPost {
		t.Errorf("%+v %v", why, err)
	}
}

func TestScopeIsSmall(t *testing.T) {
	t.Parallel()
	_, ctx := dbtest.SQLite(t)
	g := guard(t, ctx)
	a := identity.Actor{PersonID: "per_x", Posts: []identity.Post{
		{Role: "reader", UnitPath: province, PlacePath: province}, {Role: "reader", UnitPath: commune, PlacePath: commune},
		{Role: "officer", UnitPath: commune, PlacePath: commune}, {Role: "responder", UnitPath: commune, PlacePath: commune}}}
	f, err := g.Scope(identity.With(ctx, a), "read", "demo.visit")
	if err != nil {
		t.Fatal(err)
	}
	// The whole province without drafts, the drafts of the two units, one addressee.
	if len(f.Ranges) != 3 || len(f.To) != 1 {
		t.Errorf("%+v", f)
	}
	f, err = g.Scope(identity.System(ctx, "job"), "read", "demo.visit")
	if err != nil || !f.Match(access.Object{UnitPath: hamlet, Draft: true}) {
		t.Errorf("the system: %+v %v", f, err)
	}
}

// TestBodiesReachFromTheirPlace: the commune's Front committee reaches the Front
// boards of its areas by branch and everything there by subtree, the Party's
// units never by branch; the draft it makes for an area is its own to see.
func TestBodiesReachFromTheirPlace(t *testing.T) {
	t.Parallel()
	_, ctx := dbtest.SQLite(t)
	const front, board, cell = commune + "0010/", hamlet + "0011/", hamlet + "0012/"
	branches := map[string]string{front: unit.BranchFront, board: unit.BranchFront, cell: unit.BranchParty, hamlet: unit.BranchPlace}
	g := access.New(access.Options{BranchAt: func(_ context.Context, path string) string { return branches[path] }})
	permit := func(id string, reach access.Reach) access.Role {
		return access.Role{ID: id, Permissions: []access.Permission{{Kind: "demo.visit", Action: "*", Reach: reach}}}
	}
	if _, err := g.Apply(ctx, []access.Role{permit("own", access.Own), permit("branch", access.Branch), permit("subtree", access.Subtree)}); err != nil {
		t.Fatal(err)
	}
	for role, reached := range map[string][]string{"own": {front}, "branch": {front, board}, "subtree": {front, board, cell, hamlet}} {
		a := identity.Actor{PersonID: "per_x", Posts: []identity.Post{{Role: role, UnitPath: front, PlacePath: commune, Branch: unit.BranchFront}}}
		ctx := identity.With(ctx, a)
		scope, err := g.Scope(ctx, "read", "demo.visit")
		if err != nil {
			t.Fatal(err)
		}
		for path := range branches {
			for _, maker := range []string{"", "per_x", "per_y"} {
				o := access.Object{Kind: "demo.visit", UnitPath: path, Draft: maker != "", CreatedBy: maker}
				want := slices.Contains(reached, path) && (path == front || maker != "per_y")
				why, err := g.Why(ctx, a, "read", o)
				if err != nil {
					t.Fatal(err)
				}
				known := o
				known.Branch = branches[path]
				if g.Can(ctx, "read", o) != want || why.Allowed != want || scope.Match(known) != want {
					t.Errorf("%s at %s, draft of %q: Can %v, why %v, Scope %v, want %v", role, path, maker, g.Can(ctx, "read", o), why.Allowed, scope.Match(known), want)
				}
			}
		}
	}
}
