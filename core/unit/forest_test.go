package unit

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/uptrace/bun"
	"pgregory.net/rapid"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/db/dbtest"
)

const horizon = 60 // days the random acts play in

var dayOne = calendar.NewDate(2025, 6, 1)

// answer writes down the tree of a day.
func (f *forest) answer(day calendar.Date) string {
	v := f.layOut(viewKey{day: day})
	var b strings.Builder
	for _, u := range v.items {
		fmt.Fprintf(&b, "%s<%s %s %q;", u.ID, u.ParentID, u.Code, u.Name)
	}
	return b.String()
}

func (f *forest) answers() []string {
	var out []string
	for i := range horizon + 2 {
		out = append(out, f.answer(dayOne.AddDays(i)))
	}
	return out
}

// dice draws random acts.
type dice struct {
	*rapid.T
	ids []string
}

func (d *dice) unit(f *forest, label string) string {
	d.ids = slices.Sorted(maps.Keys(f.nodes))
	if len(d.ids) == 0 {
		return ""
	}
	return rapid.SampledFrom(d.ids).Draw(d.T, label)
}

func (d *dice) fresh(f *forest, parent string) New {
	n := rapid.IntRange(0, 40).Draw(d.T, "name")
	return New{ParentID: parent, Kind: "k", Code: fmt.Sprint("c", n), Name: fmt.Sprint("Xã ", n)}
}

// act carries one random act out on f; most are refused now and then.
func (d *dice) act(f *forest, on calendar.Date) error {
	id := d.unit(f, "unit")
	var err error
	switch rapid.IntRange(0, 9).Draw(d.T, "act") {
	case 0, 1, 2:
		_, err = f.openNew(on, d.fresh(f, id))
	case 3:
		name, code := fmt.Sprint("Tên ", rapid.IntRange(0, 30).Draw(d.T, "n")), fmt.Sprint("c", rapid.IntRange(0, 40).Draw(d.T, "c"))
		_, err = f.rename(on, id, Rename{Name: &name, Code: &code})
	case 4, 5:
		_, err = f.move(on, id, d.unit(f, "to"))
	case 6:
		_, err = f.close(on, id)
	case 7:
		into := Part{ID: d.unit(f, "into")}
		if rapid.Bool().Draw(d.T, "new") {
			n := d.fresh(f, "")
			into = Part{New: &n}
		}
		_, err = f.merge(on, []string{id, d.unit(f, "also")}, into)
	case 8:
		n := d.fresh(f, "")
		parts := []Part{{New: &n}, {ID: d.unit(f, "heir")}}
		for i, c := range f.below(id) {
			if f.nodes[c].To.IsZero() {
				parts[i%2].Children = append(parts[i%2].Children, c)
			}
		}
		_, err = f.split(on, id, parts)
	case 9:
		_, err = f.reopen(on, id, d.unit(f, "under"))
	}
	return err
}

func (f *forest) descent(id string) map[string]bool {
	out := map[string]bool{id: true}
	for _, c := range f.below(id) {
		maps.Copy(out, f.descent(c))
	}
	return out
}

// sound fails unless the forest is a forest on every day and in its paths.
func (f *forest) sound(t *rapid.T) {
	for i := range horizon + 2 {
		k := viewKey{day: dayOne.AddDays(i)}
		units := f.units(k)
		if v := f.layOut(k); len(v.items) != len(units) {
			t.Fatalf("%s: %d of %d units hang from a root: a cycle or a closed parent", k.day, len(v.items), len(units))
		}
		codes := map[string]bool{}
		for _, u := range units {
			if u.Code != "" && codes[u.Code] {
				t.Fatalf("%s: code %s twice", k.day, u.Code)
			}
			codes[u.Code] = true
		}
	}
	for _, k := range []viewKey{{}, {open: true}} {
		if v := f.layOut(k); len(v.items) != len(f.units(k)) {
			t.Fatalf("%+v: a cycle", k)
		}
	}
	for id, n := range f.nodes {
		from, to := Range(n.Path)
		below := f.descent(id)
		for other, o := range f.nodes {
			if in := from <= o.Path && o.Path < to; in != below[other] {
				t.Fatalf("%s in range of %s: %v, by descent %v", o.Path, n.Path, in, below[other])
			}
		}
	}
}

func TestRandomActsKeepTheForest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		d := &dice{T: rt}
		f := &forest{nodes: map[string]*node{}}
		rows := map[string]string{} // path of a row written when its unit opened
		var today int
		for range rapid.IntRange(5, 40).Draw(rt, "acts") {
			today = min(horizon, today+rapid.SampledFrom([]int{0, 0, 1, 3}).Draw(rt, "pass"))
			on := dayOne.AddDays(max(0, today-rapid.SampledFrom([]int{0, 0, 0, 1, 5, 20}).Draw(rt, "late")))
			before, next := f.answers(), f.clone()
			if err := d.act(next, on); err != nil {
				if after := f.answers(); !slices.Equal(before, after) {
					rt.Fatalf("a refused act (%v) changed the tree", err)
				}
				continue
			}
			next.sound(rt)
			after := next.answers()
			for i := range before {
				if dayOne.AddDays(i).Before(on) && before[i] != after[i] {
					rt.Fatalf("an act on %s changed %s:\n%s\n%s", on, dayOne.AddDays(i), before[i], after[i])
				}
			}
			for _, m := range next.moves {
				for id, p := range rows {
					if Under(p, m[0]) {
						rows[id] = m[1] + p[len(m[0]):]
					}
				}
			}
			f = next
			for id, n := range f.nodes {
				if rows[id] == "" {
					rows[id] = n.Path
				} else if rows[id] != n.Path {
					rt.Fatalf("rows of %s are at %s, the unit at %s", id, rows[id], n.Path)
				}
			}
		}
	})
}

// TestStoredForestIsTheSame plays random acts through the database and reads
// the tree back.
func TestStoredForestIsTheSame(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, _ *db.Cluster, ctx context.Context) {
		tree := NewTree(Options{})
		rapid.Check(t, func(rt *rapid.T) {
			d, on := &dice{T: rt}, dayOne
			for range rapid.IntRange(1, 4).Draw(rt, "acts") {
				on = on.AddDays(rapid.IntRange(0, 2).Draw(rt, "pass"))
				_, _ = tree.act(ctx, func(_ context.Context, _ bun.Tx, f *forest) error { return d.act(f, on) })
			}
			have, err := tree.memory.forest(ctx)
			if err != nil {
				rt.Fatal(err)
			}
			idb, err := db.Of(ctx)
			if err != nil {
				rt.Fatal(err)
			}
			read, err := load(ctx, idb, have.revision, nil)
			if err != nil {
				rt.Fatal(err)
			}
			for id, n := range have.nodes {
				r := read.nodes[id]
				if r == nil || !slices.Equal(r.edges, n.edges) || r.Path != n.Path || r.ParentID != n.ParentID || r.To != n.To || r.serial != n.serial || !reflect.DeepEqual(r.Successors, n.Successors) {
					rt.Fatalf("kept %+v, stored %+v", n, r)
				}
			}
			if len(have.nodes) != len(read.nodes) {
				rt.Fatalf("kept %d, stored %d", len(have.nodes), len(read.nodes))
			}
		})
	})
}
