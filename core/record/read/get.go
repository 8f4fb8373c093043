package read

import (
	"context"
	"fmt"

	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/row"
)

// Get is the record with the id. Fault: NotFound, also for what the actor may
// not see.
func (r *Reader) Get(ctx context.Context, recordID string) (*row.Record, error) {
	return r.get(ctx, recordID, row.Find)
}

// GetForPage is Get for whoever then asks for Links, Audiences and Pending: it finds
// out at once whether there are any.
func (r *Reader) GetForPage(ctx context.Context, recordID string) (*row.Record, error) {
	return r.get(ctx, recordID, row.FindWithBeside)
}

// look finds out what else there is of a record, unless that is known.
func look(ctx context.Context, rec *row.Record) error {
	if rec.Beside != nil {
		return nil
	}
	return row.LookBeside(ctx, rec)
}

func (r *Reader) get(ctx context.Context, recordID string, find func(context.Context, string) (*row.Record, error)) (*row.Record, error) {
	rec, err := find(ctx, recordID)
	if err != nil {
		return nil, fmt.Errorf("get %s: %w", row.Printable(recordID), err)
	}
	if err := r.MayRead(ctx, rec); err != nil {
		return nil, fmt.Errorf("get %s: %w", recordID, err)
	}
	if err := r.Fill(ctx, rec); err != nil {
		return nil, err
	}
	return r.Show(ctx, rec), nil
}

// Readable are those of the records with the ids that the actor may read, by
// id; the database is asked once, and once for each kind among them.
func (r *Reader) Readable(ctx context.Context, ids []string) (map[string]*row.Record, error) {
	found, err := r.Among(ctx, "SELECT "+row.Directory+" FROM record WHERE id IN (?)", ids)
	if err != nil {
		return nil, fmt.Errorf("read records: %w", err)
	}
	if err := r.Fill(ctx, found...); err != nil {
		return nil, err
	}
	out := map[string]*row.Record{}
	for _, rec := range found {
		out[rec.ID] = r.Show(ctx, rec)
	}
	return out, nil
}

// Among are the records a query finds that the actor may read.
func (r *Reader) Among(ctx context.Context, text string, args ...any) ([]*row.Record, error) {
	found, err := row.Select(ctx, text, args...)
	out := []*row.Record{}
	for _, rec := range found {
		if r.can(ctx, rec) {
			out = append(out, rec)
		}
	}
	return out, err
}

// IDs are the ids of all records of a kind behind the given one, in order, at
// most limit. Nobody's right to read is asked: it is for the province's own
// figures.
func (r *Reader) IDs(ctx context.Context, kind, after string, limit int) ([]string, error) {
	return row.IDs(ctx, "SELECT id FROM record WHERE kind = ? AND id > ? ORDER BY id LIMIT ?", kind, after, limit)
}

// Fill reads the typed rows of records, one statement per kind.
func (r *Reader) Fill(ctx context.Context, records ...*row.Record) error {
	return row.Fill(ctx, r.kinds, records...)
}

// Show is the record as whoever may read it sees it: of a sealed field only that
// it holds something, of what its owner's side keeps to itself nothing.
func (r *Reader) Show(ctx context.Context, rec *row.Record) *row.Record {
	k, err := r.kinds.Of(ctx, rec.Kind)
	if err != nil {
		return rec
	}
	return r.show(ctx, k, rec)
}

func (r *Reader) show(ctx context.Context, k *kind.Kind, rec *row.Record) *row.Record {
	r.keepOwn(ctx, k, rec)
	for _, f := range k.Sealed {
		if _, there := rec.Fields[f.Name]; there {
			delete(rec.Fields, f.Name)
			rec.Sealed = append(rec.Sealed, f.Name)
		}
	}
	return rec
}

// Held is a record with what is sealed in it, closed, which no other reading
// gives. Fault: NotFound, also for what the actor may not read.
func (r *Reader) Held(ctx context.Context, recordID string) (*row.Record, map[string]string, error) {
	rec, err := r.Get(ctx, recordID)
	if err != nil || len(rec.Sealed) == 0 {
		return rec, nil, err
	}
	whole := &row.Record{ID: rec.ID, Kind: rec.Kind, Fields: map[string]any{}}
	if err := r.Fill(ctx, whole); err != nil {
		return nil, nil, err
	}
	stored := map[string]string{}
	for name, value := range whole.Fields {
		if closed, ok := value.(kind.Closed); ok {
			stored[name] = string(closed)
		}
	}
	return rec, stored, nil
}
