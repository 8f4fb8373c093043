package unit

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
)

// edge is what a unit was over one period: under whom, of which kind, bearing
// which code and names.
type edge struct {
	Parent, Kind, Code, Name, ShortName string
	From, To                            calendar.Date
}

func (e edge) holds(day calendar.Date) bool {
	return !day.Before(e.From) && (e.To.IsZero() || !day.After(e.To))
}

// node is a unit with its whole past: edges in order, never overlapping. Unit
// repeats the last edge, but for ParentID, which after a merge is the heir.
type node struct {
	Unit
	serial int
	edges  []edge
}

func (n *node) last() *edge { return &n.edges[len(n.edges)-1] }

func (n *node) at(day calendar.Date) *edge {
	for i := range n.edges {
		if n.edges[i].holds(day) {
			return &n.edges[i]
		}
	}
	return nil
}

// forest is a province's tree at one revision. What Tree shares is never
// changed again; acts work on a clone.
type forest struct {
	revision int64
	nodes    map[string]*node
	kinds    []Kind
	serial   int // highest given out

	touched map[string]bool // nodes changed since the clone
	moves   [][2]string     // old and new paths, in the order they happened

	once   sync.Once
	byPath map[string]*node
	byCode map[string][]*node
	former map[string][]*node // heir → units that ended into it alone, or that it took over
	before map[string][]*node // heir → units that ended into it, alone or not
	mu     sync.Mutex
	views  map[viewKey]*view
}

// clone is a forest acts may change; nodes are copied when touched.
func (f *forest) clone() *forest {
	return &forest{revision: f.revision, nodes: maps.Clone(f.nodes), kinds: f.kinds, serial: f.serial, touched: map[string]bool{}}
}

// edit gives a node that may be changed.
func (f *forest) edit(id string) *node {
	n := f.nodes[id]
	if f.touched[id] {
		return n
	}
	c := *n
	c.edges = slices.Clone(n.edges)
	f.nodes[id], f.touched[id] = &c, true
	return &c
}

func (f *forest) index() {
	f.once.Do(func() {
		f.byPath = make(map[string]*node, len(f.nodes))
		f.byCode = make(map[string][]*node, len(f.nodes))
		f.former, f.before = map[string][]*node{}, map[string][]*node{}
		for _, n := range f.nodes {
			f.byPath[n.Path] = n
			if len(n.Successors) == 1 {
				f.former[n.Successors[0]] = append(f.former[n.Successors[0]], n)
			} else if slices.Contains(n.Successors, n.ParentID) {
				f.former[n.ParentID] = append(f.former[n.ParentID], n)
			}
			for _, heir := range n.Successors {
				f.before[heir] = append(f.before[heir], n)
			}
			for i, e := range n.edges {
				if e.Code != "" && (i == 0 || n.edges[i-1].Code != e.Code) {
					f.byCode[e.Code] = append(f.byCode[e.Code], n)
				}
			}
		}
	})
}

// bearer is the unit that bears the code on the day.
func (f *forest) bearer(code string, day calendar.Date) *node {
	f.index()
	for _, n := range f.byCode[code] {
		if e := n.at(day); e != nil && e.Code == code {
			return n
		}
	}
	return nil
}

// below lists the ids directly under id in the present tree, closed ones too,
// in a stable order.
func (f *forest) below(id string) []string {
	var out []string
	for _, n := range f.nodes {
		if n.ParentID == id {
			out = append(out, n.ID)
		}
	}
	slices.Sort(out)
	return out
}

// shown is the unit as Get shows it, without laying the whole tree out.
func (f *forest) shown(n *node) Unit {
	u := n.Unit
	u.Children = len(f.below(n.ID))
	u.Branch, u.PlaceID = f.branchOf(n.Kind), f.placeOf(n).ID
	return u
}

func (f *forest) open(id, field string) (*node, error) {
	n, ok := f.nodes[id]
	switch {
	case !ok:
		return nil, fault.New(fault.Invalid, "unit.unknown", fault.Field(field, "unknown_value"))
	case !n.To.IsZero():
		return nil, fault.New(fault.Conflict, "unit.closed", fault.Field(field), fault.Param("name", n.Name))
	}
	return n, nil
}

// lasting reports whether the open node exists on every day from on.
func (n *node) lasting(on calendar.Date) bool {
	for i := len(n.edges) - 1; i >= 0; i-- {
		if e := n.edges[i]; !e.From.After(on) {
			return true
		} else if i == 0 || n.edges[i-1].To.AddDays(1) != e.From {
			return false
		}
	}
	return false
}

// step is the unit's own part of its path.
func (n *node) step() string {
	s := strconv.FormatInt(int64(n.serial), 36)
	return strings.Repeat("0", max(0, segment-len(s))) + s + "/"
}

// place puts the node's path under its ParentID and takes everything below along.
func (f *forest) place(n *node) {
	old, parent := n.Path, "/"
	if p := f.nodes[n.ParentID]; p != nil {
		parent = p.Path
	}
	path := parent + n.step()
	if path == old {
		return
	}
	if old != "" {
		f.moves = append(f.moves, [2]string{old, path})
		for id, other := range f.nodes {
			if id != n.ID && Under(other.Path, old) {
				other = f.edit(id)
				other.Path = path + other.Path[len(old):]
			}
		}
	}
	n.Path = path
}

// change begins a new period of the node on the day; on the day a period
// began it is changed itself.
func (f *forest) change(n *node, on calendar.Date, with func(*edge)) error {
	e := n.last()
	if on.Before(e.From) {
		return later(n)
	}
	if on.After(e.From) {
		next := *e
		e.To = on.AddDays(-1)
		next.From = on
		n.edges = append(n.edges, next)
	}
	with(n.last())
	n.mirror()
	return nil
}

// end makes the day before on the node's last.
func (f *forest) end(n *node, on calendar.Date) error {
	e := n.last()
	switch {
	case on.Before(e.From):
		return later(n)
	case on == e.From && len(n.edges) == 1:
		return fault.New(fault.Conflict, "unit.opened_that_day", fault.Field("on"), fault.Param("name", n.Name))
	case on == e.From:
		n.edges = n.edges[:len(n.edges)-1]
	default:
		e.To = on.AddDays(-1)
	}
	n.mirror()
	return nil
}

// mirror repeats the last edge in the unit. A closed unit keeps its place: it
// goes on counting where it last stood.
func (n *node) mirror() {
	e := n.last()
	n.Kind, n.Code, n.Name, n.ShortName, n.To = e.Kind, e.Code, e.Name, e.ShortName, e.To
	if n.To.IsZero() {
		n.ParentID = e.Parent
	}
}

func later(n *node) error {
	return fault.New(fault.Conflict, "unit.later_acts", fault.Field("on"), fault.Param("name", n.Name), fault.Param("since", n.last().From.String()))
}
