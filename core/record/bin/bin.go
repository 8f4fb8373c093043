package bin

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/row"
)

// Kept is how long a discarded draft can be restored.
const Kept = 30 * 24 * time.Hour

// most is how many are listed.
const most = 100

// Bin is the discarded drafts of the province in ctx.
type Bin struct{ Records *record.Records }

// mine is the condition of drafts the actor made or discarded and can take back.
const mine = "phase = 'discarded' AND updated_at >= ? AND (created_by = ? OR updated_by = ?)"

// List is the actor's discarded drafts that they may still change, the last
// discarded first, at most 100.
// UpdatedAt is when each was discarded, UpdatedBy by whom.
func (b *Bin) List(ctx context.Context) ([]*record.Record, error) {
	me, since := identity.By(ctx), row.Micros(db.Now(ctx).Add(-Kept))
	found, err := row.Select(ctx, "SELECT "+row.Directory+" FROM record WHERE "+mine+" ORDER BY updated_at DESC, id LIMIT ?", since, me, me, most)
	if err != nil {
		return nil, fmt.Errorf("list discarded drafts: %w", err)
	}
	return slices.DeleteFunc(found, func(rec *record.Record) bool { return b.mayChange(ctx, rec) != nil }), nil
}

// mayChange is nil for who may still write or discard the draft: a post that ended
// shows nothing any more.
func (b *Bin) mayChange(ctx context.Context, rec *record.Record) error {
	err := b.Records.Guard.Check(ctx, access.Update, rec.Object())
	if err != nil && b.Records.Guard.Can(ctx, "discard", rec.Object()) {
		return nil
	}
	return err
}

// Restore makes a discarded draft a draft again. Faults: NotFound for what is no
// discarded draft of the actor's, or was one too long; those of Guard.Check for who
// may no longer change it; Invalid unit_closed; Conflict module_disabled.
func (b *Bin) Restore(ctx context.Context, recordID string) (*record.Record, error) {
	var out *record.Record
	err := db.InTx(ctx, func(ctx context.Context) error {
		if !id.Valid(recordID, "rec") {
			return fault.New(fault.NotFound, "not_found")
		}
		if err := db.Lock(ctx, "record:"+recordID); err != nil {
			return err
		}
		me, since := identity.By(ctx), row.Micros(db.Now(ctx).Add(-Kept))
		found, err := row.Select(ctx, "SELECT "+row.Directory+" FROM record WHERE id = ? AND "+mine, recordID, since, me, me)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return fault.New(fault.NotFound, "not_found")
		}
		out, err = b.restore(ctx, found[0])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("restore %s: %w", row.Printable(recordID), err)
	}
	return out, nil
}

func (b *Bin) restore(ctx context.Context, before *record.Record) (*record.Record, error) {
	if err := b.mayChange(ctx, before); err != nil {
		return nil, err
	}
	u, err := b.Records.Tree.Get(ctx, before.UnitID)
	if err != nil {
		return nil, err
	}
	if !u.Open() {
		return nil, fault.New(fault.Invalid, "unit_closed", fault.Field("unit"))
	}
	k, err := b.Records.Kinds.Of(ctx, before.Kind)
	if err != nil {
		return nil, err
	}
	if err := b.Records.Kinds.Writable(ctx, k, before.UnitPath); err != nil {
		return nil, err
	}
	a := &act.Act{Kind: k, Action: "restore", Before: before, After: before.Clone()}
	if err := a.Open(ctx); err != nil {
		return nil, err
	}
	if err := row.Fill(ctx, b.Records.Kinds, a.Before, a.After); err != nil {
		return nil, err
	}
	b.Records.NoteStandIn(ctx, a, access.Update)
	a.After.Phase, a.After.Version, a.After.UpdatedBy, a.After.UpdatedAt = record.Draft, before.Version+1, identity.By(ctx), db.Now(ctx)
	n, err := db.Exec(ctx, "UPDATE record SET phase = 'draft', version = ?, updated_by = ?, updated_at = ? WHERE id = ? AND version = ?",
		a.After.Version, a.After.UpdatedBy, row.Micros(a.After.UpdatedAt), before.ID, before.Version)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, row.Stale(before)
	}
	if err := row.AddRevisions(ctx, []row.Entry{a.Revision([]record.FieldChange{})}); err != nil {
		return nil, err
	}
	if err := audit.Append(ctx, audit.Entry{Action: "record.restore", Object: before.ID, Kind: before.Kind, UnitID: before.UnitID, Detail: a.Account(nil)}); err != nil {
		return nil, err
	}
	if err := b.Records.CountEvidence(ctx, a); err != nil {
		return nil, err
	}
	for _, w := range b.Records.Watchers {
		if err := w.Recorded(ctx, []record.Change{{Kind: k.Kind, Before: a.Before, After: a.After, Slots: a.Docs, Action: a.Action}}); err != nil {
			return nil, fmt.Errorf("watch: %w", err)
		}
	}
	return a.After, nil
}
