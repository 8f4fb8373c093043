package read

import (
	"context"
	"fmt"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/row"
)

// MayRead is nil when the actor may read the record: by right, or since it was
// issued and they may read by right a record that stands below it. Fault: NotFound.
func (r *Reader) MayRead(ctx context.Context, rec *row.Record) error {
	err := r.guard.Check(ctx, access.Read, rec.Object())
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	if child, missed := r.Through(ctx, rec); missed != nil || child == nil {
		return err
	}
	return nil
}

// Through is the first record below that lets the actor read this one, which they
// may not by right; nil if there is none. What is not issued yet, or was sent back,
// is read by right alone.
func (r *Reader) Through(ctx context.Context, rec *row.Record) (*row.Record, error) {
	if !issued(rec.Phase) {
		return nil, nil
	}
	for _, k := range r.kinds.In(ctx).Children(rec.Kind) {
		c, err := r.below(ctx, k)
		if err != nil {
			return nil, err
		}
		if c == nil {
			continue
		}
		c.Add(" AND id IN (SELECT from_id FROM record_link WHERE to_id = ? AND rel = ?) ORDER BY created_at, id LIMIT 1", rec.ID, k.Parent)
		found, err := row.Select(ctx, "SELECT "+row.Directory+" FROM record WHERE "+c.Text.String(), c.Args...)
		if err != nil {
			return nil, fmt.Errorf("look for a record below: %w", err)
		}
		if len(found) > 0 {
			return found[0], nil
		}
	}
	return nil, nil
}

// issued reports whether a record in the phase is out of its makers' hands.
func issued(phase string) bool {
	return phase == row.Active || phase == row.Done || phase == row.Cancelled
}

// below is the condition on the records of a kind that the actor may read by right,
// nil where they reach none. A draft names whatever its maker likes and opens nothing.
func (r *Reader) below(ctx context.Context, k *kind.Kind) (*row.Clause, error) {
	reach, err := r.guard.Scope(ctx, access.Read, k.Full)
	if err != nil || reach.Empty() {
		return nil, err
	}
	c := &row.Clause{}
	c.Add("kind = ? AND phase <> 'discarded' AND NOT draft AND ", k.Full)
	c.Within(reach, k.DeliversToMany())
	return c, nil
}

// readable is the condition on the records of a kind that the actor may read, as
// MayRead says it of one; nil where there can be none.
func (r *Reader) readable(ctx context.Context, k *kind.Kind) (*row.Clause, error) {
	reach, err := r.guard.Scope(ctx, access.Read, k.Full)
	if err != nil {
		return nil, err
	}
	own := &row.Clause{}
	own.Within(reach, k.DeliversToMany())
	kinds := r.kinds.In(ctx).Children(k.Full)
	if row.Everywhere(reach) {
		kinds = nil
	}
	through := &row.Clause{}
	for _, child := range kinds {
		c, err := r.below(ctx, child)
		if err != nil {
			return nil, err
		}
		if c != nil {
			through.Add(" OR id IN (SELECT to_id FROM record_link WHERE rel = ? AND from_id IN (SELECT id FROM record WHERE "+c.Text.String()+"))", append([]any{child.Parent}, c.Args...)...)
		}
	}
	switch {
	case through.Text.Len() > 0:
		c := &row.Clause{}
		c.Add("("+own.Text.String(), own.Args...)
		c.Add(" OR phase IN ('active', 'done', 'cancelled') AND (1 = 0"+through.Text.String()+"))", through.Args...)
		return c, nil
	case reach.Empty():
		return nil, nil
	}
	return own, nil
}

// can is MayRead as yes or no; trouble counts as no.
func (r *Reader) can(ctx context.Context, rec *row.Record) bool { return r.MayRead(ctx, rec) == nil }

// Refused says of a right that is missing what whoever sees the record is told:
// not that there is no such record.
func Refused(err error, action string) error {
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.Forbidden, "forbidden", fault.Field("action"), fault.Param("action", action))
	}
	return err
}
