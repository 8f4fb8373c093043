package record

import (
	"context"
	"fmt"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/record/row"
)

// Within runs fn in a transaction around the record: permission for action
// ("attach", "detach"), a revision with notes, audit and Watchers. The version
// does not move: an open form stays good. Faults: NotFound, Forbidden,
// Conflict record_closed or module_disabled, and fn's own.
func (r *Records) Within(ctx context.Context, recordID, action string, fn func(ctx context.Context) error, notes ...FieldChange) error {
	if !id.Valid(recordID, "rec") {
		return fmt.Errorf("%s %s: %w", action, printable(recordID), fault.New(fault.NotFound, "not_found"))
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
		a.action, a.after = action, a.before
		if err := r.evidence(ctx, []*act{a}); err != nil {
			return err
		}
		if notes == nil {
			notes = []FieldChange{}
		}
		if err := row.AddRevisions(ctx, []row.Entry{a.revision(notes)}); err != nil {
			return err
		}
		entry := audit.Entry{Action: "record." + action, Object: recordID, Kind: a.before.Kind, UnitID: a.before.UnitID}
		if err := audit.Append(ctx, entry); err != nil {
			return fmt.Errorf("log: %w", err)
		}
		return r.watch(ctx, Change{Kind: a.kind.Kind, Before: a.before, After: a.before, Slots: a.docs, Action: action})
	})
	if err != nil {
		return fmt.Errorf("%s %s: %w", action, printable(recordID), err)
	}
	return nil
}

// mayTouch asks the gate; taking off goes by the right to put on. A finished
// record's evidence is settled: only the system may still note what it finds.
func (r *Records) mayTouch(ctx context.Context, a *act, action string) error {
	if a.actor.System != "" {
		return nil
	}
	right := action
	if action == "detach" {
		right = "attach"
	}
	if err := r.Guard.Check(ctx, right, a.before.Object()); err != nil {
		return err
	}
	if !a.before.Open() {
		return fault.New(fault.Conflict, "record_closed")
	}
	return nil
}
