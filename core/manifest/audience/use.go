package audience

import (
	"maps"
	"regexp"
	"slices"

	"github.com/doanket/doanket/core/manifest"
)

// usedBy are the declarations that would tell of a field, or of what it holds, in
// another place than the field itself: by a value computed of it, a figure counted by
// it, a record made with it, a find that tells it.
func usedBy(m *manifest.Manifest, k *manifest.Kind, f *manifest.Field) []string {
	var out []string
	add := func(place string, told bool) {
		if told && !slices.Contains(out, place) {
			out = append(out, place)
		}
	}
	for i := range k.Fields {
		g := &k.Fields[i]
		add("derived: of "+g.Name, !g.Own() && (mentions(g.Derived, f.Name) || g.Derived == manifest.DecideGo && slices.Contains(g.From, f.Name)))
	}
	for i := range m.Measures {
		if e := &m.Measures[i]; e.Of == k.FullName() {
			add("by: of measure "+e.Code, e.By == f.Name)
			add("value: of measure "+e.Code, mentions(e.Value, f.Name))
		}
	}
	for i := range k.Lifecycle.Transitions {
		t := &k.Lifecycle.Transitions[i]
		for _, c := range t.Creates {
			for _, name := range slices.Sorted(maps.Keys(c.Fields)) {
				add("creates: of "+t.Name, mentions(c.Fields[name], f.Name))
			}
		}
	}
	for i := range m.Kinds {
		for _, name := range slices.Sorted(maps.Keys(m.Kinds[i].Finds)) {
			asked := m.Kinds[i].Finds[name]
			add("find "+name, asked != nil && m.Kinds[i].Found(asked) == k && slices.Contains(asked.Fields, f.Name))
		}
	}
	return out
}

var (
	quoted = regexp.MustCompile(`'[^']*'|"[^"]*"`)
	names  = regexp.MustCompile(`\.?[a-z][a-z0-9_]*`)
)

// mentions reports whether an expression reads a field of the record by its name.
func mentions(expression, field string) bool {
	return slices.Contains(names.FindAllString(quoted.ReplaceAllString(expression, "''"), -1), field)
}
