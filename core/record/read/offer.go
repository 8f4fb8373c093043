package read

import (
	"context"

	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/row"
)

// Offer is a transition out of the record's state, allowed or not.
type Offer struct {
	Name    string
	To      string
	Allowed bool
	Why     string // why not: "forbidden", "own_work", "module_disabled", "condition"
	Missing []act.Missing
}

// Transitions are the offers for the actor in ctx. Missing lists what has to
// be filled in or uploaded first, beside what the dialog itself asks for.
func (r *Reader) Transitions(ctx context.Context, rec *row.Record) ([]Offer, error) {
	k, err := r.kinds.Of(ctx, rec.Kind)
	if err != nil {
		return nil, err
	}
	a := &act.Act{Kind: k, Before: rec, After: rec.Clone()}
	if err := a.Open(ctx); err != nil {
		return nil, err
	}
	if err := r.CountEvidence(ctx, a); err != nil {
		return nil, err
	}
	out := []Offer{}
	for _, t := range k.Lifecycle.From(rec.State) {
		a.Move = t
		o := Offer{Name: t.Name, To: t.To}
		if o.Why, err = r.refusal(ctx, a, t); err != nil {
			return nil, err
		}
		o.Allowed = o.Why == ""
		if o.Allowed {
			o.Missing = a.Needs(t)
		}
		out = append(out, o)
	}
	return out, nil
}

// refusal says what keeps the actor from a transition, "" if nothing.
func (r *Reader) refusal(ctx context.Context, a *act.Act, t *manifest.Transition) (string, error) {
	switch {
	case !r.guard.Can(ctx, "do:"+t.Name, a.Before.Object()):
		return "forbidden", nil
	case !r.kinds.Enabled(ctx, a.Kind.Full):
		return "module_disabled", nil
	case a.OwnWork(a.Before, t, identity.By(ctx)) && !a.Province.Settings.SelfApproval:
		return "own_work", nil
	}
	open, err := a.Kind.Rules.Open(t.Name, a.RuleInput())
	if err != nil || open {
		return "", err
	}
	return "condition", nil
}
