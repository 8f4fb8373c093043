package read

import (
	"context"

	"github.com/doanket/doanket/core/record/act"
)

// Evidence counts the sound documents of records, by record and slot.
type Evidence interface {
	Count(ctx context.Context, recordIDs []string) (map[string]map[string]int, error)
}

// UseEvidence fits the part that needs records itself before it exists. Call it
// while wiring, before the first request.
func (r *Reader) UseEvidence(e Evidence) { r.evidence = e }

// CountEvidence counts the documents of the acts' records, where there are slots.
func (r *Reader) CountEvidence(ctx context.Context, acts ...*act.Act) error {
	var ids []string
	for _, a := range acts {
		if a.Before != nil && len(a.Kind.Slots) > 0 {
			ids = append(ids, a.Before.ID)
		}
	}
	if r.evidence == nil || len(ids) == 0 {
		return nil
	}
	counts, err := r.evidence.Count(ctx, ids)
	if err != nil {
		return err
	}
	for _, a := range acts {
		if a.Before != nil {
			a.Docs = counts[a.Before.ID]
		}
	}
	return nil
}
