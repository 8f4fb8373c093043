package record

import (
	"context"
	"fmt"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/unit"
)

// commit stores the act: one transaction with everything that follows from it.
func (r *Records) commit(ctx context.Context, a *act) (*Record, error) {
	err := db.InTx(ctx, func(ctx context.Context) error {
		if err := a.remember(ctx); err != nil {
			return err
		}
		if err := db.Lock(ctx, "record:"+a.after.ID); err != nil {
			return err
		}
		return r.store(ctx, a)
	})
	if err != nil {
		return nil, err
	}
	a.after.Warnings = a.warnings
	return a.after, nil
}

// store writes the rows of an act in the open transaction.
func (r *Records) store(ctx context.Context, a *act) error {
	if err := r.sign(ctx, a); err != nil {
		return err
	}
	var err error
	if a.before == nil {
		err = insert(ctx, a.kind, a.after)
	} else {
		err = update(ctx, a.kind, a.before, a.after, len(a.changed()) > 0)
	}
	if err != nil {
		return err
	}
	if err := a.links(ctx); err != nil {
		return err
	}
	for _, e := range a.effects {
		if err := r.effect(ctx, a, e); err != nil {
			return fmt.Errorf("effect %s: %w", e.IdemKey, err)
		}
	}
	if a.before != nil {
		if _, err := exec(ctx, "DELETE FROM record_pending WHERE record_id = ? AND person = ?", a.after.ID, a.after.UpdatedBy); err != nil {
			return err
		}
	}
	changes := a.differences()
	if err := a.revise(ctx, changes); err != nil {
		return err
	}
	return r.tell(ctx, a)
}

// sign puts on the record who changes it, when, and its number.
func (r *Records) sign(ctx context.Context, a *act) error {
	now, by := db.Now(ctx), identity.By(ctx)
	rec := a.after
	rec.UpdatedBy, rec.UpdatedAt = by, now
	rec.SchemaRev = r.Kinds.Rev(ctx, rec.Kind)
	if a.before == nil {
		rec.CreatedBy, rec.CreatedAt, rec.Version = by, now, 1
	} else {
		rec.Version = a.before.Version + 1
	}
	if a.move == nil {
		return nil
	}
	if rec.Actors == nil {
		rec.Actors = map[string]string{}
	}
	rec.Actors[a.move.Name] = by
	if a.move.Number && rec.Number == "" && a.kind.Kind.Number != "" {
		number, err := r.number(ctx, a)
		if err != nil {
			return fmt.Errorf("take number: %w", err)
		}
		rec.Number = number
	}
	return nil
}

// tell logs the act, asks the watchers and publishes the step.
func (r *Records) tell(ctx context.Context, a *act) error {
	rec := a.after
	detail := map[string]any{"version": rec.Version, "state": rec.State}
	if a.selfApproved {
		detail["self_approval"] = true
	}
	err := audit.Append(ctx, audit.Entry{Action: "record." + a.action, Object: rec.ID, Kind: rec.Kind, UnitID: rec.UnitID, Reason: a.reason, Detail: detail})
	if err != nil {
		return fmt.Errorf("log: %w", err)
	}
	if err := r.watch(ctx, Change{Kind: a.kind.Kind, Before: a.before, After: rec, Slots: a.docs, Action: a.action}); err != nil {
		return err
	}
	if a.move == nil {
		return nil
	}
	return r.publish(ctx, sdk.Happening{Name: rec.Kind + "." + a.move.Name, Kind: rec.Kind, RecordID: rec.ID, UnitID: rec.UnitID})
}

func (r *Records) watch(ctx context.Context, c Change) error {
	for _, w := range r.Watchers {
		if err := w.Recorded(ctx, c); err != nil {
			return fmt.Errorf("watch %s: %w", c.Action, err)
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
