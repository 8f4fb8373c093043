package unit

import (
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/text"
)

// The acts on a forest. Each either succeeds or leaves a forest to be thrown
// away; none touches a database.

func (f *forest) openNew(on calendar.Date, n New) (*node, error) {
	if n.ID == "" {
		n.ID = id.New("unt")
	} else if !id.Valid(n.ID, "unt") {
		return nil, fault.New(fault.Invalid, "invalid", fault.Field("id"))
	}
	if f.nodes[n.ID] != nil {
		return nil, fault.New(fault.Conflict, "exists", fault.Field("id"))
	}
	e := edge{Parent: n.ParentID, Kind: n.Kind, From: on}
	if err := e.call(n.Name, n.ShortName, n.Code); err != nil {
		return nil, err
	}
	p, err := f.parent(n.ParentID, on)
	if err != nil {
		return nil, err
	}
	if err := f.fits(n.Kind, p.Kind); err != nil {
		return nil, err
	}
	labels, err := wordsOf(n.Labels)
	if err != nil {
		return nil, err
	}
	f.serial++
	made := &node{Unit: Unit{ID: n.ID, From: on, Sort: n.Sort, Labels: labels}, serial: f.serial, edges: []edge{e}}
	made.mirror()
	if err := f.free(made, e); err != nil {
		return nil, err
	}
	f.nodes[n.ID], f.touched[n.ID] = made, true
	f.place(made)
	return made, nil
}

// call checks and sets the names and the code of a period.
func (e *edge) call(name, short, code string) (err error) {
	if e.Name, err = text.Name("name", name, maxName, true); err != nil {
		return err
	}
	if e.ShortName, err = text.Name("short_name", short, maxName, false); err != nil {
		return err
	}
	e.Code, err = text.Name("code", code, maxCode, false)
	return err
}

// wordsOf are labels in the one form they are kept in.
func wordsOf(labels map[string]string) (map[string]string, error) {
	if labels == nil {
		return nil, nil
	}
	out := make(map[string]string, len(labels))
	for key, said := range labels {
		line, err := text.Check("labels."+key, said, maxName, false)
		if err != nil {
			return nil, err
		}
		out[key] = line
	}
	return out, nil
}

func (f *forest) rename(on calendar.Date, unitID string, r Rename) (*node, error) {
	if _, err := f.open(unitID, "id"); err != nil {
		return nil, err
	}
	n := f.edit(unitID)
	e := *n.last()
	e.From = on
	if err := e.call(or(r.Name, e.Name), or(r.ShortName, e.ShortName), or(r.Code, e.Code)); err != nil {
		return nil, err
	}
	e.Kind = or(r.Kind, e.Kind)
	if r.Kind != nil {
		if err := f.fits(e.Kind, f.kindOf(e.Parent)); err != nil {
			return nil, err
		}
		if f.branchOf(e.Kind) != f.branchOf(n.Kind) {
			return nil, fault.New(fault.Conflict, "unit.branch_fixed", fault.Field("kind"), fault.Param("kind", n.Kind), fault.Param("name", n.Name))
		}
	}
	asked := e // what does not change need not be free
	if e.Name == n.Name {
		asked.Name = ""
	}
	if e.Code == n.Code {
		asked.Code = ""
	}
	if err := f.free(n, asked); err != nil {
		return nil, err
	}
	n.Sort = or(r.Sort, n.Sort)
	if r.Labels != nil {
		labels, err := wordsOf(r.Labels)
		if err != nil {
			return nil, err
		}
		n.Labels = labels
	}
	return n, f.change(n, on, func(now *edge) {
		now.Kind, now.Name, now.ShortName, now.Code = e.Kind, e.Name, e.ShortName, e.Code
	})
}

func or[T any](change *T, present T) T {
	if change != nil {
		return *change
	}
	return present
}

func (f *forest) kindOf(unitID string) string {
	if n := f.nodes[unitID]; n != nil {
		return n.Kind
	}
	return ""
}

func (f *forest) move(on calendar.Date, unitID, parentID string) (*node, error) {
	if _, err := f.open(unitID, "id"); err != nil {
		return nil, err
	}
	n := f.edit(unitID)
	p, err := f.parent(parentID, on)
	if err != nil {
		return nil, err
	}
	if err := f.fits(n.Kind, p.Kind); err != nil {
		return nil, err
	}
	e := edge{Parent: parentID, Name: n.Name, From: on}
	if err := f.free(n, e); err != nil {
		return nil, err
	}
	return n, f.reparent(n, on, parentID)
}

// reparent does not ask for a free name: two units that merge may each have a
// "Thôn 1" below.
func (f *forest) reparent(n *node, on calendar.Date, parentID string) error {
	if err := f.acyclic(n.ID, parentID, on); err != nil {
		return err
	}
	if err := f.change(n, on, func(now *edge) { now.Parent = parentID }); err != nil {
		return err
	}
	f.place(n)
	return nil
}

func (f *forest) close(on calendar.Date, unitID string) (*node, error) {
	if _, err := f.open(unitID, "id"); err != nil {
		return nil, err
	}
	n := f.edit(unitID)
	below, err := f.heirless(n, on)
	if err != nil {
		return nil, err
	}
	if len(below) > 0 {
		return nil, fault.New(fault.Conflict, "unit.has_open_children", fault.Param("name", f.nodes[below[0]].Name))
	}
	return n, f.end(n, on)
}

// heir finds or opens the unit a Part names.
func (f *forest) heir(on calendar.Date, p Part, parentID string) (*node, error) {
	if p.New == nil {
		if _, err := f.open(p.ID, "into"); err != nil {
			return nil, err
		}
		if n := f.edit(p.ID); n.lasting(on) {
			return n, nil
		}
		return nil, later(f.nodes[p.ID])
	}
	n := *p.New
	if n.ParentID == "" {
		n.ParentID = parentID
	}
	return f.openNew(on, n)
}

