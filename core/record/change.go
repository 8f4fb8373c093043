package record

import (
	"cmp"
	"context"
	"fmt"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/read"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/sdk"
)

// Change sets fields (nil clears one). Version 0 means: whatever is current.
// Faults: NotFound, Forbidden, Invalid, Stale, Conflict record_closed or
// module_disabled.
func (r *Records) Change(ctx context.Context, recordID string, version int, fields map[string]any, reason string) (*Record, error) {
	return r.carry(ctx, nil, func(ctx context.Context) (*act.Act, error) {
		a, err := r.load(ctx, recordID, 0)
		if err == nil {
			err = r.edit(ctx, a, version, fields, reason)
		}
		if err != nil {
			return nil, fmt.Errorf("change %s: %w", recordID, err)
		}
		return a, nil
	})
}

// edit makes the act a plain change of fields. A form that was open while evidence
// came in is still good.
func (r *Records) edit(ctx context.Context, a *act.Act, version int, fields map[string]any, reason string) error {
	if version != 0 && version != a.Before.Version {
		if same, err := onlyTouched(ctx, a.Before, version); err != nil || !same {
			return cmp.Or(err, row.Stale(a.Before))
		}
	}
	a.Pinned = version != 0
	if err := r.Guard.Check(ctx, access.Update, a.Before.Object()); err != nil {
		return read.Refused(err, access.Update)
	}
	if err := a.Settled(); err != nil {
		return err
	}
	a.Op, a.Action, a.Input, a.Reason = sdk.OpUpdate, "update", fields, reason
	return nil
}

// load begins an act on a record the actor may read.
func (r *Records) load(ctx context.Context, recordID string, version int) (*act.Act, error) {
	before, err := row.Find(ctx, recordID)
	if err != nil {
		return nil, err
	}
	if err := r.Fill(ctx, before); err != nil {
		return nil, err
	}
	return r.admit(ctx, before, version)
}

// admit begins an act on a record that was read whole, if the actor may read
// it, its module is on and the version is the one they saw.
func (r *Records) admit(ctx context.Context, before *Record, version int) (*act.Act, error) {
	if err := r.MayRead(ctx, before); err != nil {
		return nil, err
	}
	k, err := r.Kinds.Of(ctx, before.Kind)
	if err != nil {
		return nil, err
	}
	if err := r.Kinds.Writable(ctx, k, before.UnitPath); err != nil {
		return nil, err
	}
	if version != 0 && version != before.Version {
		return nil, row.Stale(before)
	}
	a := &act.Act{Kind: k, Before: before, After: before.Clone(), Pinned: version != 0}
	return a, a.Open(ctx)
}
