package record

import (
	"cmp"
	"context"
	"errors"
	"maps"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/idempotency"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/sdk"
)

// keep saves what a person typed when the module that must decide is away: on
// the draft itself, else beside the record. The answer stays why, with the
// record's id.
func (r *Records) keep(ctx context.Context, a *act.Act, why error) error {
	draft := a.After.ID
	err := r.save(ctx, a)
	if errors.Is(err, idempotency.ErrTaken) { // a twin was kept first
		var twin *keptDraft
		if twin, err = r.kept(ctx, a.Repeat); twin != nil {
			draft = twin.id
		}
	}
	if err != nil {
		return errors.Join(why, err)
	}
	f := *fault.Of(why)
	f.Params = maps.Clone(f.Params)
	if f.Params == nil {
		f.Params = map[string]string{}
	}
	f.Params["draft"] = draft
	return &f
}

func (r *Records) save(ctx context.Context, a *act.Act) error {
	if a.Before != nil && !a.Before.Draft {
		return r.setAside(ctx, a)
	}
	draft := &act.Act{Op: sdk.OpUpdate, Action: "update", Kind: a.Kind, Before: a.Before, Input: a.Input, Actor: a.Actor,
		KeepKey: a.KeepKey, Province: a.Province, Today: a.Today, Book: a.Book}
	if a.Before != nil {
		draft.After = a.Before.Clone()
	} else {
		state := a.Kind.Lifecycle.State(a.Kind.Lifecycle.Initial)
		draft.Op, draft.Action = sdk.OpCreate, "create"
		draft.After = &Record{ID: a.After.ID, Kind: a.Kind.Full, UnitID: a.After.UnitID, UnitPath: a.After.UnitPath, Branch: a.After.Branch, State: state.ID,
			Phase: state.Phase, Draft: state.Phase == Draft, CreatedBy: a.After.CreatedBy, Fields: map[string]any{}}
	}
	if err := r.think(ctx, []*act.Act{draft}); err != nil || draft.Err != nil {
		return cmp.Or(err, draft.Err)
	}
	if a.Before != nil && len(draft.Changed()) == 0 {
		return nil
	}
	if a.Repeat != nil && !a.Kept {
		version := 1
		if a.Before != nil {
			version = a.Before.Version + 1
		}
		draft.Repeat = keptKey(a.Repeat, a.After.ID, version)
	}
	if err := r.commit(ctx, []*act.Act{draft}); err != nil {
		return err
	}
	return draft.Err
}

func (r *Records) setAside(ctx context.Context, a *act.Act) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		_, err := db.Exec(ctx, `INSERT INTO record_pending (record_id, person, action, fields, reason, at) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (record_id, person) DO UPDATE SET action = EXCLUDED.action, fields = EXCLUDED.fields, reason = EXCLUDED.reason, at = EXCLUDED.at`,
			a.After.ID, identity.By(ctx), a.Action, row.JSONText(kind.Unsealed(a.Input)), a.Reason, row.Micros(db.Now(ctx)))
		return err
	})
}
