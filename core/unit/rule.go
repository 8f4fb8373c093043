package unit

import (
	"slices"
	"strings"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/text"
)

const (
	maxName  = 300
	maxCode  = 40
	maxBasis = 1000
)

// free refuses a code or a name under the same parent that another unit bears
// on some day of [from, open); empty ones are not asked for. Codes are re-used
// over time, so days decide.
func (f *forest) free(n *node, e edge) error {
	for _, other := range f.nodes {
		if other.ID == n.ID {
			continue
		}
		for i := len(other.edges) - 1; i >= 0; i-- {
			o := &other.edges[i]
			if !o.To.IsZero() && o.To.Before(e.From) {
				break
			}
			if e.Code != "" && o.Code == e.Code {
				return fault.New(fault.Conflict, "unit.code_taken", fault.Field("code"), fault.Param("code", e.Code), fault.Param("name", o.Name))
			}
			if e.Name != "" && o.Parent == e.Parent && strings.EqualFold(o.Name, e.Name) {
				return fault.New(fault.Conflict, "unit.name_taken", fault.Field("name"), fault.Param("name", e.Name))
			}
		}
	}
	return nil
}

// fits checks a kind and whether it may stand under the parent's: a place under
// a place, a body under a place or a body of its own branch. A province that
// has not listed kinds yet may use any.
func (f *forest) fits(kind, parentKind string) error {
	if kind == "" {
		return fault.New(fault.Invalid, "required", fault.Field("kind"))
	}
	if len(f.kinds) == 0 {
		return nil
	}
	i := slices.IndexFunc(f.kinds, func(k Kind) bool { return k.Code == kind })
	if i < 0 {
		return fault.New(fault.Invalid, "unit.kind_unknown", fault.Field("kind", "unknown_value"), fault.Param("kind", kind))
	}
	if p := f.kinds[i].Parents; len(p) > 0 && !slices.Contains(p, parentKind) {
		return fault.New(fault.Invalid, "unit.kind_misplaced", fault.Field("parent_id", "unit.kind_misplaced"), fault.Param("kind", kind), fault.Param("parent", parentKind))
	}
	branch, above := f.kinds[i].Branch, f.branchOf(parentKind)
	if parentKind == "" && branch != BranchPlace || parentKind != "" && above != BranchPlace && above != branch {
		return fault.New(fault.Invalid, "unit.branch_misplaced", fault.Field("parent_id", "unit.branch_misplaced"), fault.Param("branch", branch), fault.Param("parent", above))
	}
	return nil
}

// sameBranch refuses an heir of another branch: what a Front committee held is no
// affair of a People's Committee.
func (f *forest) sameBranch(n, heir *node) error {
	if f.branchOf(n.Kind) != f.branchOf(heir.Kind) {
		return fault.New(fault.Conflict, "unit.branch_fixed", fault.Field("into"), fault.Param("kind", heir.Kind), fault.Param("name", n.Name))
	}
	return nil
}

// parent checks that id can carry a child from the day on; "" is the top.
func (f *forest) parent(id string, on calendar.Date) (*node, error) {
	if id == "" {
		return &node{}, nil
	}
	p, err := f.open(id, "parent_id")
	if err != nil {
		return nil, err
	}
	if !p.lasting(on) {
		return nil, fault.New(fault.Conflict, "unit.not_yet_open", fault.Field("parent_id"), fault.Param("name", p.Name), fault.Param("since", p.last().From.String()))
	}
	return p, nil
}

// acyclic refuses a parent that stands below the node on any day from on:
// acts may be entered late, so today's tree alone does not tell.
func (f *forest) acyclic(id, parentID string, on calendar.Date) error {
	days := []calendar.Date{on}
	for _, n := range f.nodes {
		for _, e := range n.edges {
			if e.From.After(on) && !slices.Contains(days, e.From) {
				days = append(days, e.From)
			}
		}
	}
	for _, day := range days {
		for at := parentID; at != ""; {
			if at == id {
				return fault.New(fault.Invalid, "unit.cycle", fault.Field("parent_id", "unit.cycle"), fault.Param("day", day.String()))
			}
			e := f.nodes[at].at(day)
			if e == nil {
				break
			}
			at = e.Parent
		}
	}
	return nil
}

// heirless lists the open units directly below n that stood there on the day,
// and refuses if the past after that day leans on n.
func (f *forest) heirless(n *node, on calendar.Date) ([]string, error) {
	var out []string
	for _, id := range f.below(n.ID) {
		if f.nodes[id].To.IsZero() {
			out = append(out, id)
		}
	}
	for id, other := range f.nodes {
		for _, e := range other.edges {
			ends := !e.To.IsZero()
			if e.Parent != n.ID || ends && e.To.Before(on) {
				continue
			}
			if ends || e.From.After(on) || !slices.Contains(out, id) {
				return nil, later(other)
			}
		}
	}
	return out, nil
}

// dated checks what every act carries.
func dated(a Act, today calendar.Date, basis bool) (Act, error) {
	if a.On.IsZero() {
		return a, fault.New(fault.Invalid, "required", fault.Field("on"))
	}
	if a.On.After(today) {
		return a, fault.New(fault.Invalid, "unit.future", fault.Field("on"))
	}
	var err error
	a.Basis, err = text.Check("basis", a.Basis, maxBasis, basis)
	return a, err
}
