package kind

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/tenant"
)

// Reach is where in a province a module is on: everywhere, nowhere, or while it is
// tried at some units and all below them (a pilot). A unit that tries it has the module
// whole; at every other it is as if switched off: nothing is made or moved on there,
// nothing is owed, nothing counts, and what was written stays readable.
type Reach struct {
	All   bool
	Paths []string // of the units that try it, none below another; nil unless it is a pilot
}

// None reports whether the module is on nowhere.
func (r Reach) None() bool { return !r.All && len(r.Paths) == 0 }

// Holds reports whether the module is on at the unit of the path.
func (r Reach) Holds(path string) bool {
	return r.All || slices.ContainsFunc(r.Paths, func(p string) bool { return strings.HasPrefix(path, p) })
}

// Touches reports whether the module is on at the unit of the path, or at some unit
// below it.
func (r Reach) Touches(path string) bool { return r.Holds(path) || len(r.Within(path)) > 0 }

// Within is the paths under which the module is on, of all at and below a path: the
// path itself where it is on there.
func (r Reach) Within(path string) []string {
	if r.Holds(path) {
		return []string{path}
	}
	return slices.DeleteFunc(slices.Clone(r.Paths), func(p string) bool { return !strings.HasPrefix(p, path) })
}

// Both is where two modules are on.
func (r Reach) Both(other Reach) Reach {
	if r.All {
		return other
	}
	if other.All {
		return r
	}
	var paths []string
	for _, p := range r.Paths {
		paths = append(paths, other.Within(p)...)
	}
	return Reach{Paths: outermost(paths)}
}

// outermost leaves out the paths that lie below another.
func outermost(paths []string) []string {
	slices.Sort(paths)
	out := []string{}
	for _, p := range paths {
		if n := len(out); n == 0 || !strings.HasPrefix(p, out[n-1]) {
			out = append(out, p)
		}
	}
	return out
}

// Locate has pilots know where their units stand: paths gives those of the units with
// the ids, and of the units that took over from one that has ended. Called once, before
// anything is asked.
func (ks *Kinds) Locate(paths func(ctx context.Context, ids []string) ([]string, error)) {
	ks.locate = paths
}

// Reach is where in the province in ctx the module of a kind, or of "module.", is on.
// The base manifest is on everywhere.
func (ks *Kinds) Reach(ctx context.Context, full string) (Reach, error) {
	module, _, _ := strings.Cut(full, ".")
	if module == manifest.CoreID {
		return Reach{All: true}, nil
	}
	t, err := tenant.From(ctx)
	if err != nil || !t.On(module) {
		return Reach{}, nil
	}
	pilot := t.Pilot(module)
	if len(pilot) == 0 {
		return Reach{All: true}, nil
	}
	if ks.locate == nil {
		return Reach{}, fault.New(fault.Internal, "no_units")
	}
	paths, err := ks.locate(ctx, pilot)
	if err != nil {
		return Reach{}, fmt.Errorf("units that try %s: %w", module, err)
	}
	return Reach{Paths: outermost(paths)}, nil
}

// EnabledAt reports whether the module of a kind is on at the unit of the path; not
// where that cannot be told.
func (ks *Kinds) EnabledAt(ctx context.Context, full, path string) bool {
	r, err := ks.Reach(ctx, full)
	return err == nil && r.Holds(path)
}

// Writable is Conflict module_disabled where the kind's module is off, and
// module_elsewhere where only other units than that of the path try it; no path asks
// only whether it is on anywhere.
func (ks *Kinds) Writable(ctx context.Context, k *Kind, path string) error {
	r, err := ks.Reach(ctx, k.Full)
	switch {
	case err != nil:
		return err
	case r.None() && !ks.Enabled(ctx, k.Full):
		return fault.New(fault.Conflict, "module_disabled", fault.Param("module", k.Module))
	case path != "" && !r.Holds(path):
		return fault.New(fault.Conflict, "module_elsewhere", fault.Param("module", k.Module))
	}
	return nil
}
