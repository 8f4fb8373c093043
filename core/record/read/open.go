package read

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/record/row"
)

// Openers are the steps out of the record's state that open a slot and that the
// actor may take.
func (r *Reader) Openers(ctx context.Context, a *act.Act, slot string) []string {
	var out []string
	for _, t := range a.Kind.Lifecycle.From(a.Before.State) {
		if t.Opens(slot) && r.guard.Can(ctx, "do:"+t.Name, a.Before.Object()) && !r.Hindered(ctx, a.Kind, a.Before, t) {
			out = append(out, t.Name)
		}
	}
	return out
}

// ForDecision reports whether a paper is put in for a decision of the actor's, whose
// steps these are: the signed statement is scanned by whoever signs it. Where the slot is
// free to them anyway, it must be one for signed papers and one of the steps must demand
// it: a proof of the work itself is never put in by whoever judges it.
func ForDecision(k *manifest.Kind, steps []string, slot string, free bool) bool {
	decides := func(name string) bool {
		t := k.Lifecycle.Transition(name)
		return len(t.NotActorOf) > 0 && (!free || slices.Contains(t.Slots, slot))
	}
	if free {
		s := k.Slot(slot)
		return s != nil && s.Signed && slices.ContainsFunc(steps, decides)
	}
	return !slices.ContainsFunc(steps, func(name string) bool { return !decides(name) })
}

// Open is what of a record stands open to the actor outside its steps.
type Open struct {
	Fields []string // and "list.cell" for cells of rows that stand
	Slots  []string
}

// Open is what of a record, as Get gave it, the actor may write now.
func (r *Reader) Open(ctx context.Context, rec *row.Record) (Open, error) {
	out := Open{Fields: []string{}, Slots: []string{}}
	k, err := r.kinds.Of(ctx, rec.Kind)
	if err != nil {
		return out, err
	}
	state := k.Lifecycle.State(rec.State)
	if state == nil || !r.kinds.EnabledAt(ctx, rec.Kind, rec.UnitPath) {
		return out, nil
	}
	if r.guard.Can(ctx, "update", rec.Object()) {
		for _, f := range k.Fields {
			if !f.ReadOnly && f.Derived == "" && state.Edits(f.Name) {
				out.Fields = append(out.Fields, f.Name)
			}
		}
		for _, name := range state.Edit {
			if !slices.Contains(out.Fields, name) {
				out.Fields = append(out.Fields, name)
			}
		}
	}
	a := &act.Act{Kind: k, Before: rec}
	for _, s := range k.Slots {
		if state.Takes(s.Code) && r.guard.Can(ctx, access.AttachTo(s.Code), rec.Object()) || len(r.Openers(ctx, a, s.Code)) > 0 {
			out.Slots = append(out.Slots, s.Code)
		}
	}
	return out, nil
}
