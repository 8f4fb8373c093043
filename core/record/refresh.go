package record

import (
	"context"
	"errors"
	"fmt"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/unit"
)

// RefreshJob is the kind of the daily job, RefreshCron when it runs.
const (
	RefreshJob  = "record.refresh"
	RefreshCron = "5 0 * * *"
)

// sweepBatch is how many records one transaction of a daily job touches.
const sweepBatch = 200

// Refresh shows every open record whose due date has passed to the watchers
// again: what depends on today may count otherwise since midnight.
func (r *Records) Refresh(ctx context.Context, _ job.Job) error {
	today := calendar.Today(db.Now(ctx)).String()
	return r.sweep(ctx, "phase IN ('active', 'returned') AND due_on < ?", today, func(ctx context.Context, rec *Record) error {
		c, err := r.shown(ctx, rec, "refresh")
		if fault.Is(err, fault.NotFound) {
			return nil // its module is gone
		}
		if err != nil {
			return err
		}
		return r.watch(ctx, c)
	})
}

// Shown is a record as watchers are shown it, nothing having changed.
func (r *Records) Shown(ctx context.Context, recordID string) (Change, error) {
	rec, err := row.Find(ctx, recordID)
	if err == nil {
		err = r.Fill(ctx, rec)
	}
	if err != nil {
		return Change{}, err
	}
	return r.shown(ctx, rec, "refresh")
}

func (r *Records) shown(ctx context.Context, rec *Record, action string) (Change, error) {
	k, err := r.Kinds.Of(ctx, rec.Kind)
	if err != nil {
		return Change{}, err
	}
	a := &act.Act{Kind: k, Before: rec}
	if err := r.CountEvidence(ctx, a); err != nil {
		return Change{}, err
	}
	return Change{Kind: k.Kind, Before: rec, After: rec, Slots: a.Docs, Action: action}, nil
}

// sweep walks records in batches, each in a transaction of its own.
func (r *Records) sweep(ctx context.Context, where string, arg any, fn func(ctx context.Context, rec *Record) error) error {
	for last, more := "", true; more; {
		err := db.InTx(ctx, func(ctx context.Context) error {
			found, err := row.Select(ctx, "SELECT "+row.Directory+" FROM record WHERE "+where+" AND id > ? ORDER BY id LIMIT ?", arg, last, sweepBatch)
			if err != nil {
				return err
			}
			if err := r.Fill(ctx, found...); err != nil {
				return err
			}
			for _, rec := range found {
				if err := fn(ctx, rec); err != nil {
					return fmt.Errorf("record %s: %w", rec.ID, err)
				}
				last = rec.ID
			}
			more = len(found) == sweepBatch
			return nil
		})
		if err != nil {
			return fmt.Errorf("sweep records: %w", err)
		}
	}
	return nil
}

// Recompute computes the deadlines of open records anew after the calendar or
// the province's lengths changed, and says how many moved. Each move is a
// revision "deadline"; what has ended stays as it was.
func (r *Records) Recompute(ctx context.Context) (int, error) {
	moved := 0
	err := r.sweep(ctx, "deadlines <> '[]' AND phase <> ?", Discarded, func(ctx context.Context, rec *Record) error {
		k, err := r.Kinds.Of(ctx, rec.Kind)
		if err != nil || !rec.Open() {
			return nil //nolint:nilerr // its module is gone: nothing to count by
		}
		a := &act.Act{Op: sdk.OpUpdate, Action: "deadline", Kind: k, Before: rec, After: rec.Clone()}
		if err := a.Open(identity.System(ctx, "deadline")); err != nil {
			return err
		}
		if err := errors.Join(r.CountEvidence(ctx, a), r.settle(ctx, a)); err != nil {
			return err
		}
		if len(a.Changed()) == 0 {
			return nil
		}
		moved++
		return r.store(identity.System(ctx, "deadline"), []*act.Act{a})
	})
	return moved, err
}

// Moved rewrites the paths of records when a unit's path changes; it is a
// unit.Mover and runs in the move's transaction.
func (r *Records) Moved(ctx context.Context, oldPath, newPath string) error {
	from, to := unit.Range(oldPath)
	for _, column := range []string{"unit_path", "to_path"} {
		if _, err := db.Exec(ctx, "UPDATE record SET "+column+" = ? || substr("+column+", ?) WHERE "+column+" >= ? AND "+column+" < ?",
			newPath, len(oldPath)+1, from, to); err != nil {
			return fmt.Errorf("move records: %w", err)
		}
	}
	if err := moveDeliveries(ctx, oldPath, newPath, from, to); err != nil {
		return fmt.Errorf("move deliveries: %w", err)
	}
	return nil
}
