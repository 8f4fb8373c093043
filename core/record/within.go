package record

import (
	"context"
	"fmt"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/row"
)

// Within runs fn in a transaction around the record: permission for action
// ("attach", "detach"), a revision with notes, audit and Watchers. The version
// does not move: an open form stays good. Faults: NotFound, Forbidden,
// Conflict record_closed or module_disabled, and fn's own.
func (r *Records) Within(ctx context.Context, recordID, action string, fn func(ctx context.Context) error, notes ...FieldChange) error {
	if !id.Valid(recordID, "rec") {
		return fmt.Errorf("%s %s: %w", action, row.Printable(recordID), fault.New(fault.NotFound, "not_found"))
	}
	err := db.InTx(ctx, func(ctx context.Context) error {
		if err := db.Lock(ctx, "record:"+recordID); err != nil {
			return err
		}
		a, err := r.load(ctx, recordID, 0)
		if err != nil {
			return err
		}
		if err := r.mayTouch(ctx, a, action); err != nil {
			return err
		}
		if err := fn(ctx); err != nil {
			return err
		}
		a.Action, a.After = action, a.Before
		if err := r.CountEvidence(ctx, a); err != nil {
			return err
		}
		if notes == nil {
			notes = []FieldChange{}
		}
		if err := row.AddRevisions(ctx, []row.Entry{a.Revision(notes)}); err != nil {
			return err
		}
		entry := audit.Entry{Action: "record." + action, Object: recordID, Kind: a.Before.Kind, UnitID: a.Before.UnitID}
		if err := audit.Append(ctx, entry); err != nil {
			return fmt.Errorf("log: %w", err)
		}
		return r.watch(ctx, Change{Kind: a.Kind.Kind, Before: a.Before, After: a.Before, Slots: a.Docs, Action: action})
	})
	if err != nil {
		return fmt.Errorf("%s %s: %w", action, row.Printable(recordID), err)
	}
	return nil
}

// mayTouch asks the gate; taking off goes by the right to put on. A finished
// record's evidence is settled: only the system may still note what it finds.
func (r *Records) mayTouch(ctx context.Context, a *act.Act, action string) error {
	if a.Actor.System != "" {
		return nil
	}
	right := action
	if action == "detach" {
		right = "attach"
	}
	if err := r.Guard.Check(ctx, right, a.Before.Object()); err != nil {
		return err
	}
	if !a.Before.Open() {
		return fault.New(fault.Conflict, "record_closed")
	}
	return nil
}
