package installation

import (
	"context"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/file"
	"github.com/doanket/doanket/core/indicator"
)

// cases shows records to the room file.
type cases struct{ i *Installation }

// Look finds the record for the caller and the slots of its kind.
func (c cases) Look(ctx context.Context, recordID string) (file.Case, error) {
	r, err := c.i.Records.Get(ctx, recordID)
	if err != nil {
		return file.Case{}, err
	}
	k, err := c.i.Kinds.Get(r.Kind)
	if err != nil {
		return file.Case{}, err
	}
	out := file.Case{ID: r.ID, Kind: r.Kind, Sensitive: r.Sensitivity != ""}
	for _, s := range k.Slots {
		out.Slots = append(out.Slots, file.Slot{Code: s.Code, Types: s.Types, Min: s.Min, Max: s.Max, MaxMB: s.MaxMB, DocKinds: s.DocKinds})
	}
	return out, nil
}

// Within runs fn in the record's write transaction.
func (c cases) Within(ctx context.Context, recordID, action string, fn func(ctx context.Context) error) error {
	return c.i.Records.Within(ctx, recordID, action, fn)
}

// logReading notes that somebody opened a document of a sensitive record.
func logReading(ctx context.Context, r file.Reading) error {
	return audit.Append(ctx, audit.Entry{Action: "document.read", Object: r.DocumentID, Kind: "document",
		Detail: map[string]any{"record": r.RecordID, "version": r.Version}})
}

// proofs shows the documents of a record to the room indicator.
type proofs struct{ i *Installation }

// Proofs lists the documents of a record the caller has read already.
func (p proofs) Proofs(ctx context.Context, recordID string) ([]indicator.Proof, error) {
	docs, err := p.i.Files.Of(ctx, []string{recordID})
	if err != nil {
		return nil, err
	}
	out := []indicator.Proof{}
	for _, d := range docs[recordID] {
		out = append(out, indicator.Proof{ID: d.ID, Name: d.Name, Version: d.Version, SHA256: d.SHA256, Sound: d.Sound, Slot: d.Slot})
	}
	return out, nil
}
