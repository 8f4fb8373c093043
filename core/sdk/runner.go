package sdk

import (
	"context"

	"github.com/doanket/doanket/core/fault"
)

// Runner judges in this very process: the test mode, and the shape the module
// host offers over the border.
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
	m, ok := r.modules[module]
	if !ok {
		return nil, fault.New(fault.Unavailable, "module_unavailable", fault.Param("module", module))
	}
	return m.Evaluate(ctx, caller, items)
}
