package read

import (
	"context"

	"github.com/doanket/doanket/core/fault"
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

	SelfApproval string // why it is allowed though it is the actor's own work, "" if it is not
}

// Transitions are the offers for the actor in ctx. Missing lists what has to
// be filled in or uploaded first, beside what the dialog itself asks for. sound
// is how many sound documents each slot holds; nil has them counted.
func (r *Reader) Transitions(ctx context.Context, rec *row.Record, sound map[string]int) ([]Offer, error) {
	k, err := r.kinds.Of(ctx, rec.Kind)
	if err != nil {
		return nil, err
	}
	a := &act.Act{Kind: k, Before: rec, After: rec.Clone()}
	if len(k.Own) > 0 && !r.Owns(ctx, rec) { // a step looks at the whole record, whoever takes it
		if err := r.Fill(ctx, a.After); err != nil {
			return nil, err
		}
	}
	if err := a.Open(ctx); err != nil {
		return nil, err
	}
	if a.Docs = sound; sound == nil {
		if err := r.CountEvidence(ctx, a); err != nil {
			return nil, err
		}
	}
	out := []Offer{}
	for _, t := range k.Lifecycle.From(rec.State) {
		a.Move = t
		o := Offer{Name: t.Name, To: k.Lifecycle.Into(t, rec.State).ID}
		if o.Why, err = r.refusal(ctx, a, t); err != nil {
			return nil, err
		}
		o.Allowed = o.Why == ""
		if o.Allowed {
			o.Missing = a.Needs(t)
		}
		if a.SelfApproval != nil {
			o.SelfApproval = a.SelfApproval.Reason
		}
		out = append(out, o)
	}
	return out, nil
}

// refusal says what keeps the actor from a transition, "" if nothing.
func (r *Reader) refusal(ctx context.Context, a *act.Act, t *manifest.Transition) (string, error) {
	err := r.May(ctx, a, t, a.Before.Object())
	switch {
	case fault.Is(err, fault.NotFound), fault.HasCode(err, "forbidden"):
		return "forbidden", nil
	case err == nil && !r.kinds.EnabledAt(ctx, a.Kind.Full, a.Before.UnitPath):
		return fault.Of(r.kinds.Writable(ctx, a.Kind, a.Before.UnitPath)).Code, nil
	case fault.Is(err, fault.Forbidden), fault.Is(err, fault.Conflict):
		return fault.Of(err).Code, nil
	}
	return "", err
}
