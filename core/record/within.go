package record

import (
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/read"
	"github.com/doanket/doanket/core/record/row"
)

// What is done to the evidence of a record. The system's own findings have
// actions of their own.
const (
	Attach   = "attach"   // puts a document into a slot
	Detach   = "detach"   // takes one off
	Replace  = "replace"  // gives one a new version
	Describe = "describe" // corrects what its face says
	Classify = "classify" // says where the record counts; nothing of it changes
)

// Touch is what is done to a record's evidence: in which slots, and what history
// says of it.
type Touch struct {
	Action string
	Slots  []string
	Notes  []FieldChange
	Reason string
}

// notes are what history says. What is done in slots of the owner's side alone stands
// under one of them, so that nobody else is told of it; else under none of these.
func (t Touch) notes(k *manifest.Kind) []FieldChange {
	own := func(code string) bool { s := k.Slot(code); return s != nil && s.Own() }
	out := append([]FieldChange{}, t.Notes...)
	if len(t.Slots) == 0 {
		return out
	}
	shared := slices.IndexFunc(t.Slots, func(code string) bool { return !own(code) })
	for i := range out {
		switch {
		case shared < 0:
			out[i].Field = t.Slots[0]
		case own(out[i].Field):
			out[i].Field = t.Slots[shared]
		}
	}
	return out
}

// Within runs fn in a transaction around the record: whether the slot is open to
// the actor, the next version, a revision with notes, audit and Watchers. Faults:
// NotFound, Forbidden, Conflict record_closed, slot_settled or module_disabled,
// and fn's own.
func (r *Records) Within(ctx context.Context, recordID string, touch Touch, fn func(ctx context.Context) error) error {
	if !id.Valid(recordID, "rec") {
		return fmt.Errorf("%s %s: %w", touch.Action, row.Printable(recordID), fault.New(fault.NotFound, "not_found"))
	}
	err := db.InTx(ctx, func(ctx context.Context) error {
		if err := db.Lock(ctx, "record:"+recordID); err != nil {
			return err
		}
		a, err := r.load(ctx, recordID, 0)
		if err != nil {
			return err
		}
		if err := r.mayTouch(ctx, a, touch); err != nil {
			return err
		}
		if err := fn(ctx); err != nil {
			return err
		}
		return r.touched(ctx, a, touch)
	})
	if err != nil {
		return fmt.Errorf("%s %s: %w", touch.Action, row.Printable(recordID), err)
	}
	return nil
}

// Touchable answers as Within would whether the actor may do it; nothing is written.
func (r *Records) Touchable(ctx context.Context, recordID string, touch Touch) error {
	a, err := r.load(ctx, recordID, 0)
	if err != nil {
		return err
	}
	return r.mayTouch(ctx, a, touch)
}

// touched moves the record's version on and tells everybody of it.
func (r *Records) touched(ctx context.Context, a *act.Act, touch Touch) error {
	for _, slot := range touch.Slots {
		if a.StandIn == nil {
			r.NoteStandIn(ctx, a, access.AttachTo(slot))
		}
	}
	a.Action, a.Reason = touch.Action, touch.Reason
	a.After.Version, a.After.UpdatedBy, a.After.UpdatedAt = a.Before.Version+1, identity.By(ctx), db.Now(ctx)
	if err := row.Update(ctx, a.Kind, a.Before, a.After, false); err != nil {
		return err
	}
	if err := r.CountEvidence(ctx, a); err != nil {
		return err
	}
	if err := row.AddRevisions(ctx, []row.Entry{a.Revision(touch.notes(a.Kind.Kind))}); err != nil {
		return err
	}
	entry := audit.Entry{Action: "record." + touch.Action, Object: a.After.ID, Kind: a.Before.Kind, UnitID: a.Before.UnitID, Reason: touch.Reason, Detail: a.Account(nil)}
	if err := audit.Append(ctx, entry); err != nil {
		return fmt.Errorf("log: %w", err)
	}
	return r.watch(ctx, Change{Kind: a.Kind.Kind, Before: a.Before, After: a.After, Slots: a.Docs, Action: touch.Action})
}

// mayTouch asks whether the slots are open to the actor. What stands on a paper
// may be corrected in every state, since the paper itself does not change.
func (r *Records) mayTouch(ctx context.Context, a *act.Act, touch Touch) error {
	if a.Actor.System != "" {
		return nil
	}
	for _, slot := range touch.Slots {
		right := read.Refused(r.Guard.Check(ctx, access.AttachTo(slot), a.Before.Object()), access.Attach)
		if right == nil && touch.Action == Describe {
			a.After.AddAuthor(a.Actor.PersonID)
			continue
		}
		if err := r.mayFill(ctx, a, touch.Action, slot, right); err != nil {
			return err
		}
	}
	return nil
}

// mayFill asks for one slot: it is open by the right to attach while the state
// leaves it open, or by a step the actor may take that opens it. Whoever puts in
// evidence by right has a hand in the record; whoever does it for a decision of
// theirs does not by that alone.
func (r *Records) mayFill(ctx context.Context, a *act.Act, action, slot string, right error) error {
	free := right == nil && a.Kind.Lifecycle.State(a.Before.State).Takes(slot)
	steps := r.Openers(ctx, a, slot)
	switch {
	case free || len(steps) > 0:
		if !read.ForDecision(a.Kind.Kind, steps, slot, free) || free && action != Attach {
			a.After.AddAuthor(a.Actor.PersonID)
		}
		return nil
	case right != nil:
		return right
	case !a.Before.Open():
		return fault.New(fault.Conflict, "record_closed")
	}
	return fault.New(fault.Conflict, "slot_settled", fault.Field("slot"))
}

// onlyTouched reports whether nothing but evidence moved the record on since a
// version: then a form that was open meanwhile is still good.
func onlyTouched(ctx context.Context, rec *Record, since int) (bool, error) {
	if since <= 0 || since >= rec.Version {
		return false, nil
	}
	others, err := row.Count(ctx, "SELECT COUNT(*) FROM record_revision WHERE record_id = ? AND version > ? AND action NOT IN (?)",
		rec.ID, since, []string{Attach, Detach, Replace, Describe, Classify})
	return err == nil && others == 0, err
}
