package record

import (
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/sdk"
)

// Act is what a transition is given.
type Act struct {
	Fields  map[string]any
	Reason  string
	IdemKey string

	Asked bool // by somebody outside: a step may demand that they name the version
}

// Do runs a transition. Faults: those of Change, and Conflict wrong_state,
// Forbidden own_work, Precondition version_required, Invalid evidence_missing, Unavailable module_unavailable
// (the input is kept; Params["draft"] says where).
func (r *Records) Do(ctx context.Context, recordID, transition string, version int, in Act) (*Record, error) {
	keys, err := r.keys(ctx, Command{RecordID: recordID, Transition: transition, Fields: in.Fields, Reason: in.Reason, IdemKey: in.IdemKey})
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
	if draft != nil && version != 0 {
		version = draft.version // keeping the input has moved it on
	}
	return r.carry(ctx, key, func(ctx context.Context) (*act.Act, error) {
		a, err := r.load(ctx, recordID, version)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", transition, recordID, err)
		}
		a.Op, a.Input, a.Reason, a.Repeat, a.Kept = sdk.OpTransition, in.Fields, in.Reason, key, draft != nil
		if err := r.step(ctx, a, transition, a.Before.Object()); err != nil {
			return nil, fmt.Errorf("%s %s: %w", transition, recordID, err)
		}
		if in.Asked && a.Move.NeedsVersion() && version == 0 {
			return nil, versionRequired(transition)
		}
		return a, nil
	})
}

func versionRequired(transition string) error {
	return fault.New(fault.Precondition, "version_required", fault.Param("transition", transition))
}

// step checks that the transition exists, leaves this state, and may be taken
// by this actor, and moves the record on.
func (r *Records) step(ctx context.Context, a *act.Act, transition string, gate access.Object) error {
	t := a.Kind.Lifecycle.Transition(transition)
	if t == nil {
		return fault.New(fault.NotFound, "not_found", fault.Field("transition"))
	}
	if err := r.Guard.Check(ctx, "do:"+t.Name, gate); err != nil {
		return err
	}
	if !slices.Contains(t.From, a.After.State) {
		return fault.New(fault.Conflict, "wrong_state", fault.Field("state"), fault.Param("state", a.After.State), fault.Param("transition", t.Name))
	}
	if a.OwnWork(a.After, t, identity.By(ctx)) {
		if !a.Province.Settings.SelfApproval {
			return fault.New(fault.Forbidden, "own_work", fault.Param("transition", t.Name))
		}
		a.SelfApproved = true
	}
	a.Move, a.Action = t, "do:"+t.Name
	if open, err := a.Kind.Rules.Open(t.Name, a.RuleInput()); err != nil || !open {
		if err == nil {
			err = fault.New(fault.Conflict, "condition", fault.Param("transition", t.Name))
		}
		return err
	}
	state := a.Kind.Lifecycle.State(t.To)
	a.After.State, a.After.Phase, a.After.Draft = state.ID, state.Phase, state.Phase == Draft
	return nil
}
