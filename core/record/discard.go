package record

import (
	"context"
	"fmt"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/row"
)

// Discard throws a draft away; it stays in the database, out of sight.
// Faults: NotFound, those of MayDiscard, Stale, Conflict not_a_draft.
func (r *Records) Discard(ctx context.Context, recordID string, version int) error {
	a, err := r.load(ctx, recordID, version)
	if err == nil {
		err = r.MayDiscard(ctx, a.Before)
	}
	if err == nil && !a.Before.Draft {
		err = fault.New(fault.Conflict, "not_a_draft")
	}
	if err != nil {
		return fmt.Errorf("discard %s: %w", row.Printable(recordID), err)
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		if err := r.sign(ctx, []*act.Act{a}); err != nil {
			return err
		}
		n, err := db.Exec(ctx, "UPDATE record SET phase = 'discarded', version = ?, updated_by = ?, updated_at = ? WHERE id = ? AND version = ?",
			a.After.Version, a.After.UpdatedBy, row.Micros(a.After.UpdatedAt), recordID, a.Before.Version)
		if err != nil {
			return err
		}
		if n == 0 {
			return row.Stale(a.Before)
		}
		a.After.Phase, a.Action = Discarded, "discard"
		r.NoteStandIn(ctx, a, access.Update)
		if err := row.AddRevisions(ctx, []row.Entry{a.Revision([]FieldChange{})}); err != nil {
			return err
		}
		err = audit.Append(ctx, audit.Entry{Action: "record.discard", Object: recordID, Kind: a.Before.Kind, UnitID: a.Before.UnitID, Detail: a.Account(nil)})
		if err != nil {
			return err
		}
		return r.watch(ctx, Change{Kind: a.Kind.Kind, Before: a.Before, After: a.After, Action: a.Action})
	})
}
