package unit_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/unit"
)

func day(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func act(t testing.TB, on string) unit.Act {
	return unit.Act{On: day(t, on), Basis: "Nghị quyết 60-NQ/TW"}
}

// grove is a small province: P over commune A (hamlets A1, A2) and B (B1).
type grove struct {
	t    testing.TB
	ctx  context.Context
	tree *unit.Tree
	ids  map[string]string
}

func plant(t testing.TB, ctx context.Context) *grove {
	t.Helper()
	g := &grove{t, ctx, unit.NewTree(unit.Options{By: func(context.Context) string { return "pst_x" }}), map[string]string{}}
	for _, u := range [][3]string{{"P", "", "province"}, {"A", "P", "commune"}, {"B", "P", "commune"}, {"A1", "A", "hamlet"}, {"A2", "A", "hamlet"}, {"B1", "B", "hamlet"}} {
		g.open(u[0], u[1], u[2], "2020-01-01")
	}
	return g
}

func (g *grove) open(name, parent, kind, on string) {
	g.t.Helper()
	u, err := g.tree.Open(g.ctx, act(g.t, on), unit.New{ParentID: g.ids[parent], Kind: kind, Code: "c" + name, Name: "Xã " + name})
	if err != nil {
		g.t.Fatal(err)
	}
	g.ids[name] = u.ID
}

// shape draws a list as names with their depth below the first.
func (g *grove) shape(f unit.Filter) string {
	g.t.Helper()
	page, err := g.tree.List(g.ctx, f)
	if err != nil {
		g.t.Fatal(err)
	}
	depth, out := map[string]int{}, []string{}
	for _, u := range page.Items {
		depth[u.ID] = depth[u.ParentID] + 1
		out = append(out, strings.Repeat(".", depth[u.ID]-1)+strings.TrimPrefix(u.Name, "Xã "))
	}
	return strings.Join(out, " ")
}

func (g *grove) get(name string) *unit.Unit {
	g.t.Helper()
	u, err := g.tree.Get(g.ctx, g.ids[name])
	if err != nil {
		g.t.Fatal(err)
	}
	return u
}

func want(t testing.TB, err error, code string) {
	t.Helper()
	if !fault.HasCode(err, code) {
		t.Errorf("got %v, want %s", err, code)
	}
}

func TestActsKeepThePast(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		g := plant(t, ctx)
		must := func(_ *unit.Unit, err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		c, err := g.tree.Merge(ctx, act(t, "2025-07-01"), []string{g.ids["A"], g.ids["B"]},
			unit.Part{New: &unit.New{Kind: "commune", Code: "cA", Name: "Xã C"}}) // A's code used again
		must(c, err)
		g.ids["C"] = c.ID
		newName := "Xã A2 mới"
		must(g.tree.Rename(ctx, act(t, "2026-01-01"), g.ids["A2"], unit.Rename{Name: &newName}))
		must(g.tree.Close(ctx, act(t, "2026-02-01"), g.ids["B1"]))

		for _, c := range []struct {
			filter unit.Filter
			want   string
		}{
			{unit.Filter{AsOf: day(t, "2025-06-30")}, "P .A ..A1 ..A2 .B ..B1"},
			{unit.Filter{AsOf: day(t, "2025-07-01")}, "P .C ..A1 ..A2 ..B1"},
			{unit.Filter{AsOf: day(t, "2026-01-31")}, "P .C ..A1 ..A2 mới ..B1"},
			{unit.Filter{AsOf: day(t, "2026-02-01")}, "P .C ..A1 ..A2 mới"},
			{unit.Filter{AsOf: day(t, "2019-12-31")}, ""},
			{unit.Filter{Open: true}, "P .C ..A1 ..A2 mới"},
			{unit.Filter{}, "P .C ..A ..A1 ..A2 mới ..B ..B1"},
			{unit.Filter{Under: g.ids["A"], AsOf: day(t, "2024-05-05")}, "A .A1 .A2"},
			{unit.Filter{Parent: g.ids["C"], Open: true}, "A1 A2 mới"},
			{unit.Filter{Q: "xa a2"}, "A2 mới"},
			{unit.Filter{Kind: []string{"commune"}, Open: true}, "C"},
		} {
			if got := g.shape(c.filter); got != c.want {
				t.Errorf("%+v: %q, want %q", c.filter, got, c.want)
			}
		}
		then, _ := g.tree.ByCodeOn(ctx, "cA", day(t, "2025-06-30"))
		now, _ := g.tree.ByCode(ctx, "cA")
		if then == nil || now == nil || then.ID != g.ids["A"] || now.ID != c.ID {
			t.Errorf("a code used again: %v, %v", then, now)
		}
		a := g.get("A")
		if a.To != day(t, "2025-06-30") || len(a.Successors) != 1 || a.Successors[0] != c.ID || !unit.Under(a.Path, c.Path) {
			t.Errorf("the merged unit: %+v", a)
		}
		again := unit.NewTree(unit.Options{}) // nothing but what is stored
		if page, err := again.List(ctx, unit.Filter{AsOf: day(t, "2025-06-30")}); err != nil || len(page.Items) != 6 {
			t.Errorf("stored: %d units, %v", len(page.Items), err)
		}
		log, err := g.tree.Acts(ctx, c.ID)
		if err != nil || len(log) != 1 || log[0].Act != "merge" || log[0].By != "pst_x" || log[0].Basis == "" {
			t.Errorf("act log: %+v %v", log, err)
		}
	})
}

