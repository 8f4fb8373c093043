package access

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/casbin/casbin/v2/model"
	"github.com/casbin/casbin/v2/persist"
	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/unit"
)

// given is an adapter over rules in memory.
type given []rule

func (g given) LoadPolicy(m model.Model) error {
	for _, r := range g {
		if err := m.AddPolicy(r.PType, r.PType, r.line()); err != nil {
			return err
		}
	}
	return nil
}
func (given) SavePolicy(model.Model) error                               { return nil }
func (given) AddPolicy(_, _ string, _ []string) error                    { return nil }
func (given) RemovePolicy(_, _ string, _ []string) error                 { return nil }
func (given) RemoveFilteredPolicy(_, _ string, _ int, _ ...string) error { return nil }

var _ persist.Adapter = given{}

// world draws random provinces: places, and bodies under them and under bodies of
// their branch.
type world struct {
	*rand.Rand
	paths  []string
	branch map[string]string
	place  map[string]string
}

func pick[T any](w *world, from ...T) T { return from[w.IntN(len(from))] }

func newWorld(seed uint64) *world {
	w := &world{Rand: rand.New(rand.NewPCG(seed, 7)), branch: map[string]string{"": "", "/0001/": unit.BranchPlace}, place: map[string]string{"": "", "/0001/": "/0001/"}}
	w.paths = []string{"/0001/"}
	for i := 2; i < 15; i++ {
		above := pick(w, w.paths...)
		path := fmt.Sprintf("%s%04d/", above, i)
		w.paths = append(w.paths, path)
		w.branch[path], w.place[path] = w.branch[above], w.place[above]
		if w.branch[above] == unit.BranchPlace {
			w.branch[path] = pick(w, unit.BranchPlace, unit.BranchPlace, unit.BranchFront, unit.BranchParty)
		}
		if w.branch[path] == unit.BranchPlace {
			w.place[path] = path
		}
	}
	return w
}

func (w *world) kind() string {
	return pick(w, "demo.visit", "demo.note", "core.meeting", "other.visit", "")
}
func (w *world) action() string {
	return pick(w, "read", "create", "update", "do:send", "do:close", "admin:units", "attach", "attach:paper", "attach:photo")
}

func (w *world) roles() []Role {
	var roles []Role
	for i := range 2 + w.IntN(5) {
		r := Role{ID: fmt.Sprint("r", i)}
		for j := range i { // towards lower numbers only: no circles
			if w.IntN(3) == 0 {
				r.Inherits = append(r.Inherits, fmt.Sprint("r", j))
			}
		}
		for range 1 + w.IntN(6) {
			r.Permissions = append(r.Permissions, Permission{
				pick(w, "*", "demo.*", "demo.visit", "core.meeting", "other.*"),
				pick(w, "*", "read", "create", "update", "do:*", "do:send", "admin:*", "attach", "attach:paper", "attach:*"),
				pick(w, Own, Branch, Subtree, Addressed, AddressedSubtree)})
		}
		roles = append(roles, r)
	}
	return roles
}

func (w *world) actor(roles []Role) identity.Actor {
	a := identity.Actor{PersonID: "per_x"}
	for range w.IntN(6) {
		at := pick(w, append(w.paths, "")...)
		a.Posts = append(a.Posts, identity.Post{Role: pick(w, append(roles, Role{ID: "gone"})...).ID, UnitPath: at, PlacePath: w.place[at], Branch: w.branch[at], Former: w.former(at)})
	}
	if w.IntN(4) == 0 {
		a.TokenID, a.Allow = "tok_x", pick(w, []string{"read"}, []string{"do:*"}, []string{"*"}, nil)
	}
	return a
}

// former are one or two units of the branch that ended into the one at the path.
func (w *world) former(at string) []string {
	var out []string
	for _, path := range w.paths {
		if at != "" && path != at && strings.HasPrefix(path, at) && w.branch[path] == w.branch[at] && len(out) < 2 && w.IntN(3) == 0 {
			out = append(out, path)
		}
	}
	return out
}

func (w *world) object() Object {
	at := pick(w, w.paths...)
	o := Object{Kind: w.kind(), UnitPath: at, Branch: w.branch[at], ToPath: pick(w, append(w.paths, "")...), Draft: w.IntN(3) == 0, CreatedBy: pick(w, "per_x", "per_y")}
	for range w.IntN(3) {
		o.Sent = append(o.Sent, pick(w, w.paths...))
	}
	return o
}

// enforce asks Casbin itself, post by post.
func enforce(t testing.TB, p *policy, a identity.Actor, action string, o Object) bool {
	t.Helper()
	if a.TokenID != "" && !allows(a.Allow, action) {
		return false
	}
	for _, post := range a.Posts {
		ok, err := p.enforcer.Enforce(post.Role, post.UnitPath, post.PlacePath, post.Branch, post.Former, o.Kind, action, o.UnitPath, o.Branch, append([]string{o.ToPath}, o.Sent...), o.Draft, o.CreatedBy == a.PersonID)
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			return true
		}
	}
	return false
}

