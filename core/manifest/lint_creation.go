package manifest

import (
	"slices"
	"strings"
)

// creations checks the records a step makes: that the kind may be made, and has
// the state and the fields named.
func (l *kindLinter) creations(path string, t *Transition) {
	for i := range t.Creates {
		c := &t.Creates[i]
		at := func(parts ...any) string { return Path(append([]any{path, "creates", i}, parts...)...) }
		l.foreign(at("kind"), c.Kind)
		if module, _, _ := strings.Cut(c.Kind, "."); module != l.m.ID && !slices.Contains(l.m.Grants.Create, c.Kind) {
			l.say(at("kind"), quote(c.Kind)+" is another module's records", "add "+c.Kind+" to grants: create")
		}
		if c.Each != "" {
			l.fieldOf(at("each"), c.Each, TypeList)
		}
		to := l.kindOf(c.Kind)
		if to == nil {
			continue
		}
		there := &kindLinter{linter: l.linter, k: to}
		l.known(at("state"), "state", c.State, to.Lifecycle.stateIDs())
		for name := range c.Fields {
			if l.known(at("fields", name), "field", name, there.fieldNames()) && to.Field(name).Derived != "" {
				l.say(at("fields", name), "field "+quote(name)+" of "+c.Kind+" is derived", "leave it out")
			}
		}
	}
}
