package record

import (
	"context"

	"github.com/doanket/doanket/core/record/act"
)

// Overlaps is the part of overlap.Overlaps that steps wait for.
type Overlaps interface {
	// Open refuses a step on the record that must wait. Faults: Conflict
	// overlap_unchecked, overlap_undecided.
	Open(ctx context.Context, recordID string) error
}

// undoubled refuses the steps that wait until every overlap is decided.
func (r *Records) undoubled(ctx context.Context, acts []*act.Act) {
	for _, a := range act.Alive(acts) {
		if r.Overlaps != nil && a.Move != nil && a.Move.Undoubled {
			a.Err = r.Overlaps.Open(ctx, a.After.ID)
		}
	}
}
