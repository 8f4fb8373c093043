package record

import (
	"context"

	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/manifest"
)

// Missing is something an offered transition still needs.
type Missing struct {
	Field string `json:"field,omitempty"`
	Slot  string `json:"slot,omitempty"`
	Code  string `json:"code"`
}

// Offer is a transition out of the record's state, allowed or not.
type Offer struct {
	Name    string
	To      string
	Allowed bool
	Why     string // why not: "forbidden", "own_work", "module_disabled", "condition"
	Missing []Missing
}

// Transitions are the offers for the actor in ctx. Missing lists what has to
// be filled in or uploaded first, beside what the dialog itself asks for.
func (r *Records) Transitions(ctx context.Context, rec *Record) ([]Offer, error) {
	k, err := r.Kinds.Of(ctx, rec.Kind)
	if err != nil {
		return nil, err
	}
	a := &act{kind: k, before: rec, after: rec.Clone()}
	if err := a.open(ctx); err != nil {
		return nil, err
	}
	if err := r.evidence(ctx, []*act{a}); err != nil {
		return nil, err
	}
	out := []Offer{}
	for _, t := range k.Lifecycle.From(rec.State) {
		a.move = t
		o := Offer{Name: t.Name, To: t.To}
		if o.Why, err = r.why(ctx, a, t); err != nil {
			return nil, err
		}
		o.Allowed = o.Why == ""
		if o.Allowed {
			o.Missing = a.needs(t)
		}
		out = append(out, o)
	}
	return out, nil
}

// why says what keeps the actor from a transition, "" if nothing.
func (r *Records) why(ctx context.Context, a *act, t *manifest.Transition) (string, error) {
	switch {
	case !r.Guard.Can(ctx, "do:"+t.Name, a.before.Object()):
		return "forbidden", nil
	case !r.Kinds.Enabled(ctx, a.kind.Full):
		return "module_disabled", nil
	case own(a.before, t, identity.By(ctx)) && !a.province.Settings.SelfApproval:
		return "own_work", nil
	}
	open, err := a.kind.Rules.Open(t.Name, a.sight())
	if err != nil || open {
		return "", err
	}
	return "condition", nil
}

// needs lists the fields and slots a transition still lacks.
func (a *act) needs(t *manifest.Transition) []Missing {
	out := []Missing{}
	state := a.kind.Lifecycle.State(t.To)
	a.after.Phase = state.Phase // required fields count for where it leads
	for _, p := range a.missing() {
		out = append(out, Missing{Field: p.Field, Code: p.Code})
	}
	a.after.Phase = a.before.Phase
	for _, p := range a.lacking() {
		out = append(out, Missing{Slot: p.Field, Code: p.Code})
	}
	return out
}
