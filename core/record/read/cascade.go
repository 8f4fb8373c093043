package read

import (
	"context"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/record/row"
)

// States of a Cascade.
const (
	CascadeRunning = "running"
	CascadeDone    = "done"
	CascadeUndoing = "undoing"
	CascadeUndone  = "undone"
)

// Cascade is a step that makes, or moves on, more records than fit into its
// transaction, such as one for each of thousands of units: a job does it, a hundred
// at a time. Undone, what it made is taken back.
type Cascade struct {
	ID       string
	RecordID string
	By       string // the person who took the step
	Step     string // the step that moves its children on; "" makes them
	State    string
	Total    int // records asked for
	Done     int // made or moved on so far; fewer than Total at the end where some could not follow
	Undone   int // taken back
}

const cascadeColumns = "id, record_id, person, step, state, total, done, undone"

// Cascades are those of a record the actor may read, newest first.
func (r *Reader) Cascades(ctx context.Context, recordID string) ([]Cascade, error) {
	if _, err := r.Get(ctx, recordID); err != nil {
		return nil, err
	}
	return FindCascades(ctx, "record_id = ? ORDER BY id DESC LIMIT 50", recordID)
}

// FindCascades are the cascades a condition finds; nobody's right to read is asked.
func FindCascades(ctx context.Context, where string, args ...any) ([]Cascade, error) {
	rows, err := db.Query(ctx, "SELECT "+cascadeColumns+" FROM record_cascade WHERE "+where, args...)
	if err != nil {
		return nil, err
	}
	out := []Cascade{}
	err = row.Each(rows, func() error {
		var c Cascade
		err := rows.Scan(&c.ID, &c.RecordID, &c.By, &c.Step, &c.State, &c.Total, &c.Done, &c.Undone)
		out = append(out, c)
		return err
	})
	return out, err
}
