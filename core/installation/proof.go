package installation

import (
	"context"

	"github.com/doanket/doanket/core/indicator"
)

// proofs shows the documents of a record to the room indicator.
type proofs struct{ i *Installation }

// Proofs lists the documents of records the caller has read already.
func (p proofs) Proofs(ctx context.Context, recordIDs []string) (map[string][]indicator.Proof, error) {
	docs, err := p.i.Documents.Of(ctx, recordIDs)
	if err != nil {
		return nil, err
	}
	records, err := p.i.Records.Readable(ctx, recordIDs)
	if err != nil {
		return nil, err
	}
	out := map[string][]indicator.Proof{}
	for recordID, list := range docs {
		rec := records[recordID]
		if rec == nil {
			continue
		}
		k, err := p.i.Kinds.Of(ctx, rec.Kind)
		if err != nil {
			return nil, err
		}
		for _, d := range list {
			if slot := k.Slot(d.Slot); slot != nil && slot.Own() && !p.i.Records.Owns(ctx, rec) {
				continue
			}
			out[recordID] = append(out[recordID], indicator.Proof{ID: d.ID, Name: d.Name, Version: d.Version, SHA256: d.SHA256, Sound: d.Sound, Slot: d.Slot})
		}
	}
	return out, nil
}
