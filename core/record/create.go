package record

import (
	"context"
	"fmt"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/unit"
)

// Input is what a new record is made of.
type Input struct {
	UnitID  string
	Fields  map[string]any
	Submit  string // transition to run at once, or ""
	IdemKey string // a repeat within a day with the same key gives the same answer
}

// Create makes a record of kind, as a draft or with a first step at once.
// Faults: NotFound for an unknown kind or unit, Forbidden, Invalid with every
// field at fault, Conflict module_disabled, idempotency_mismatch.
func (r *Records) Create(ctx context.Context, kind string, in Input) (*Record, error) {
	keys, err := r.keys(ctx, Command{Kind: kind, UnitID: in.UnitID, Fields: in.Fields, Submit: in.Submit, IdemKey: in.IdemKey})
	if err != nil {
		return nil, err
	}
	key := keys[0]
	if rec, err := r.answered(ctx, key); rec != nil || err != nil {
		return rec, err
	}
	draft, err := r.kept(ctx, key)
	if err != nil {
		return nil, err
	}
	recordID := id.New("rec")
	return r.carry(ctx, key, func(ctx context.Context) (*act.Act, error) {
		var a *act.Act
		var err error
		if draft != nil {
			a, err = r.resume(ctx, draft, in)
		} else {
			a, err = r.begin(ctx, recordID, kind, in)
		}
		if err != nil {
			return nil, fmt.Errorf("create %s: %w", kind, err)
		}
		a.Repeat = key
		return a, nil
	})
}

// begin makes the act of a new record and asks the gate.
func (r *Records) begin(ctx context.Context, recordID, kindName string, in Input) (*act.Act, error) {
	k, err := r.Kinds.Of(ctx, kindName)
	if err != nil {
		return nil, err
	}
	u, err := r.Tree.Get(ctx, in.UnitID)
	if fault.Is(err, fault.NotFound) || in.UnitID == "" {
		return nil, fault.New(fault.Invalid, "unknown_value", fault.Field("unit"))
	}
	if err != nil {
		return nil, err
	}
	if err := r.Kinds.Writable(ctx, k, u.Path); err != nil {
		return nil, err
	}
	state := k.Lifecycle.State(k.Lifecycle.Initial)
	a := &act.Act{Op: sdk.OpCreate, Action: "create", Kind: k, Input: in.Fields,
		After: &Record{ID: recordID, Kind: k.Full, UnitID: u.ID, UnitPath: u.Path, Branch: u.Branch, State: state.ID, Phase: state.Phase, Draft: state.Phase == Draft,
			CreatedBy: identity.By(ctx), Fields: map[string]any{}}}
	if err := a.Open(ctx); err != nil {
		return nil, err
	}
	if !u.Open() {
		return nil, fault.New(fault.Invalid, "unit_closed", fault.Field("unit"))
	}
	if err := owned(k, u); err != nil {
		return nil, err
	}
	gate := access.Object{Kind: k.Full, UnitPath: u.Path, Branch: u.Branch, Draft: a.After.Draft && in.Submit == "", CreatedBy: a.After.CreatedBy}
	if err := r.Guard.Check(ctx, "create", gate); err != nil {
		return nil, err
	}
	if in.Submit == "" {
		return a, nil
	}
	gate.Draft = a.After.Draft
	return a, r.step(ctx, a, in.Submit, gate)
}

// owned refuses a unit of a kind that keeps no such records.
func owned(k *kind.Kind, u *unit.Unit) error {
	if k.OwnedBy(u.Kind) {
		return nil
	}
	return fault.New(fault.Invalid, "not_an_owner", fault.Field("unit", "unit_kind"), fault.Param("unit", u.Name), fault.Param("record_kind", k.Label.VI), fault.Param("record_kind_en", k.Label.EN))
}

// resume goes on from the draft that an earlier try of the same request was
// kept as, when the module was away.
func (r *Records) resume(ctx context.Context, draft *keptDraft, in Input) (*act.Act, error) {
	a, err := r.load(ctx, draft.id, draft.version)
	if err != nil {
		return nil, err
	}
	a.Op, a.Input, a.Kept = sdk.OpTransition, in.Fields, true
	return a, r.step(ctx, a, in.Submit, a.Before.Object())
}
