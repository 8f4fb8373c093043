package read

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/tenant"
)

// May says whether the actor may take a step of the record as the act would have
// it, gate being what their right is asked of. Own work that the province allows
// here is remembered in the act. Faults: those of Guard.Check; Conflict
// wrong_state, condition; Forbidden own_work.
func (r *Reader) May(ctx context.Context, a *act.Act, t *manifest.Transition, gate access.Object) error {
	if err := r.guard.Check(ctx, access.Do(t.Name), gate); err != nil {
		if a.Before != nil {
			err = Refused(err, access.Do(t.Name))
		}
		return err
	}
	if !slices.Contains(t.From, a.After.State) {
		return fault.New(fault.Conflict, "wrong_state", fault.Field("state"), fault.Param("state", a.After.State), fault.Param("transition", t.Name))
	}
	a.SelfApproval = nil
	if r.ownWork(ctx, a, a.After, t, gate) {
		allowed, err := r.selfApproval(ctx, a.After, t)
		if err != nil {
			return err
		}
		if allowed == nil {
			return fault.New(fault.Forbidden, "own_work", fault.Param("transition", t.Name))
		}
		a.SelfApproval = allowed
	}
	open, err := a.Kind.Rules.Open(t.Name, a.RuleInput())
	if err == nil && !open {
		err = fault.New(fault.Conflict, "condition", fault.Param("transition", t.Name))
	}
	return err
}

// Hindered reports whether a step is own work of the actor that nothing allows.
func (r *Reader) Hindered(ctx context.Context, k *kind.Kind, rec *row.Record, t *manifest.Transition) bool {
	if !r.ownWork(ctx, &act.Act{Kind: k}, rec, t, rec.Object()) {
		return false
	}
	allowed, err := r.selfApproval(ctx, rec, t)
	return err != nil || allowed == nil
}

// ownWork reports whether a step is on work of the actor, or of whoever they stand
// in for: what is lent lets nobody do what the lender may not.
func (r *Reader) ownWork(ctx context.Context, a *act.Act, rec *row.Record, t *manifest.Transition, gate access.Object) bool {
	if a.OwnWork(rec, t, identity.By(ctx)) {
		return true
	}
	lent := r.guard.StandIn(ctx, access.Do(t.Name), gate)
	return lent != nil && a.OwnWork(rec, t, lent.DelegatedBy)
}

// NoteStandIn notes in the act by which lent post the action is done, if it is by one.
func (r *Reader) NoteStandIn(ctx context.Context, a *act.Act, action string) {
	rec := a.After
	if a.Before != nil {
		rec = a.Before
	}
	a.StandIn = r.guard.StandIn(ctx, action, rec.Object())
}

// selfApproval is what lets people decide on their own work by this step, at
// the unit of the record alone.
func (r *Reader) selfApproval(ctx context.Context, rec *row.Record, t *manifest.Transition) (*tenant.SelfApproval, error) {
	province, err := tenant.From(ctx)
	if err != nil || len(province.Settings.SelfApprovals) == 0 {
		return nil, err
	}
	u, err := r.tree.Get(ctx, rec.UnitID)
	if err != nil {
		return nil, err
	}
	return province.Settings.SelfApprovalOf(u.Code, rec.Kind+"."+t.Name), nil
}
