package row

import (
	"context"
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

	SelfApproval string // what the province allowed the actor to decide on own work for, "" if it was not own work
}

// FieldChange is one value before and after.
type FieldChange struct {
	Field string `json:"field"`
	Old   any    `json:"old"`
	New   any    `json:"new"`
}

// Entry is a line to be added to a record's history.
type Entry struct {
	Record               *Record
	Post, Action, Reason string
	Changes              []FieldChange
	SelfApproval         string
}

// VersionAt is the version a record had at an instant, 1 before it was made.
func VersionAt(ctx context.Context, recordID string, at time.Time) (int, error) {
	n, err := Count(ctx, "SELECT COALESCE(MAX(version), 1) FROM record_revision WHERE record_id = ? AND at <= ?", recordID, Micros(at))
	if err != nil {
		return 0, fmt.Errorf("look for the version of then: %w", err)
	}
	return n, nil
}

// AddRevisions adds lines to the history of records, by the actor in ctx.
func AddRevisions(ctx context.Context, list []Entry) error {
	at, by := Micros(db.Now(ctx)), identity.By(ctx)
	rows := make([][]any, len(list))
	for i, e := range list {
		rows[i] = []any{id.New("rev"), e.Record.ID, e.Record.Version, at, by, e.Post, e.Action, e.Reason, JSONText(e.Changes), e.SelfApproval}
	}
	_, err := db.InsertRows(ctx, "INSERT INTO record_revision (id, record_id, version, at, person, post, action, reason, changes, self_approval)", rows)
	if err != nil {
		return fmt.Errorf("add revisions: %w", err)
	}
	return nil
}
