package record

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/record/act"
)

// bindEvidence holds the evidence the acts' steps rest on and lets go what steps
// held that will have to be taken again.
func (r *Records) bindEvidence(ctx context.Context, acts []*act.Act) error {
	if r.bind == nil {
		return nil
	}
	var list []Binding
	for _, a := range acts {
		if a.Move == nil || a.Before == nil || len(a.Kind.Slots) == 0 {
			continue
		}
		b := Binding{RecordID: a.After.ID, Step: a.Move.Name, Slots: slices.Concat(a.Move.Slots, a.Move.Attach), Release: reopened(a)}
		if len(b.Slots)+len(b.Release) > 0 {
			list = append(list, b)
		}
	}
	if len(list) == 0 {
		return nil
	}
	return r.bind(ctx, list)
}

// reopened are the steps taken before that hold evidence and that the new state
// comes before: all of them, where work on the whole begins again.
func reopened(a *act.Act) []string {
	state := a.Kind.Lifecycle.State(a.After.State)
	var out []string
	for i := range a.Kind.Lifecycle.Transitions {
		t := &a.Kind.Lifecycle.Transitions[i]
		if _, taken := a.Before.Actors[t.Name]; !taken || len(t.Slots)+len(t.Attach) == 0 {
			continue
		}
		if state.Open() || slices.Contains(t.From, a.After.State) {
			out = append(out, t.Name)
		}
	}
	return out
}