// bequeath moves the listed children from a unit to its heir.
func (f *forest) bequeath(on calendar.Date, children []string, heir *node) error {
	for _, child := range children {
		if child == heir.ID {
			return fault.New(fault.Invalid, "unit.cycle", fault.Field("into", "unit.cycle"))
		}
		if err := f.reparent(f.edit(child), on, heir.ID); err != nil {
			return err
		}
	}
	return nil
}

func (f *forest) merge(on calendar.Date, ids []string, into Part) (*node, error) {
	ids = slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(ids))), func(s string) bool { return s == into.ID })
	if len(ids) == 0 {
		return nil, fault.New(fault.Invalid, "required", fault.Field("units"))
	}
	for _, s := range ids {
		if _, err := f.open(s, "units"); err != nil {
			return nil, err
		}
		if h := f.nodes[into.ID]; h != nil && Under(h.Path, f.nodes[s].Path) {
			return nil, fault.New(fault.Invalid, "unit.cycle", fault.Field("into", "unit.cycle"))
		}
	}
	// The deepest first: a unit merged together with the one above it is
	// closed by then and does not count as its open child.
	slices.SortStableFunc(ids, func(a, b string) int { return len(f.nodes[b].Path) - len(f.nodes[a].Path) })
	parentID := f.nodes[ids[len(ids)-1]].ParentID
	left, err := f.endAll(on, ids)
	if err != nil {
		return nil, err
	}
	heir, err := f.heir(on, into, parentID)
	if err != nil {
		return nil, err
	}
	for _, s := range ids {
		if err := f.bequeath(on, left[s], heir); err != nil {
			return nil, err
		}
		n := f.edit(s)
		if err := f.sameBranch(n, heir); err != nil {
			return nil, err
		}
		n.ParentID, n.Successors = heir.ID, []string{heir.ID}
		f.place(n)
	}
	return heir, nil
}

// endAll ends the units, so that their codes and names are free for the heir,
// and lists the children each leaves behind.
func (f *forest) endAll(on calendar.Date, ids []string) (map[string][]string, error) {
	left := map[string][]string{}
	for _, s := range ids {
		n := f.edit(s)
		below, err := f.heirless(n, on)
		if err != nil {
			return nil, err
		}
		left[s] = below
		if err := f.end(n, on); err != nil {
			return nil, err
		}
	}
	return left, nil
}

// split leaves the ended unit's node under its old parent, since with several
// heirs its past belongs to none of them alone, unless one is said to take it over.
func (f *forest) split(on calendar.Date, unitID string, parts []Part) ([]*node, error) {
	if _, err := f.open(unitID, "id"); err != nil {
		return nil, err
	}
	if len(parts) < 2 {
		return nil, fault.New(fault.Invalid, "too_short", fault.Field("parts"))
	}
	n := f.edit(unitID)
	parentID := n.ParentID
	left, err := f.endAll(on, []string{unitID})
	if err != nil {
		return nil, err
	}
	rest := left[unitID]
	var heirs []*node
	for _, p := range parts {
		heir, err := f.heir(on, p, parentID)
		if err != nil {
			return nil, err
		}
		if Under(heir.Path, n.Path) {
			return nil, fault.New(fault.Invalid, "unit.cycle", fault.Field("parts", "unit.cycle"))
		}
		if err := f.sameBranch(n, heir); err != nil {
			return nil, err
		}
		for _, c := range p.Children {
			i := slices.Index(rest, c)
			if i < 0 {
				return nil, fault.New(fault.Invalid, "unit.not_a_child", fault.Field("parts", "unknown_value"), fault.Param("id", c))
			}
			rest = slices.Delete(rest, i, i+1)
		}
		if err := f.bequeath(on, p.Children, heir); err != nil {
			return nil, err
		}
		heirs = append(heirs, heir)
		n.Successors = append(slices.Clone(n.Successors), heir.ID)
		if !p.Takes {
			continue
		}
		if n.ParentID != parentID {
			return nil, fault.New(fault.Invalid, "unit.taken_twice", fault.Field("parts", "unit.taken_twice"))
		}
		n.ParentID = heir.ID
	}
	if len(rest) > 0 {
		return nil, fault.New(fault.Invalid, "unit.child_unassigned", fault.Field("parts"), fault.Param("name", f.nodes[rest[0]].Name))
	}
	f.place(n)
	return heirs, nil
}

func (f *forest) reopen(on calendar.Date, unitID, parentID string) (*node, error) {
	n := f.nodes[unitID]
	switch {
	case n == nil:
		return nil, fault.New(fault.NotFound, "not_found")
	case n.To.IsZero():
		return nil, fault.New(fault.Conflict, "unit.open", fault.Field("id"), fault.Param("name", n.Name))
	case !on.After(n.To):
		return nil, later(n)
	}
	n = f.edit(unitID)
	p, err := f.parent(parentID, on)
	if err != nil {
		return nil, err
	}
	if err := f.fits(n.Kind, p.Kind); err != nil {
		return nil, err
	}
	if err := f.acyclic(unitID, parentID, on); err != nil {
		return nil, err
	}
	if Under(p.Path, n.Path) {
		return nil, fault.New(fault.Invalid, "unit.cycle", fault.Field("parent_id", "unit.cycle"))
	}
	e := *n.last()
	e.From, e.To, e.Parent = on, calendar.Date{}, parentID
	if err := f.free(n, e); err != nil {
		return nil, err
	}
	n.edges, n.Successors = append(n.edges, e), nil
	n.mirror()
	f.place(n)
	return n, nil
}
