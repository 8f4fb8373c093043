package act

import (
	"github.com/doanket/doanket/core/record/row"
)

// Differences are the act's changes: fields, and of the record itself its
// state, number and addressee.
func (a *Act) Differences() []row.FieldChange {
	old := &row.Record{Fields: map[string]any{}}
	if a.Before != nil {
		old = a.Before
	}
	out := []row.FieldChange{}
	for _, name := range a.Changed() {
		if f := a.Kind.Field(name); f != nil && f.Sealed {
			out = append(out, row.FieldChange{Field: name}) // that it changed, never what
			continue
		}
		out = append(out, row.FieldChange{Field: name, Old: old.Fields[name], New: a.After.Fields[name]})
	}
	for _, c := range []row.FieldChange{{Field: "state", Old: old.State, New: a.After.State}, {Field: "number", Old: old.Number, New: a.After.Number}, {Field: "to_unit", Old: old.ToUnitID, New: a.After.ToUnitID}} {
		if c.Old != c.New {
			out = append(out, c)
		}
	}
	return out
}

// Revision is the act as a line of the record's history.
func (a *Act) Revision(changes []row.FieldChange) row.Entry {
	out := row.Entry{Record: a.After, Post: a.Post().ID, Action: a.Action, Reason: a.Reason, Changes: changes}
	if a.SelfApproval != nil {
		out.SelfApproval = a.SelfApproval.Reason
	}
	return out
}

// Account adds to the line of the log by what exception, or in whose stead, the act
// is done.
func (a *Act) Account(detail map[string]any) map[string]any {
	if detail == nil && (a.SelfApproval != nil || a.StandIn != nil) {
		detail = map[string]any{}
	}
	if a.SelfApproval != nil {
		detail["self_approval"] = a.SelfApproval.Reason
	}
	if a.StandIn != nil {
		detail["stands_in_for"], detail["post"] = a.StandIn.DelegatedBy, a.StandIn.ID
	}
	return detail
}
