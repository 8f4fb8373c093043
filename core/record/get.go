package record

import (
	"context"
	"fmt"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/record/row"
)

// Get is the record with the id. Fault: NotFound, also for what the actor may
// not see.
func (r *Records) Get(ctx context.Context, recordID string) (*Record, error) {
	rec, err := row.Find(ctx, recordID)
	if err != nil {
		return nil, fmt.Errorf("get %s: %w", printable(recordID), err)
	}
	if err := r.Guard.Check(ctx, "read", rec.Object()); err != nil {
		return nil, fmt.Errorf("get %s: %w", recordID, err)
	}
	if err := r.fill(ctx, rec); err != nil {
		return nil, err
	}
	return r.show(ctx, rec), nil
}

// Readable are those of the records with the ids that the actor may read, by
// id; the database is asked once, and once for each kind among them.
func (r *Records) Readable(ctx context.Context, ids []string) (map[string]*Record, error) {
	found, err := r.readable(ctx, "SELECT "+row.Directory+" FROM record WHERE id IN (?)", ids)
	if err != nil {
		return nil, fmt.Errorf("read records: %w", err)
	}
	if err := r.fill(ctx, found...); err != nil {
		return nil, err
	}
	out := map[string]*Record{}
	for _, rec := range found {
		out[rec.ID] = r.show(ctx, rec)
	}
	return out, nil
}

// readable are the records a query finds that the actor may read.
func (r *Records) readable(ctx context.Context, text string, args ...any) ([]*Record, error) {
	found, err := row.Select(ctx, text, args...)
	out := []*Record{}
	for _, rec := range found {
		if r.Guard.Can(ctx, "read", rec.Object()) {
			out = append(out, rec)
		}
	}
	return out, err
}

// IDs are the ids of all records of a kind behind the given one, in order, at
// most limit. Nobody's right to read is asked: it is for the province's own
// figures.
func (r *Records) IDs(ctx context.Context, kind, after string, limit int) ([]string, error) {
	rows, err := db.Query(ctx, "SELECT id FROM record WHERE kind = ? AND id > ? ORDER BY id LIMIT ?", kind, after, limit)
	if err != nil {
		return nil, err
	}
	var out []string
	var recordID string
	err = row.Each(rows, func() error {
		err := rows.Scan(&recordID)
		out = append(out, recordID)
		return err
	})
	return out, err
}

// fill reads the typed rows of records, one statement per kind.
func (r *Records) fill(ctx context.Context, records ...*Record) error {
	return row.Fill(ctx, r.Kinds, records...)
}
