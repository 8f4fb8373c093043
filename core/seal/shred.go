package seal

import (
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
)

// Shred destroys the key of a record: what is sealed in it can never be opened
// again, nor after a backup from before is restored here. The reason is logged.
// Faults: NotFound when nothing is sealed in the record; Invalid required.
func (k *Keys) Shred(ctx context.Context, recordID, reason string) error {
	if reason == "" {
		return fault.New(fault.Invalid, "required", fault.Field("reason"))
	}
	if recordID == digestKey {
		return fault.New(fault.NotFound, "not_found")
	}
	if _, err := k.recordKey(ctx, recordID); fault.Is(err, fault.NotFound) {
		return fmt.Errorf("shred: %w", err)
	}
	// First where every restore looks it up: a shredding that is torn here is
	// finished by the next try, or by the restore.
	err := db.InControlTx(ctx, func(ctx context.Context) error {
		tx, err := db.Control(ctx)
		if err == nil {
			_, err = tx.NewRaw("INSERT INTO seal_shredded (record_id, slug, at) VALUES (?, ?, ?) ON CONFLICT (record_id) DO NOTHING",
				recordID, db.Province(ctx), db.Now(ctx).UnixMicro()).Exec(ctx)
		}
		return db.Fault(err)
	})
	if err != nil {
		return fmt.Errorf("shred: %w", err)
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		n, err := shred(ctx, []string{recordID})
		if err != nil || n == 0 {
			return err // shredded before
		}
		return audit.Append(ctx, audit.Entry{Action: "seal.shred", Object: recordID, Reason: reason})
	})
}

func shred(ctx context.Context, recordIDs []string) (int64, error) {
	return db.Exec(ctx, "UPDATE seal_record_key SET wrapped = '', shredded_at = ? WHERE record_id IN (?) AND shredded_at = 0",
		db.Now(ctx).UnixMicro(), recordIDs)
}

// Settle readies a province that was just restored: its keys are bound to it,
// and what was shredded since the backup stays shredded. Where the backup comes
// from another installation its keys stay closed until that one's master key is
// named and Rebind is asked for; Settle then says so by its fault, Unavailable
// seal_key_unknown.
func (k *Keys) Settle(ctx context.Context) error {
	tx, err := db.Control(ctx)
	if err != nil {
		return err
	}
	var gone []string
	if err := tx.NewRaw("SELECT record_id FROM seal_shredded ORDER BY record_id").Scan(ctx, &gone); err != nil {
		return db.Fault(err)
	}
	err = db.InTx(ctx, func(ctx context.Context) error {
		for chunk := range slices.Chunk(gone, rewrapBatch) {
			if _, err := shred(ctx, chunk); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("shred again: %w", err)
	}
	_, err = k.Rebind(ctx)
	return err
}