func TestSplitAndReopen(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		g := plant(t, ctx)
		parts := []unit.Part{
			{New: &unit.New{Kind: "commune", Code: "cX", Name: "Xã X"}, Children: []string{g.ids["A1"]}},
			{ID: g.ids["B"]},
		}
		_, err := g.tree.Split(ctx, act(t, "2025-07-01"), g.ids["A"], parts)
		want(t, err, "unit.child_unassigned")
		parts[1].Children = []string{g.ids["A2"]}
		heirs, err := g.tree.Split(ctx, act(t, "2025-07-01"), g.ids["A"], parts)
		if err != nil || len(heirs) != 2 {
			t.Fatal(heirs, err)
		}
		if got := g.shape(unit.Filter{Open: true}); got != "P .B ..A2 ..B1 .X ..A1" {
			t.Error(got)
		}
		if a := g.get("A"); len(a.Successors) != 2 || a.ParentID != g.ids["P"] {
			t.Errorf("%+v", a)
		}
		if _, err := g.tree.Reopen(ctx, act(t, "2026-03-01"), g.ids["A"], g.ids["P"]); err != nil {
			t.Fatal(err)
		}
		if got := g.shape(unit.Filter{AsOf: day(t, "2026-02-28")}) + " | " + g.shape(unit.Filter{AsOf: day(t, "2026-03-01")}); got != "P .B ..A2 ..B1 .X ..A1 | P .A .B ..A2 ..B1 .X ..A1" {
			t.Error(got)
		}
	})
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		g := plant(t, ctx)
		tree, on := g.tree, act(t, "2025-07-01")
		before := g.shape(unit.Filter{})
		new := func(n unit.New) error { _, err := tree.Open(ctx, on, n); return err }
		move := func(a unit.Act, u, to string) error { _, err := tree.Move(ctx, a, g.ids[u], g.ids[to]); return err }
		broken, long := "Xã \xff", strings.Repeat("a", 301)
		rename := func(name string) error {
			_, err := tree.Rename(ctx, on, g.ids["A"], unit.Rename{Name: &name})
			return err
		}
		merge := func(into string, ids ...string) error {
			for i := range ids {
				ids[i] = g.ids[ids[i]]
			}
			_, err := tree.Merge(ctx, on, ids, unit.Part{ID: g.ids[into]})
			return err
		}
		_, closing := tree.Close(ctx, on, g.ids["A"])
		_, absent := tree.Get(ctx, "unt_none")
		for code, err := range map[string]error{
			"unit.code_taken":        new(unit.New{ParentID: g.ids["P"], Kind: "commune", Code: "cA", Name: "Xã khác"}),
			"unit.name_taken":        new(unit.New{ParentID: g.ids["P"], Kind: "commune", Code: "c9", Name: "Xã A"}),
			"unit.cycle":             move(on, "A", "A1"),
			"unit.not_yet_open":      move(act(t, "2019-01-01"), "A1", "B"),
			"unit.has_open_children": closing,
			"not_found":              absent,
			"unit.future":            move(act(t, "2999-01-01"), "A1", "B"),
			"not_utf8":               rename(broken),
			"too_long":               rename(long),
			"required":               move(unit.Act{On: on.On}, "A1", "B"),
			"unit.unknown":           merge("none", "A"),
		} {
			want(t, err, code)
		}
		want(t, merge("A1", "A"), "unit.cycle")
		want(t, move(on, "P", "P"), "unit.cycle")
		want(t, new(unit.New{Kind: "", Name: "x"}), "required")
		if got := g.shape(unit.Filter{}); got != before {
			t.Errorf("a refused act left %q", got)
		}
	})
}

