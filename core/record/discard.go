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
	return r.DiscardAll(ctx, []string{recordID}, version)
}

// DiscardAll throws drafts away that stand at the version, all of them or none.
// Faults: those of Discard for any of them.
func (r *Records) DiscardAll(ctx context.Context, recordIDs []string, version int) error {
	var acts []*act.Act
	found, err := row.FindAll(ctx, r.Kinds, recordIDs)
	for i := 0; i < len(found) && err == nil; i++ {
		var a *act.Act
		if a, err = r.admit(ctx, found[i], version); err == nil {
			acts, err = append(acts, a), r.MayDiscard(ctx, a.Before)
		}
		if err == nil && !a.Before.Draft {
			err = fault.New(fault.Conflict, "not_a_draft")
		}
	}
	if err != nil {
		return fmt.Errorf("discard: %w", err)
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		if err := r.sign(ctx, acts); err != nil {
			return err
		}
		var entries []audit.Entry
		var changes []Change
		for _, a := range acts {
			a.After.Phase, a.Action = Discarded, "discard"
			r.NoteStandIn(ctx, a, access.Update)
			entries = append(entries, audit.Entry{Action: "record.discard", Object: a.After.ID, Kind: a.After.Kind, UnitID: a.After.UnitID, Detail: a.Account(nil)})
			changes = append(changes, Change{Kind: a.Kind.Kind, Before: a.Before, After: a.After, Action: a.Action})
		}
		if err := row.Discard(ctx, revisionsOf(acts)); err != nil {
			return err
		}
		if err := audit.AppendAll(ctx, entries); err != nil {
			return err
		}
		return r.watch(ctx, changes...)
	})
}
