package record

import (
	"context"
	"errors"
	"fmt"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/sdk"
)

// failed ends a transaction because of one act; the others are done without it.
type failed struct {
	act *act.Act
	err error
}

func (f *failed) Error() string { return f.err.Error() }

// Unwrap is what the act failed with.
func (f *failed) Unwrap() error { return f.err }

// commit stores the acts: one transaction with everything that follows from
// them. An act that cannot be stored after all is taken out and the rest tried
// again.
func (r *Records) commit(ctx context.Context, acts []*act.Act) error {
	for _, a := range act.Alive(acts) {
		row.FindWords(a.Kind, a.After)
	}
	for {
		live := act.Alive(acts)
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
		one.act.Err = one.err
	}
}

// lock takes the records.
func lock(ctx context.Context, acts []*act.Act) error {
	var names []string
	for _, a := range acts {
		if a.Before != nil {
			names = append(names, "record:"+a.After.ID)
		}
	}
	return db.Lock(ctx, names...)
}

// store writes everything the acts come to in the open transaction: few
// statements, however many acts.
func (r *Records) store(ctx context.Context, acts []*act.Act) error {
	if err := r.sign(ctx, acts); err != nil {
		return err
	}
	if err := insert(ctx, acts); err != nil {
		return err
	}
	for _, a := range acts {
		if a.Before == nil {
			continue
		}
		if err := row.Update(ctx, a.Kind, a.Before, a.After, len(a.Changed()) > 0); err != nil {
			return &failed{a, err}
		}
	}
	if err := r.bindEvidence(ctx, acts); err != nil {
		return fmt.Errorf("bind evidence: %w", err)
	}
	if err := keepKeys(ctx, acts); err != nil {
		return err
	}
	if err := act.KeepLinks(ctx, acts); err != nil {
		return err
	}
	if err := keepDeliveries(ctx, acts); err != nil {
		return err
	}
	if err := shred(ctx, acts); err != nil {
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
func forgetPending(ctx context.Context, acts []*act.Act) error {
	var ids []string
	for _, a := range acts {
		if a.Before != nil {
			ids = append(ids, a.After.ID)
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
func (r *Records) sign(ctx context.Context, acts []*act.Act) error {
	now, by := db.Now(ctx), identity.By(ctx)
	var numbered []*act.Act
	for _, a := range acts {
		r.NoteStandIn(ctx, a, a.Action)
		rec := a.After
		rec.UpdatedBy, rec.UpdatedAt = by, now
		rec.SchemaRev = r.Kinds.Rev(ctx, rec.Kind)
		if a.Before == nil {
			rec.CreatedBy, rec.CreatedAt, rec.Version = a.Maker(by), now, 1
		} else {
			rec.Version = a.Before.Version + 1
		}
		if a.Authors() {
			rec.AddAuthor(a.Actor.PersonID)
		}
		if entry := a.Entry(); entry != nil && entry.Number && a.Kind.Kind.Number != "" && (a.Before == nil || a.Before.Number == "") {
			numbered = append(numbered, a)
		}
		if a.Move == nil {
			continue
		}
		if rec.Actors == nil {
			rec.Actors = map[string]string{}
		}
		rec.Actors[a.Move.Name] = by
	}
	if err := r.number(ctx, numbered); err != nil {
		return fmt.Errorf("take number: %w", err)
	}
	return nil
}

// tell logs the acts, asks the watchers and publishes the steps.
func (r *Records) tell(ctx context.Context, acts []*act.Act) error {
	entries := make([]audit.Entry, len(acts))
	changes := make([]Change, len(acts))
	for i, a := range acts {
		detail := a.Account(map[string]any{"version": a.After.Version, "state": a.After.State})
		entries[i] = audit.Entry{Action: "record." + a.Action, Object: a.After.ID, Kind: a.After.Kind, UnitID: a.After.UnitID, Reason: a.Reason, Detail: detail}
		changes[i] = Change{Kind: a.Kind.Kind, Before: a.Before, After: a.After, Slots: a.Docs, Action: a.Action}
	}
	if err := audit.AppendAll(ctx, entries); err != nil {
		return fmt.Errorf("log: %w", err)
	}
	if err := r.watch(ctx, changes...); err != nil {
		return err
	}
	var steps []sdk.Happening
	for _, a := range acts {
		if a.Move != nil {
			steps = append(steps, sdk.Happening{Name: a.After.Kind + "." + a.Move.Name, Kind: a.After.Kind, RecordID: a.After.ID, UnitID: a.After.UnitID})
		}
	}
	return r.publish(ctx, steps...)
}

func (r *Records) watch(ctx context.Context, changes ...Change) error {
	for _, w := range r.Watchers {
		if err := w.Recorded(ctx, changes); err != nil {
			return fmt.Errorf("watch: %w", err)
		}
	}
	return nil
}

// insert writes the rows of the acts' new records.
func insert(ctx context.Context, acts []*act.Act) error {
	var list []row.NewRow
	for _, a := range acts {
		if a.Before == nil {
			list = append(list, row.NewRow{Kind: a.Kind, Record: a.After})
		}
	}
	return row.Insert(ctx, list)
}

func revisionsOf(acts []*act.Act) []row.Entry {
	out := make([]row.Entry, len(acts))
	for i, a := range acts {
		out[i] = a.Revision(a.Differences())
	}
	return out
}
