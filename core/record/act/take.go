package act

import (
	"slices"
	"strconv"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
)

// Take lays the cleaned input over the record and notes every problem of it: a
// field changes when the state leaves it open and the actor may edit, or when
// the step names it. mayUpdate says whether the actor may edit.
func (a *Act) Take(mayUpdate bool) {
	cleaned, problems := kind.CleanRow(a.Kind.Fields, "", a.Input)
	a.Problems = append(a.Problems, problems...)
	for i := range a.Kind.Fields {
		f := &a.Kind.Fields[i]
		if _, there := a.Input[f.Name]; !there || Faulty(problems, f.Name) {
			continue
		}
		if a.Aside && f.Own() && (a.Move == nil || !a.Move.Names(f.Name)) { // whatever it holds: the answer must not tell a right guess from a wrong one
			a.Problems = append(a.Problems, kind.Problem(f.Name, "settled")...)
			continue
		}
		value := a.identify(f.Name, cleaned[f.Name])
		if same(value, a.After.Fields[f.Name]) {
			continue
		}
		switch {
		case f.ReadOnly || f.Derived != "":
			a.Problems = append(a.Problems, kind.Problem(f.Name, "read_only")...)
		case a.open(f.Name, mayUpdate):
			a.put(f.Name, value)
		case f.Type == manifest.TypeList && a.cellsOpen(f, mayUpdate):
			a.takeCells(f, value, mayUpdate)
		default:
			a.Problems = append(a.Problems, kind.Problem(f.Name, "settled")...)
		}
	}
	a.takeReason()
}

func (a *Act) put(name string, value any) {
	if value == nil {
		delete(a.After.Fields, name)
		return
	}
	a.After.Fields[name] = value
}

// open reports whether a field, or "list.cell", may change in this act.
func (a *Act) open(name string, mayUpdate bool) bool {
	if a.Move != nil && a.Move.Names(name) {
		return true
	}
	if a.Before == nil {
		return true
	}
	state := a.Kind.Lifecycle.State(a.Before.State)
	return mayUpdate && state != nil && state.Edits(name)
}

// cellsOpen reports whether some cell of a list's rows may change.
func (a *Act) cellsOpen(f *manifest.Field, mayUpdate bool) bool {
	return slices.ContainsFunc(f.Fields, func(cell manifest.Field) bool { return a.open(f.Name+"."+cell.Name, mayUpdate) })
}

// takeCells changes open cells of rows that stand; the rows themselves, their
// order and every other cell stay.
func (a *Act) takeCells(f *manifest.Field, value any, mayUpdate bool) {
	old, _ := a.After.Fields[f.Name].([]map[string]any)
	rows, _ := value.([]map[string]any)
	if len(rows) != len(old) {
		a.Problems = append(a.Problems, kind.Problem(f.Name, "settled")...)
		return
	}
	for i, row := range rows {
		at := f.Name + "[" + strconv.Itoa(i) + "]"
		if row[kind.RowID] != old[i][kind.RowID] {
			a.Problems = append(a.Problems, kind.Problem(at, "settled")...)
			continue
		}
		for _, cell := range f.Fields {
			if !same(row[cell.Name], old[i][cell.Name]) && !a.open(f.Name+"."+cell.Name, mayUpdate) {
				a.Problems = append(a.Problems, kind.Problem(at+"."+cell.Name, "settled")...)
			}
		}
	}
	a.After.Fields[f.Name] = rows
}

// identify gives each row of a list its id: the one it came with if it stands
// under it, else that of the row in its place nobody claims, else a new one.
func (a *Act) identify(name string, value any) any {
	rows, list := value.([]map[string]any)
	if !list {
		return value
	}
	old, _ := a.After.Fields[name].([]map[string]any)
	known, claimed := map[any]bool{}, map[any]bool{}
	for _, row := range old {
		known[row[kind.RowID]] = true
	}
	for _, row := range rows {
		if given := row[kind.RowID]; given != nil && known[given] && !claimed[given] {
			claimed[given] = true
		} else {
			delete(row, kind.RowID)
		}
	}
	for i, row := range rows {
		switch {
		case row[kind.RowID] != nil:
		case i < len(old) && old[i][kind.RowID] != nil && !claimed[old[i][kind.RowID]]:
			row[kind.RowID] = old[i][kind.RowID]
			claimed[row[kind.RowID]] = true
		default:
			row[kind.RowID] = id.New("row")
		}
	}
	return value
}

// refusesAll reports whether a plain save in the record's state can change nothing.
func (a *Act) refusesAll() bool {
	state := a.Kind.Lifecycle.State(a.Before.State)
	return state == nil || !state.Open() && len(state.Edit) == 0
}

// Settled is the fault of a plain save on a record whose state leaves nothing
// open, nil if it leaves something.
func (a *Act) Settled() error {
	switch {
	case !a.Before.Open():
		return fault.New(fault.Conflict, "record_closed")
	case a.refusesAll():
		return fault.New(fault.Conflict, "record_settled")
	}
	return nil
}
