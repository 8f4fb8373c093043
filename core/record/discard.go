package record

import (
	"context"
	"fmt"
	"strings"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record/row"
)

// Discard throws a draft away; it stays in the database, out of sight. The
// right to update it suffices, or that to discard alone. Faults: NotFound, Forbidden, Stale, Conflict
// not_a_draft.
func (r *Records) Discard(ctx context.Context, recordID string, version int) error {
	a, err := r.load(ctx, recordID, version)
	if err == nil {
		if err = r.Guard.Check(ctx, "update", a.before.Object()); err != nil && r.Guard.Can(ctx, "discard", a.before.Object()) {
			err = nil
		}
	}
	if err == nil && !a.before.Draft {
		err = fault.New(fault.Conflict, "not_a_draft")
	}
	if err != nil {
		return fmt.Errorf("discard %s: %w", printable(recordID), err)
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		if err := r.sign(ctx, []*act{a}); err != nil {
			return err
		}
		n, err := db.Exec(ctx, "UPDATE record SET phase = 'discarded', version = ?, updated_by = ?, updated_at = ? WHERE id = ? AND version = ?",
			a.after.Version, a.after.UpdatedBy, row.Micros(a.after.UpdatedAt), recordID, a.before.Version)
		if err != nil {
			return err
		}
		if n == 0 {
			return row.Stale(a.before)
		}
		a.after.Phase, a.action = Discarded, "discard"
		if err := row.AddRevisions(ctx, []row.Entry{a.revision([]FieldChange{})}); err != nil {
			return err
		}
		err = audit.Append(ctx, audit.Entry{Action: "record.discard", Object: recordID, Kind: a.before.Kind, UnitID: a.before.UnitID})
		if err != nil {
			return err
		}
		return r.watch(ctx, Change{Kind: a.kind.Kind, Before: a.before, After: a.after, Action: a.action})
	})
}

// printable is an id as an error text may carry it.
func printable(s string) string { return strings.ToValidUTF8(row.Cut(s, 40), "?") }
