package installation

import (
	"context"

	"github.com/doanket/doanket/core/indicator"
)

// proofs shows the documents of a record to the room indicator.
type proofs struct{ i *Installation }

// Proofs lists the documents of a record the caller has read already.
func (p proofs) Proofs(ctx context.Context, recordID string) ([]indicator.Proof, error) {
	docs, err := p.i.Documents.Of(ctx, []string{recordID})
	if err != nil {
		return nil, err
	}
	out := []indicator.Proof{}
	for _, d := range docs[recordID] {
		out = append(out, indicator.Proof{ID: d.ID, Name: d.Name, Version: d.Version, SHA256: d.SHA256, Sound: d.Sound, Slot: d.Slot})
	}
	return out, nil
}
