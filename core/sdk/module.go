package sdk

import (
	"context"
	"io/fs"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
)

// Module is a manifest with the Go behind its `go:` declarations. It keeps no
// state between calls: one process serves every province.
type Module struct {
	manifest   *manifest.Manifest
	behaviours map[string]behaviour // by kind's full name
	events     map[string]EventFunc
	jobs       map[string]JobFunc
	folds      map[string]FoldFunc
}

// behaviour judges one item of a kind.
type behaviour interface {
	judge(ctx context.Context, caller Caller, item Item) (Verdict, error)
	decides() []string
	derives() bool
}

// EventFunc answers an event with effects.
type EventFunc func(ctx context.Context, caller Caller, h Happening) ([]Effect, error)

// JobFunc answers a run of a job with effects.
type JobFunc func(ctx context.Context, caller Caller, run Run) ([]Effect, error)

// Figure is what a measure computed by Go adds up to.
type Figure struct {
	Numerator   float64 `json:"numerator"`
	Denominator float64 `json:"denominator"`
}

// FoldFunc adds one record's fields (with its "id" and "state") to a figure. It
// must only add: the core keeps each record's part and sums the parts itself.
type FoldFunc func(f *Figure, row map[string]any)

// New reads the module's manifest from its embedded files. A module with a
// broken manifest cannot run, so New panics with every problem; `cmd/dev
// lint` shows the same list politely.
func New(files fs.FS) *Module {
	m, problems := manifest.Parse(files)
	if len(problems) > 0 {
		panic("manifest: " + manifest.Problems(problems).Error())
	}
	return FromManifest(m)
}

// FromManifest makes a module of a manifest already parsed.
func FromManifest(m *manifest.Manifest) *Module {
	return &Module{
		manifest:   m,
		behaviours: map[string]behaviour{},
		events:     map[string]EventFunc{},
		jobs:       map[string]JobFunc{},
		folds:      map[string]FoldFunc{},
	}
}

// Manifest is what the module declares.
func (m *Module) Manifest() *manifest.Manifest { return m.manifest }

// OnEvent registers the Go for a declared event.
func (m *Module) OnEvent(name string, fn EventFunc) *Module {
	m.events[name] = fn
	return m
}

// Job registers the Go for a declared job.
func (m *Module) Job(name string, fn JobFunc) *Module {
	m.jobs[name] = fn
	return m
}

// Indicator registers the Go for a measure declared `compute: go`.
func (m *Module) Indicator(code string, fn FoldFunc) *Module {
	m.folds[code] = fn
	return m
}

// Behaviours lists what is implemented: "decide demo.visit close",
// "derive demo.visit", "event …", "job …", "measure …", sorted.
func (m *Module) Behaviours() []string { return m.implemented() }

// Missing lists what the manifest declares `go` and no Go implements.
func (m *Module) Missing() []string { return m.missing() }

// Evaluate judges items in order, one verdict each. Module code that panics
// answers with the fault Internal "module_malformed"; the process lives on.
func (m *Module) Evaluate(ctx context.Context, caller Caller, items []Item) ([]Verdict, error) {
	out := make([]Verdict, len(items))
	for i, item := range items {
		v, err := m.evaluate(ctx, caller, item)
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}

func (m *Module) evaluate(ctx context.Context, caller Caller, item Item) (Verdict, error) {
	if err := ctx.Err(); err != nil {
		return Verdict{}, fault.New(fault.Unavailable, "module_unavailable", fault.Cause(err))
	}
	b, ok := m.behaviours[item.Kind]
	if !ok {
		return Verdict{ID: item.ID}, nil
	}
	return b.judge(ctx, caller, item)
}

// HandleEvent answers one event; an event nobody registered for is ignored.
func (m *Module) HandleEvent(ctx context.Context, caller Caller, h Happening) ([]Effect, error) {
	fn, ok := m.events[h.Name]
	if !ok {
		return nil, nil
	}
	return fn(ctx, caller, h)
}

// RunJob runs one job. Fault: NotFound "job.unknown".
func (m *Module) RunJob(ctx context.Context, caller Caller, run Run) ([]Effect, error) {
	fn, ok := m.jobs[run.Job]
	if !ok {
		return nil, fault.New(fault.NotFound, "job.unknown", fault.Param("job", run.Job))
	}
	return fn(ctx, caller, run)
}

// Fold adds rows to a figure of a measure computed by Go. Fault: NotFound
// "measure.unknown".
func (m *Module) Fold(code string, f *Figure, rows []map[string]any) error {
	fn, ok := m.folds[code]
	if !ok {
		return fault.New(fault.NotFound, "measure.unknown", fault.Param("measure", code))
	}
	for _, row := range rows {
		fn(f, row)
	}
	return nil
}
