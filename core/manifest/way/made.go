package way

import (
	"maps"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/manifest"
)

// made checks what steps make: a record of a kind of this module or of the core is one
// that is there, in a state it has, with fields it has. What another module keeps is
// known where both are installed.
func (c *checker) made() {
	for i := range c.l.Transitions {
		for j := range c.l.Transitions[i].Creates {
			made, at := &c.l.Transitions[i].Creates[j], manifest.Path(c.path, "transitions", i, "creates", j)
			module, _, _ := strings.Cut(made.Kind, ".")
			of := c.M
			if module == manifest.CoreID {
				of = manifest.Core()
			}
			if of.ID != module {
				continue
			}
			k := of.Kind(made.Kind)
			if k == nil {
				c.Known(manifest.Path(at, "kind"), "kind", made.Kind, names(of.Kinds, func(k manifest.Kind) string { return of.ID + "." + k.Name }))
				continue
			}
			c.Known(manifest.Path(at, "state"), "state", made.State, names(k.Lifecycle.States, func(s manifest.State) string { return s.ID }))
			fields := names(k.Fields, func(f manifest.Field) string { return f.Name })
			for _, name := range slices.Sorted(maps.Keys(made.Fields)) {
				c.Known(manifest.Path(at, "fields", name), "field", name, fields)
			}
		}
	}
}

func names[T any](all []T, name func(T) string) []string {
	out := make([]string, len(all))
	for i := range all {
		out[i] = name(all[i])
	}
	return out
}
