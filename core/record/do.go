package record

import (
	"context"
	"fmt"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/fault"
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
		a, err := r.taking(ctx, recordID, transition, version, in)
		if err == nil {
			a.Repeat, a.Kept = key, draft != nil
		}
		return a, err
	})
}

// taking is the act of a step that the actor in ctx may take.
func (r *Records) taking(ctx context.Context, recordID, transition string, version int, in Act) (*act.Act, error) {
	a, err := r.load(ctx, recordID, version)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", transition, recordID, err)
	}
	a.Op, a.Input, a.Reason = sdk.OpTransition, in.Fields, in.Reason
	if err := r.step(ctx, a, transition, a.Before.Object()); err != nil {
		return nil, fmt.Errorf("%s %s: %w", transition, recordID, err)
	}
	if in.Asked && a.Move.NeedsVersion() && version == 0 {
		return nil, versionRequired(transition)
	}
	return a, nil
}

// Remarks tries a step out and stores nothing: the codes of what its advisory
// rules and its module would remark, also where something is not right or not
// filled in yet. Faults: those of Do but Invalid.
func (r *Records) Remarks(ctx context.Context, recordID, transition string, version int, in Act) ([]string, error) {
	a, err := r.taking(ctx, recordID, transition, version, in)
	if err != nil {
		return nil, err
	}
	if err := r.think(ctx, []*act.Act{a}); err != nil {
		return nil, err
	}
	if a.Err != nil && !fault.Is(a.Err, fault.Invalid) {
		return nil, a.Err
	}
	return a.Warnings, nil
}

func versionRequired(transition string) error {
	return fault.New(fault.Precondition, "version_required", fault.Param("transition", transition))
}

// step checks that the transition exists, leaves this state, and may be taken
// by this actor, and moves the record on.
func (r *Records) step(ctx context.Context, a *act.Act, transition string, gate access.Object) error {
	t := a.Kind.Lifecycle.Transition(transition)
	if t == nil {
		return fault.New(fault.NotFound, "step_unknown", fault.Field("transition"), fault.Param("transition", transition))
	}
	a.Move, a.Action = t, access.Do(t.Name)
	if err := r.May(ctx, a, t, gate); err != nil {
		return err
	}
	state := a.Kind.Lifecycle.Into(t, a.After.State)
	a.After.State, a.After.Phase, a.After.Draft = state.ID, state.Phase, state.Phase == Draft
	return nil
}
