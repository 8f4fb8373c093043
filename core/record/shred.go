package record

import (
	"context"

	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/record/act"
)

// ShredJob destroys the key of a record whose step says shred:; its arguments are a
// Shredding. It follows the step at once and is tried again until it is done, since
// what was shredded is also noted outside the province.
const ShredJob = "record.shred"

// Shredding is a record whose sealed values go for good, and why.
type Shredding struct {
	RecordID string `json:"record_id"`
	Reason   string `json:"reason"`
}

// shred asks, in the transaction of the steps that say so, for the keys of their
// records to be destroyed.
func shred(ctx context.Context, acts []*act.Act) error {
	for _, a := range acts {
		if a.Move == nil || !a.Move.Shred {
			continue
		}
		reason := a.Reason
		if reason == "" {
			reason = a.Kind.Full + " " + a.Move.Name
		}
		if err := job.Enqueue(ctx, ShredJob, Shredding{RecordID: a.After.ID, Reason: reason}); err != nil {
			return err
		}
	}
	return nil
}