// TestCompiledIsEnforce asks the compiled form, the filter and Casbin the same
// ≥ 100,000 random questions.
func TestCompiledIsEnforce(t *testing.T) {
	t.Parallel()
	const policies, actors, objects = 500, 10, 25
	g, yes := New(Options{}), 0
	for seed := range uint64(policies) {
		w := newWorld(seed)
		roles := w.roles()
		p, err := compile(given(g.rules(context.Background(), roles)))
		if err != nil {
			t.Fatal(err)
		}
		for range actors {
			a := w.actor(roles)
			for range objects {
				action, o := w.action(), w.object()
				want := enforce(t, p, a, action, o)
				if got := p.may(&a, action, o); got != want {
					t.Fatalf("seed %d: compiled %v, Enforce %v for %+v doing %s to %+v under %+v", seed, got, want, a, action, o, roles)
				}
				if got := p.scope(&a, action, o.Kind).Match(o); got != want {
					t.Fatalf("seed %d: Scope %+v says %v, Enforce %v for %+v doing %s to %+v", seed, p.scope(&a, action, o.Kind), got, want, a, action, o)
				}
				if want {
					yes++
				}
			}
		}
	}
	if total := policies * actors * objects; yes < total/20 || yes > total/2 {
		t.Errorf("%d of %d allowed: the questions are too one-sided to mean much", yes, total)
	}
}

// where writes a filter as SQL, as the rooms with tables do.
func where(f Filter) (string, []any) {
	parts, args := []string{"1 = ?"}, []any{0}
	for column, ranges := range map[string][]Range{"unit_path": f.Ranges, "to_path": f.To, "sent.path": f.To} {
		for _, r := range ranges {
			part := "(" + column + " >= ? AND " + column + " < ?"
			if args = append(args, r.From, r.To); r.Exact {
				part, args = "("+column+" = ?", append(args[:len(args)-2], r.From)
			}
			if r.Branch != "" && !r.Exact {
				part, args = part+" AND branch = ?", append(args, r.Branch)
			}
			switch {
			case column == "to_path":
				part += " AND NOT draft"
			case column == "sent.path":
				part = "(id IN (SELECT sent.id FROM probe_sent AS sent WHERE " + part + ")) AND NOT draft"
			case !r.Drafts:
				part, args = part+" AND (NOT draft OR created_by = ?)", append(args, f.Maker)
			}
			parts = append(parts, part+")")
		}
	}
	return strings.Join(parts, " OR "), args
}

type probeSentRow struct {
	bun.BaseModel `bun:"table:probe_sent"`
	ID            int
	Path          string
}

type probeRow struct {
	bun.BaseModel `bun:"table:probe"`
	ID            int `bun:",pk"`
	UnitPath      string
	Branch        string
	ToPath        string
	Draft         bool
	CreatedBy     string
}

