package record

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/unit"
)

// failed ends a transaction because of one act; the others are done without it.
type failed struct {
	act *act
	err error
}

func (f *failed) Error() string { return f.err.Error() }

// Unwrap is what the act failed with.
func (f *failed) Unwrap() error { return f.err }

// commit stores the acts: one transaction with everything that follows from
// them. An act that cannot be stored after all is taken out and the rest tried
// again.
func (r *Records) commit(ctx context.Context, acts []*act) error {
	for {
		live := alive(acts)
		if len(live) == 0 {
			return nil
		}
		err := db.InTx(ctx, func(ctx context.Context) error {
			if err := remember(ctx, live); err != nil {
				return err
			}
			if err := lock(ctx, live); err != nil {
				return err
			}
			return r.store(ctx, live)
		})
		var one *failed
		if !errors.As(err, &one) {
			return err
		}
		one.act.err = one.err
	}
}

// lock takes the records in the order of their ids, so that no two batches wait
// for each other.
func lock(ctx context.Context, acts []*act) error {
	var ids []string
	for _, a := range acts {
		if a.before != nil {
			ids = append(ids, a.after.ID)
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		if err := db.Lock(ctx, "record:"+id); err != nil {
			return err
		}
	}
	return nil
}

// store writes everything the acts come to in the open transaction: few
// statements, however many acts.
func (r *Records) store(ctx context.Context, acts []*act) error {
	if err := r.sign(ctx, acts); err != nil {
		return err
	}
	if err := insert(ctx, acts); err != nil {
		return err
	}
	for _, a := range acts {
		if a.before == nil {
			continue
		}
		if err := row.Update(ctx, a.kind, a.before, a.after, len(a.changed()) > 0); err != nil {
			return &failed{a, err}
		}
	}
	if err := keepLinks(ctx, acts); err != nil {
		return err
	}
	if err := r.effects(ctx, acts); err != nil {
		return err
	}
	if err := forgetPending(ctx, acts); err != nil {
		return err
	}
	if err := row.AddRevisions(ctx, revisionsOf(acts)); err != nil {
		return err
	}
	return r.tell(ctx, acts)
}

// forgetPending drops input kept for the person that has now been stored.
func forgetPending(ctx context.Context, acts []*act) error {
	var ids []string
	for _, a := range acts {
		if a.before != nil {
			ids = append(ids, a.after.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	_, err := db.Exec(ctx, "DELETE FROM record_pending WHERE record_id IN (?) AND person = ?", ids, identity.By(ctx))
	return err
}

// sign puts on the records who changes them, when, and their numbers. It may
// run again on the same acts when the transaction does.
func (r *Records) sign(ctx context.Context, acts []*act) error {
	now, by := db.Now(ctx), identity.By(ctx)
	var numbered []*act
	for _, a := range acts {
		rec := a.after
		rec.UpdatedBy, rec.UpdatedAt = by, now
		rec.SchemaRev = r.Kinds.Rev(ctx, rec.Kind)
		if a.before == nil {
			rec.CreatedBy, rec.CreatedAt, rec.Version = by, now, 1
		} else {
			rec.Version = a.before.Version + 1
		}
		if a.move == nil {
			continue
		}
		if rec.Actors == nil {
			rec.Actors = map[string]string{}
		}
		rec.Actors[a.move.Name] = by
		if a.move.Number && a.kind.Kind.Number != "" && (a.before == nil || a.before.Number == "") {
			numbered = append(numbered, a)
		}
	}
	if err := r.number(ctx, numbered); err != nil {
		return fmt.Errorf("take number: %w", err)
	}
	return nil
}

// tell logs the acts, asks the watchers and publishes the steps.
func (r *Records) tell(ctx context.Context, acts []*act) error {
	entries := make([]audit.Entry, len(acts))
	changes := make([]Change, len(acts))
	for i, a := range acts {
		detail := map[string]any{"version": a.after.Version, "state": a.after.State}
		if a.selfApproved {
			detail["self_approval"] = true
		}
		entries[i] = audit.Entry{Action: "record." + a.action, Object: a.after.ID, Kind: a.after.Kind, UnitID: a.after.UnitID, Reason: a.reason, Detail: detail}
		changes[i] = Change{Kind: a.kind.Kind, Before: a.before, After: a.after, Slots: a.docs, Action: a.action}
	}
	if err := audit.AppendAll(ctx, entries); err != nil {
		return fmt.Errorf("log: %w", err)
	}
	if err := r.watch(ctx, changes...); err != nil {
		return err
	}
	for _, a := range acts {
		if a.move == nil {
			continue
		}
		step := sdk.Happening{Name: a.after.Kind + "." + a.move.Name, Kind: a.after.Kind, RecordID: a.after.ID, UnitID: a.after.UnitID}
		if err := r.publish(ctx, step); err != nil {
			return err
		}
	}
	return nil
}

func (r *Records) watch(ctx context.Context, changes ...Change) error {
	for _, w := range r.Watchers {
		if err := w.Recorded(ctx, changes); err != nil {
			return fmt.Errorf("watch: %w", err)
		}
	}
	return nil
}

// post is the post the actor acts from: one over the record's unit or its
// addressee, else the first.
func (a *act) post() identity.Post {
	for _, p := range a.actor.Posts {
		if unit.Under(a.after.UnitPath, p.UnitPath) || a.after.ToPath != "" && unit.Under(a.after.ToPath, p.UnitPath) {
			return p
		}
	}
	if len(a.actor.Posts) > 0 {
		return a.actor.Posts[0]
	}
	return identity.Post{}
}

// insert writes the rows of the acts' new records.
func insert(ctx context.Context, acts []*act) error {
	var list []row.NewRow
	for _, a := range acts {
		if a.before == nil {
			list = append(list, row.NewRow{Kind: a.kind, Record: a.after})
		}
	}
	return row.Insert(ctx, list)
}
