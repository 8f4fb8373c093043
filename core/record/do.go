package record

import (
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/idempotency"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/sdk"
)

// Act is what a transition is given.
type Act struct {
	Fields  map[string]any
	Reason  string
	IdemKey string
}

// Do runs a transition. Faults: those of Change, and Conflict wrong_state,
// Forbidden own_work, Invalid evidence_missing, Unavailable module_unavailable
// (the input is kept; Params["draft"] says where).
func (r *Records) Do(ctx context.Context, recordID, transition string, version int, in Act) (*Record, error) {
	key := idempotency.Of(in.IdemKey, "do", recordID, transition, in.Fields, in.Reason)
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
	return r.carry(ctx, key, func(ctx context.Context) (*act, error) {
		a, err := r.load(ctx, recordID, version)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", transition, recordID, err)
		}
		a.op, a.input, a.reason, a.repeat, a.kept = sdk.OpTransition, in.Fields, in.Reason, key, draft != nil
		if err := r.step(ctx, a, transition, a.before.Object()); err != nil {
			return nil, fmt.Errorf("%s %s: %w", transition, recordID, err)
		}
		return a, nil
	})
}

// step checks that the transition exists, leaves this state, and may be taken
// by this actor, and moves the record on.
func (r *Records) step(ctx context.Context, a *act, transition string, gate access.Object) error {
	t := a.kind.Lifecycle.Transition(transition)
	if t == nil {
		return fault.New(fault.NotFound, "not_found", fault.Field("transition"))
	}
	if err := r.Guard.Check(ctx, "do:"+t.Name, gate); err != nil {
		return err
	}
	if !slices.Contains(t.From, a.after.State) {
		return fault.New(fault.Conflict, "wrong_state", fault.Field("state"), fault.Param("state", a.after.State), fault.Param("transition", t.Name))
	}
	if own(a.after, t, identity.By(ctx)) {
		if !a.province.Settings.SelfApproval {
			return fault.New(fault.Forbidden, "own_work", fault.Param("transition", t.Name))
		}
		a.selfApproved = true
	}
	a.move, a.action = t, "do:"+t.Name
	if open, err := a.kind.Rules.Open(t.Name, a.sight()); err != nil || !open {
		if err == nil {
			err = fault.New(fault.Conflict, "condition", fault.Param("transition", t.Name))
		}
		return err
	}
	state := a.kind.Lifecycle.State(t.To)
	a.after.State, a.after.Phase, a.after.Draft = state.ID, state.Phase, state.Phase == Draft
	return nil
}

// own reports whether the person did one of the acts that whoever takes the
// transition must not have done. It is the person that counts, not the role.
func own(rec *Record, t *manifest.Transition, person string) bool {
	for _, name := range t.NotActorOf {
		if rec.Actors[name] == person && person != "" || name == "create" && rec.CreatedBy == person {
			return true
		}
	}
	return false
}
