package record

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
)

// Revision is one act on a record.
type Revision struct {
	ID      string
	Version int
	At      time.Time
	By      string // person, or the system's name
	Post    string
	Action  string
	Reason  string
	Changes []FieldChange
}

// FieldChange is one value before and after.
type FieldChange struct {
	Field string `json:"field"`
	Old   any    `json:"old"`
	New   any    `json:"new"`
}

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
	for _, c := range []FieldChange{{"state", old.State, a.after.State}, {"number", old.Number, a.after.Number}, {"to_unit", old.ToUnitID, a.after.ToUnitID}} {
		if c.Old != c.New {
			out = append(out, c)
		}
	}
	return out
}

// revision is a line to be added to a record's history.
type revision struct {
	record               *Record
	post, action, reason string
	changes              []FieldChange
}

func (a *act) revision(changes []FieldChange) revision {
	return revision{a.after, a.post().ID, a.action, a.reason, changes}
}

func revisionsOf(acts []*act) []revision {
	out := make([]revision, len(acts))
	for i, a := range acts {
		out[i] = a.revision(a.differences())
	}
	return out
}

// revise adds lines to the history of records.
func revise(ctx context.Context, list []revision) error {
	at, by := micros(db.Now(ctx)), identity.By(ctx)
	rows := make([][]any, len(list))
	for i, v := range list {
		rows[i] = []any{id.New("rev"), v.record.ID, v.record.Version, at, by, v.post, v.action, v.reason, jsonText(v.changes)}
	}
	_, err := db.InsertRows(ctx, "INSERT INTO record_revision (id, record_id, version, at, person, post, action, reason, changes)", rows)
	if err != nil {
		return fmt.Errorf("add revisions: %w", err)
	}
	return nil
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
	err = each(rows, func() error {
		var v Revision
		var at int64
		var changes string
		if err := rows.Scan(&v.ID, &v.Version, &at, &v.By, &v.Post, &v.Action, &v.Reason, &changes); err != nil {
			return err
		}
		v.At = instant(at)
		out = append(out, v)
		return json.Unmarshal([]byte(changes), &out[len(out)-1].Changes)
	})
	return out, err
}
