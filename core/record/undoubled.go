package record

import (
	"context"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record/act"
)

// Overlaps is the part of overlap.Overlaps that steps wait for.
type Overlaps interface {
	// Open is why a step on the record must wait for overlaps, none when it need not.
	Open(ctx context.Context, recordID string) ([]fault.FieldError, error)
}

// undoubled refuses the steps that wait until every overlap is decided.
func (r *Records) undoubled(ctx context.Context, acts []*act.Act) error {
	for _, a := range act.Alive(acts) {
		if r.Overlaps == nil || a.Move == nil || !a.Move.Undoubled {
			continue
		}
		why, err := r.Overlaps.Open(ctx, a.After.ID)
		if err != nil {
			return err
		}
		a.Problems = append(a.Problems, why...)
	}
	return nil
}
