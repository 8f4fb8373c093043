package record

import (
	"context"
	"encoding/json"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/record/row"
)

// differences are the act's changes: fields, and of the record itself its
// state, number and addressee.
func (a *act) differences() []FieldChange {
	old := &Record{Fields: map[string]any{}}
	if a.before != nil {
		old = a.before
	}
	out := []FieldChange{}
	for _, name := range a.changed() {
		if f := a.kind.Field(name); f != nil && f.Sealed {
			out = append(out, FieldChange{Field: name}) // that it changed, never what
			continue
		}
		out = append(out, FieldChange{Field: name, Old: old.Fields[name], New: a.after.Fields[name]})
	}
	for _, c := range []FieldChange{{Field: "state", Old: old.State, New: a.after.State}, {Field: "number", Old: old.Number, New: a.after.Number}, {Field: "to_unit", Old: old.ToUnitID, New: a.after.ToUnitID}} {
		if c.Old != c.New {
			out = append(out, c)
		}
	}
	return out
}

func (a *act) revision(changes []FieldChange) row.Entry {
	return row.Entry{Record: a.after, Post: a.post().ID, Action: a.action, Reason: a.reason, Changes: changes}
}

func revisionsOf(acts []*act) []row.Entry {
	out := make([]row.Entry, len(acts))
	for i, a := range acts {
		out[i] = a.revision(a.differences())
	}
	return out
}

// History is the record's acts, newest first. Fault: NotFound.
func (r *Records) History(ctx context.Context, recordID string) ([]Revision, error) {
	if _, err := r.Get(ctx, recordID); err != nil {
		return nil, err
	}
	rows, err := db.Query(ctx, "SELECT id, version, at, person, post, action, reason, changes FROM record_revision WHERE record_id = ? ORDER BY id DESC LIMIT 1000", recordID)
	if err != nil {
		return nil, err
	}
	out := []Revision{}
	err = row.Each(rows, func() error {
		var v Revision
		var at int64
		var changes string
		if err := rows.Scan(&v.ID, &v.Version, &at, &v.By, &v.Post, &v.Action, &v.Reason, &changes); err != nil {
			return err
		}
		v.At = row.Instant(at)
		out = append(out, v)
		return json.Unmarshal([]byte(changes), &out[len(out)-1].Changes)
	})
	return out, err
}
