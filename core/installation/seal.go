package installation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/seal"
)

// shred destroys the key of a record, where something was sealed in it.
func (i *Installation) shred(ctx context.Context, j job.Job) error {
	var s record.Shredding
	if err := json.Unmarshal(j.Args, &s); err != nil {
		return fmt.Errorf("read the job: %w", err)
	}
	if err := i.Keys.Shred(ctx, s.RecordID, s.Reason); err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	return nil
}

// VerifyKeys opens the keys of every province that is not suspended, and says
// which ones the master keys named here do not fit.
func (i *Installation) VerifyKeys(ctx context.Context) error {
	var out []error
	for _, p := range i.provinces(ctx) {
		if err := i.Keys.Verify(p.Ctx); err != nil {
			out = append(out, fmt.Errorf("province %s: %w", p.Slug, err))
		}
	}
	return errors.Join(out...)
}

// holder shows records to the room seal.
type holder struct{ i *Installation }

// Held is a record with what is sealed in it.
func (h holder) Held(ctx context.Context, recordID string) (seal.Held, error) {
	rec, stored, err := h.i.Records.Held(ctx, recordID)
	if err != nil {
		return seal.Held{}, err
	}
	return seal.Held{Object: rec.Object(), UnitID: rec.UnitID, Stored: stored}, nil
}