func TestScopeInSQLIsCheck(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		w, g := newWorld(4711), New(Options{})
		objects := make([]Object, 400)
		rows := make([]probeRow, len(objects))
		var sent []probeSentRow
		for i := range objects {
			objects[i] = w.object()
			o := objects[i]
			rows[i] = probeRow{ID: i, UnitPath: o.UnitPath, Branch: o.Branch, ToPath: o.ToPath, Draft: o.Draft, CreatedBy: o.CreatedBy}
			for _, path := range o.Sent {
				sent = append(sent, probeSentRow{ID: i, Path: path})
			}
		}
		err := db.InTx(ctx, func(ctx context.Context) error {
			if err := db.ExecDDL(ctx, `CREATE TABLE probe (id {int} PRIMARY KEY, unit_path {text} NOT NULL, branch {text} NOT NULL, to_path {text} NOT NULL, draft {bool} NOT NULL, created_by {text} NOT NULL)`); err != nil {
				return err
			}
			if err := db.ExecDDL(ctx, `CREATE TABLE probe_sent (id {int} NOT NULL, path {text} NOT NULL)`); err != nil {
				return err
			}
			idb, err := db.Of(ctx)
			if err != nil {
				return err
			}
			if _, err = idb.NewInsert().Model(&rows).Exec(ctx); err != nil {
				return err
			}
			_, err = idb.NewInsert().Model(&sent).Exec(ctx)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		idb, err := db.Of(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for range 200 {
			roles := w.roles()
			p, err := compile(given(g.rules(context.Background(), roles)))
			if err != nil {
				t.Fatal(err)
			}
			a, action, kind := w.actor(roles), w.action(), w.kind()
			sql, args := where(p.scope(&a, action, kind))
			var found []int
			if err := idb.NewSelect().Table("probe").Column("id").Where(sql, args...).Scan(ctx, &found); err != nil {
				t.Fatal(err)
			}
			in := map[int]bool{}
			for _, i := range found {
				in[i] = true
			}
			for i, o := range objects {
				o.Kind = kind
				if p.may(&a, action, o) != in[i] {
					t.Fatalf("row %+v: in SQL %v, %+v doing %s", o, in[i], a, action)
				}
			}
		}
	})
}

func TestMemoIsBounded(t *testing.T) {
	t.Parallel()
	p, err := compile(given{{"p", "r", "*", "read", "own"}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range maxMemo + 1000 {
		p.mask("r", fmt.Sprint("kind", i), "read")
	}
	n := 0
	p.memo.Range(func(any, any) bool { n++; return true })
	if n > maxMemo {
		t.Errorf("%d answers kept", n)
	}
}

// bench is a policy of about 2,000 rules and an ordinary commune user.
func bench(b *testing.B) (*policy, identity.Actor, Object) {
	var roles []Role
	for i := range 20 {
		r := Role{ID: fmt.Sprint("role", i)}
		if i > 0 {
			r.Inherits = []string{fmt.Sprint("role", i/2)}
		}
		for j := range 100 {
			r.Permissions = append(r.Permissions, Permission{fmt.Sprintf("demo%d.kind%d", j%8, j), pick(newWorld(uint64(j)), "read", "update", "do:*"), Subtree})
		}
		roles = append(roles, r)
	}
	roles[0].Permissions = append(roles[0].Permissions, Permission{"demo.visit", "read", Subtree})
	p, err := compile(given(New(Options{}).rules(context.Background(), roles)))
	if err != nil {
		b.Fatal(err)
	}
	a := identity.Actor{PersonID: "per_x", Posts: []identity.Post{{Role: "role19", UnitPath: "/0001/0002/0003/", PlacePath: "/0001/0002/0003/"},
		{Role: "role7", UnitPath: "/0001/0002/", PlacePath: "/0001/0002/"}}}
	return p, a, Object{Kind: "demo.visit", UnitPath: "/0001/0002/0003/0004/"}
}

// BenchmarkCheck asks one question of the compiled form and of bare Casbin.
func BenchmarkCheck(b *testing.B) {
	p, a, o := bench(b)
	b.Run("ours", func(b *testing.B) {
		for b.Loop() {
			if !p.may(&a, "read", o) {
				b.Fatal("no")
			}
		}
	})
	b.Run("floor", func(b *testing.B) {
		for b.Loop() {
			if !enforce(b, p, a, "read", o) {
				b.Fatal("no")
			}
		}
	})
}

// BenchmarkScope asks for everything the actor may read. Bare Casbin has no
// such question; nearest are the implicit permissions of the actor's roles.
func BenchmarkScope(b *testing.B) {
	p, a, o := bench(b)
	b.Run("ours", func(b *testing.B) {
		for b.Loop() {
			if p.scope(&a, "read", o.Kind).Empty() {
				b.Fatal("nothing")
			}
		}
	})
	b.Run("floor", func(b *testing.B) {
		for b.Loop() {
			for _, post := range a.Posts {
				if got, err := p.enforcer.GetImplicitPermissionsForUser(post.Role); err != nil || len(got) == 0 {
					b.Fatal(got, err)
				}
			}
		}
	})
}

// TestStandingTakesReadingApart: who reads does so from the owner's side or for
// units it was sent to, and nobody who does not read stands anywhere.
func TestStandingTakesReadingApart(t *testing.T) {
	t.Parallel()
	g, owners, addressees := New(Options{}), 0, 0
	for seed := range uint64(200) {
		w := newWorld(seed)
		roles := w.roles()
		p, err := compile(given(g.rules(context.Background(), roles)))
		if err != nil {
			t.Fatal(err)
		}
		for range 50 {
			a, o := w.actor(roles), w.object()
			s := p.standing(&a, o)
			if reads := p.may(&a, Read, o); reads != (s.Owner || len(s.Sent) > 0) {
				t.Fatalf("seed %d: reads %v, stands %+v before %+v as %+v under %+v", seed, reads, s, o, a, roles)
			}
			alone := o
			alone.ToPath, alone.Sent = "", nil
			if s.Owner != p.may(&a, Read, alone) {
				t.Fatalf("seed %d: owner %v before %+v as %+v", seed, s.Owner, o, a)
			}
			if s.Owner {
				owners++
			} else if len(s.Sent) > 0 {
				addressees++
			}
		}
	}
	if owners == 0 || addressees == 0 {
		t.Errorf("%d owners, %d addressees: the questions are too one-sided to mean much", owners, addressees)
	}
}
