package sdk

import (
	"context"
	"iter"

	"github.com/doanket/doanket/core/fault"
)

// Runner runs modules in this very process: the test mode, and the shape the
// module host offers over the border.
type Runner struct{ modules map[string]*Module }

// InProcess makes a Runner of modules.
func InProcess(modules ...*Module) *Runner {
	r := &Runner{modules: map[string]*Module{}}
	for _, m := range modules {
		r.modules[m.manifest.ID] = m
	}
	return r
}

// Evaluate asks one module. Faults: Unavailable "module_unavailable" for a
// module that is not there, Internal "module_malformed".
func (r *Runner) Evaluate(ctx context.Context, module string, caller Caller, items []Item) ([]Verdict, error) {
	m, err := r.module(module)
	if err != nil {
		return nil, err
	}
	return m.Evaluate(ctx, caller, items)
}

// HandleEvents asks one module about events, one ack each. Fault: as Evaluate.
func (r *Runner) HandleEvents(ctx context.Context, module string, caller Caller, events []Happening) ([]Ack, error) {
	m, err := r.module(module)
	if err != nil {
		return nil, err
	}
	out := make([]Ack, len(events))
	for i, h := range events {
		effects, err := m.HandleEvent(ctx, caller, h)
		out[i] = Ack{ID: h.ID, Effects: effects, Err: err}
	}
	return out, nil
}

// RunJob runs one job of one module. Faults: as Evaluate; NotFound "job.unknown".
func (r *Runner) RunJob(ctx context.Context, module string, caller Caller, run Run) ([]Effect, error) {
	m, err := r.module(module)
	if err != nil {
		return nil, err
	}
	return m.RunJob(ctx, caller, run)
}

// Fold computes a measure of one module over pages of rows. Faults: as
// Evaluate; NotFound "measure.unknown"; whatever pages yields.
func (r *Runner) Fold(_ context.Context, module string, _ Caller, measure string, pages iter.Seq2[[]map[string]any, error]) (Figure, error) {
	m, err := r.module(module)
	if err != nil {
		return Figure{}, err
	}
	var f Figure
	for rows, err := range pages {
		if err != nil {
			return Figure{}, err
		}
		if err := m.Fold(measure, &f, rows); err != nil {
			return Figure{}, err
		}
	}
	return f, nil
}

func (r *Runner) module(id string) (*Module, error) {
	m, ok := r.modules[id]
	if !ok {
		return nil, fault.New(fault.Unavailable, "module_unavailable", fault.Param("module", id))
	}
	return m, nil
}