func TestLateActsSeeThePast(t *testing.T) {
	t.Parallel()
	_, ctx := dbtest.SQLite(t)
	g := plant(t, ctx)
	if _, err := g.tree.Move(ctx, act(t, "2024-01-01"), g.ids["B"], g.ids["A"]); err != nil {
		t.Fatal(err)
	}
	if _, err := g.tree.Move(ctx, act(t, "2025-01-01"), g.ids["B"], g.ids["P"]); err != nil {
		t.Fatal(err)
	}
	_, err := g.tree.Move(ctx, act(t, "2024-06-01"), g.ids["A"], g.ids["B"])
	want(t, err, "unit.cycle") // not a cycle today, but one all through 2024
	_, err = g.tree.Merge(ctx, act(t, "2024-06-01"), []string{g.ids["A"]}, unit.Part{New: &unit.New{Kind: "commune", Name: "Xã D"}})
	want(t, err, "unit.later_acts")
	_, err = g.tree.Open(ctx, act(t, "2019-06-01"), unit.New{ParentID: g.ids["P"], Kind: "commune", Name: "Xã E"})
	want(t, err, "unit.not_yet_open")
}

func TestKinds(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		g := plant(t, ctx)
		kinds := []unit.Kind{{Code: "province", VI: "Tỉnh", Branch: unit.BranchPlace}, {Code: "commune", VI: "Xã", Branch: unit.BranchPlace, Parents: []string{"province"}},
			{Code: "hamlet", VI: "Thôn", Branch: unit.BranchPlace}}
		want(t, g.tree.SetKinds(ctx, kinds[:2]), "unit.kind_in_use")
		if err := g.tree.SetKinds(ctx, kinds); err != nil {
			t.Fatal(err)
		}
		got, err := g.tree.Kinds(ctx)
		if err != nil || len(got) != 3 || got[1].Code != "commune" || got[1].Parents[0] != "province" {
			t.Errorf("%v %v", got, err)
		}
		_, err = g.tree.Open(ctx, act(t, "2025-07-01"), unit.New{ParentID: g.ids["A"], Kind: "commune", Name: "Xã trong xã"})
		want(t, err, "unit.kind_misplaced")
		_, err = g.tree.Open(ctx, act(t, "2025-07-01"), unit.New{ParentID: g.ids["A"], Kind: "ward", Name: "Phường"})
		want(t, err, "unit.kind_unknown")
	})
}

// follower keeps paths as a room with rows of its own would.
type follower struct {
	rows map[string]string
	fail error
}

func (f *follower) Moved(_ context.Context, oldPath, newPath string) error {
	for k, p := range f.rows {
		if unit.Under(p, oldPath) {
			f.rows[k] = newPath + p[len(oldPath):]
		}
	}
	return f.fail
}

func TestRowsFollowMoves(t *testing.T) {
	t.Parallel()
	_, ctx := dbtest.SQLite(t)
	g := plant(t, ctx)
	rows := &follower{rows: map[string]string{}}
	for name := range g.ids {
		rows.rows[name] = g.get(name).Path
	}
	g.tree.Follow(rows)
	if _, err := g.tree.Close(ctx, act(t, "2025-06-01"), g.ids["A2"]); err != nil {
		t.Fatal(err)
	}
	if _, err := g.tree.Merge(ctx, act(t, "2025-07-01"), []string{g.ids["A"]}, unit.Part{ID: g.ids["B"]}); err != nil {
		t.Fatal(err)
	}
	for name, path := range rows.rows {
		if got := g.get(name).Path; got != path {
			t.Errorf("%s is at %s, its rows at %s", name, got, path)
		}
	}
	if !unit.Under(g.get("A2").Path, g.get("A").Path) || !unit.Under(g.get("A").Path, g.get("B").Path) || g.get("A1").ParentID != g.ids["B"] {
		t.Error("what is closed stays below the merged unit, what is open goes to the heir")
	}
	before := g.shape(unit.Filter{})
	rows.fail = errors.New("no")
	if _, err := g.tree.Move(ctx, act(t, "2025-08-01"), g.ids["A1"], g.ids["P"]); err == nil {
		t.Error("a follower's refusal is lost")
	}
	if got := g.shape(unit.Filter{}); got != before {
		t.Errorf("a move half done: %s", got)
	}
}
