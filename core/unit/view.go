package unit

import (
	"cmp"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/text"
)

// maxViews bounds how many past days a forest remembers at once.
const maxViews = 32

// viewKey asks for a tree: of a past day, of the present with what is closed,
// or of the open units only.
type viewKey struct {
	day  calendar.Date
	open bool
}

// view is a tree laid out in reading order: what lies under items[i] is
// items[i:end[i]].
type view struct {
	items []Unit
	folds []string // what Q is looked for in
	end   []int
	at    map[string]int
}

func (f *forest) view(k viewKey) *view {
	if !k.day.IsZero() {
		k.open = false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if v := f.views[k]; v != nil {
		return v
	}
	if f.views == nil || len(f.views) >= maxViews {
		f.views = map[viewKey]*view{}
	}
	v := f.layOut(k)
	f.views[k] = v
	return v
}

// units lists what belongs to the tree, each as it was then.
func (f *forest) units(k viewKey) []Unit {
	var out []Unit
	for _, n := range f.nodes {
		u := n.Unit
		if !k.day.IsZero() {
			e := n.at(k.day)
			if e == nil {
				continue
			}
			u.ParentID, u.Kind, u.Code, u.Name, u.ShortName = e.Parent, e.Kind, e.Code, e.Name, e.ShortName
		} else if k.open && !u.To.IsZero() {
			continue
		}
		u.Branch, u.PlaceID = f.branchOf(u.Kind), f.placeOf(n).ID
		out = append(out, u)
	}
	return out
}

func (f *forest) layOut(k viewKey) *view {
	units := f.units(k)
	v := &view{at: make(map[string]int, len(units))}
	order := make(map[string]string, len(units))
	below := map[string][]Unit{}
	for _, u := range units {
		order[u.ID] = text.SortKey(u.Name)
		below[u.ParentID] = append(below[u.ParentID], u)
	}
	for _, siblings := range below {
		slices.SortFunc(siblings, func(a, b Unit) int {
			return cmp.Or(cmp.Compare(a.Sort, b.Sort), cmp.Compare(order[a.ID], order[b.ID]), cmp.Compare(a.ID, b.ID))
		})
	}
	var walk func(parent string)
	walk = func(parent string) {
		for _, u := range below[parent] {
			u.Children = len(below[u.ID])
			i := len(v.items)
			v.at[u.ID] = i
			v.items, v.folds, v.end = append(v.items, u), append(v.folds, foldOf(u)), append(v.end, 0)
			walk(u.ID)
			v.end[i] = len(v.items)
		}
	}
	walk("")
	return v
}

// foldOf is what a search for the unit looks in.
func foldOf(u Unit) string {
	return text.Fold(u.Name) + "\n" + text.Fold(u.ShortName) + "\n" + text.Fold(u.Code)
}

// find gives a copy of the unit.
func (v *view) find(id string) (*Unit, error) {
	i, ok := v.at[id]
	if !ok {
		return nil, fault.New(fault.NotFound, "not_found")
	}
	u := v.items[i]
	return &u, nil
}

// list applies the filter in reading order.
func (v *view) list(f Filter) (Page, error) {
	from, to := 0, len(v.items)
	for _, top := range []string{f.Under, f.Parent} {
		if top == "" {
			continue
		}
		i, ok := v.at[top]
		if !ok {
			return Page{}, nil // not there on that day
		}
		from, to = max(from, i), min(to, v.end[i])
	}
	if f.Cursor != "" {
		i, ok := v.at[f.Cursor]
		if !ok {
			return Page{}, fault.New(fault.Invalid, "invalid", fault.Field("cursor"))
		}
		from = max(from, i+1)
	}
	q := text.Fold(f.Q)
	var page Page
	for i := from; i < to; i++ {
		if !v.matches(i, f, q) {
			continue
		}
		if f.Limit > 0 && len(page.Items) == f.Limit {
			page.Next = page.Items[f.Limit-1].ID
			break
		}
		page.Items = append(page.Items, v.items[i])
	}
	return page, nil
}

func (v *view) matches(i int, f Filter, q string) bool {
	u := &v.items[i]
	return (f.Parent == "" || u.ParentID == f.Parent) &&
		(f.Relation == "" || v.related(f.Relation, f.To, u)) &&
		(len(f.Kind) == 0 || slices.Contains(f.Kind, u.Kind)) &&
		(f.IDs == nil || slices.Contains(f.IDs, u.ID)) &&
		(q == "" || strings.Contains(v.folds[i], q))
}
