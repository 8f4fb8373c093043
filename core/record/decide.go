package record

import (
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record/act"
	"github.com/doanket/doanket/core/sdk"
)

// maxItems is how many records one question to a module may hold.
const maxItems = 100

// decide asks modules, outside any transaction, and lays their verdicts over
// the records: one question for all acts of one kind and step, up to 100.
// Whatever a verdict holds is checked like a stranger's.
func (r *Records) decide(ctx context.Context, acts []*act.Act) error {
	related, err := r.Related(ctx, acts)
	if err != nil {
		return fmt.Errorf("load what the decision needs: %w", err)
	}
	for _, group := range questions(acts) {
		for chunk := range slices.Chunk(group, maxItems) {
			r.ask(ctx, chunk, related)
		}
	}
	return nil
}

// questions are the acts by what is asked about: program, kind and step.
func questions(acts []*act.Act) [][]*act.Act {
	var out [][]*act.Act
	at := map[string]int{}
	for _, a := range acts {
		key := a.Kind.Manifest.Program() + " " + a.Kind.Full + " " + a.Transition()
		i, there := at[key]
		if !there {
			i = len(out)
			at[key], out = i, append(out, nil)
		}
		out[i] = append(out[i], a)
	}
	return out
}

// ask asks about acts of one kind and step. What goes wrong with the question
// goes wrong with each of them.
func (r *Records) ask(ctx context.Context, acts []*act.Act, related map[*act.Act]map[string]any) {
	fail := func(err error) {
		for _, a := range acts {
			a.Err = fmt.Errorf("decide %s %s: %w", a.Kind.Full, a.Transition(), err)
		}
	}
	first := acts[0]
	if r.Decider == nil {
		fail(fault.New(fault.Unavailable, "module_unavailable", fault.Param("module", first.Kind.Module)))
		return
	}
	items := make([]sdk.Item, len(acts))
	for i, a := range acts {
		items[i] = a.Item(related[a])
	}
	verdicts, err := r.Decider.Evaluate(ctx, first.Kind.Manifest.Program(), first.Caller(ctx), items)
	if err == nil && len(verdicts) != len(items) {
		err = act.Malformed(first, "answers")
	}
	if err != nil {
		fail(err)
		return
	}
	for i, a := range acts {
		if verdicts[i].ID != items[i].ID {
			a.Err = act.Malformed(a, "answers")
		} else {
			a.Err = a.Accept(verdicts[i])
		}
	}
}
