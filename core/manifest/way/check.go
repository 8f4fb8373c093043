package way

import (
	"slices"
	"strconv"

	"github.com/doanket/doanket/core/manifest"
)

// Check says which states of a manifest's kinds no way leads to or out of, and what
// of the steps that stay is no state, with file, line and mend.
func Check(m *manifest.Manifest) []manifest.Problem {
	var out []manifest.Problem
	for i := range m.Kinds {
		c := &checker{Findings: manifest.Findings{M: m}, l: &m.Kinds[i].Lifecycle, path: manifest.Path("kinds", i, "lifecycle")}
		c.named()
		c.reachable()
		out = append(out, c.Problems...)
	}
	return out
}

type checker struct {
	manifest.Findings
	l    *manifest.Lifecycle
	path string
}

// named refuses a state whose id a step could not lead to.
func (c *checker) named() {
	for i, s := range c.l.States {
		if s.ID == manifest.ToSame {
			c.Say(manifest.Path(c.path, "states", i, "id"), "a state cannot be called "+strconv.Quote(s.ID), "give it another id: to: same says that a step stays where it is taken")
		}
	}
}

// astray reports whether a transition leads from or to a state that does not exist.
func (c *checker) astray(t manifest.Transition) bool {
	return !t.Stays() && c.l.State(t.To) == nil || slices.ContainsFunc(t.From, func(id string) bool { return c.l.State(id) == nil })
}

// reachable refuses states no way leads to, and working states without a way out: a
// step that stays is none.
func (c *checker) reachable() {
	if slices.ContainsFunc(c.l.Transitions, c.astray) || c.l.State(c.l.Initial) == nil {
		return // a misspelt state is told already; what follows from it would bury it
	}
	seen := map[string]bool{c.l.Initial: true}
	for queue := []string{c.l.Initial}; len(queue) > 0; queue = queue[1:] {
		for _, t := range c.l.From(queue[0]) {
			if to := c.l.Into(t, queue[0]).ID; !seen[to] {
				seen[to] = true
				queue = append(queue, to)
			}
		}
	}
	for i, s := range c.l.States {
		at := manifest.Path(c.path, "states", i)
		if !seen[s.ID] {
			c.Say(at, "no transition leads to state "+strconv.Quote(s.ID), "add a transition to it or remove the state")
		}
		out := func(t *manifest.Transition) bool { return c.l.Into(t, s.ID).ID != s.ID }
		if s.Phase != manifest.PhaseDone && s.Phase != manifest.PhaseCancelled && !slices.ContainsFunc(c.l.From(s.ID), out) {
			c.Say(at, "no transition leaves state "+strconv.Quote(s.ID), "add one, or give the state phase: done or cancelled")
		}
	}
}
