package record

import (
	"context"
	"fmt"
)

// Get is the record with the id. Fault: NotFound, also for what the actor may
// not see.
func (r *Records) Get(ctx context.Context, recordID string) (*Record, error) {
	rec, err := row(ctx, recordID)
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
