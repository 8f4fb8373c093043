package unit

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
)

// Options tunes a Tree.
type Options struct {
	By func(ctx context.Context) string // who acts, for the act log
}

// Tree answers from memory and changes by acts.
type Tree struct {
	by     func(ctx context.Context) string
	movers []Mover
	watch  []Watcher
	memory *memory
}

// NewTree makes the tree of whichever province is in ctx.
func NewTree(o Options) *Tree {
	if o.By == nil {
		o.By = func(context.Context) string { return "" }
	}
	return &Tree{by: o.By, memory: newMemory()}
}

// Follow registers who must rewrite paths when units move. Call at wiring.
func (t *Tree) Follow(m Mover) { t.movers = append(t.movers, m) }

// Watch registers who hears of every act. Call at wiring.
func (t *Tree) Watch(w Watcher) { t.watch = append(t.watch, w) }

// Get finds a unit by id, closed ones too.
func (t *Tree) Get(ctx context.Context, id string) (*Unit, error) {
	f, err := t.memory.forest(ctx)
	if err != nil {
		return nil, err
	}
	return f.view(viewKey{}).find(id)
}

// ByCode finds the unit that bears the code today.
func (t *Tree) ByCode(ctx context.Context, code string) (*Unit, error) {
	return t.ByCodeOn(ctx, code, calendar.Today(db.Now(ctx)))
}

// ByCodeOn finds the unit that bore the code on the day.
func (t *Tree) ByCodeOn(ctx context.Context, code string, day calendar.Date) (*Unit, error) {
	f, err := t.memory.forest(ctx)
	if err != nil {
		return nil, err
	}
	n := f.bearer(code, day)
	if n == nil {
		return nil, fault.New(fault.NotFound, "not_found", fault.Param("code", code))
	}
	return f.view(viewKey{}).find(n.ID)
}

// ByPath finds the unit with exactly this path.
func (t *Tree) ByPath(ctx context.Context, path string) (*Unit, error) {
	f, err := t.memory.forest(ctx)
	if err != nil {
		return nil, err
	}
	f.index()
	n := f.byPath[path]
	if n == nil {
		return nil, fault.New(fault.NotFound, "not_found")
	}
	return f.view(viewKey{}).find(n.ID)
}

// BranchAt is the branch of the unit at the path, "" if there is none.
func (t *Tree) BranchAt(ctx context.Context, path string) string {
	f, err := t.memory.forest(ctx)
	if err != nil {
		return ""
	}
	f.index()
	if n := f.byPath[path]; n != nil {
		return f.branchOf(n.Kind)
	}
	return ""
}

// Former lists the paths of the units that ended into this one, and into those:
// what they held is this unit's own.
func (t *Tree) Former(ctx context.Context, id string) ([]string, error) {
	f, err := t.memory.forest(ctx)
	if err != nil {
		return nil, err
	}
	f.index()
	var paths []string
	for heirs, seen := []string{id}, map[string]bool{id: true}; len(heirs) > 0; heirs = heirs[1:] {
		for _, n := range f.former[heirs[0]] {
			if !seen[n.ID] {
				seen[n.ID] = true
				paths, heirs = append(paths, n.Path), append(heirs, n.ID)
			}
		}
	}
	slices.Sort(paths)
	return paths, nil
}

// Seat gives what a post needs to know of its unit: path and name, the path of
// the place it belongs to, and its branch.
func (t *Tree) Seat(ctx context.Context, id string) (path, name, place, branch string, err error) {
	u, err := t.Get(ctx, id)
	if err != nil {
		return "", "", "", "", err
	}
	above, err := t.Get(ctx, u.PlaceID)
	if err != nil {
		return "", "", "", "", err
	}
	return u.Path, u.Name, above.Path, u.Branch, nil
}

// List pages through units in tree order. Without AsOf it shows the present
// tree, where merged units stand under their heirs; with AsOf the tree of that
// day, with the names, codes and kinds of that day.
func (t *Tree) List(ctx context.Context, f Filter) (Page, error) {
	forest, err := t.memory.forest(ctx)
	if err != nil {
		return Page{}, err
	}
	return forest.view(viewKey{f.AsOf, f.Open}).list(f)
}

// Count counts units of the kinds at or below under ("" is all) on the day, or
// now, open ones only.
func (t *Tree) Count(ctx context.Context, under string, kinds []string, asOf calendar.Date) (int, error) {
	page, err := t.List(ctx, Filter{Under: under, Kind: kinds, AsOf: asOf, Open: true})
	return len(page.Items), err
}

// Kinds lists the province's unit kinds.
func (t *Tree) Kinds(ctx context.Context) ([]Kind, error) {
	f, err := t.memory.forest(ctx)
	if err != nil {
		return nil, err
	}
	return slices.Clone(f.kinds), nil
}
