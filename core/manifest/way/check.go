package way

import (
	"slices"
	"strconv"

	"github.com/doanket/doanket/core/manifest"
)

// Check says which states of a manifest's kinds no way leads to or out of, what of the
// steps that stay is no state, and which steps are said to be undone by one that leads
// elsewhere, which make what is not there, with file, line and mend.
func Check(m *manifest.Manifest) []manifest.Problem {
	var out []manifest.Problem
	for i := range m.Kinds {
		c := &checker{Findings: manifest.Findings{M: m}, l: &m.Kinds[i].Lifecycle, path: manifest.Path("kinds", i, "lifecycle")}
		if c.l.State(manifest.ToSame) != nil {
			continue // told already, and no step leads to it
		}
		c.reachable()
		c.undone()
		c.made()
		out = append(out, c.Problems...)
	}
	return out
}

type checker struct {
	manifest.Findings
	l    *manifest.Lifecycle
	path string
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

// undone refuses a step that is said to take another back and does not: it must lead
// from where that one leads to where it was taken, and ask for a reason at most; and
// what leaves more behind than a state is not taken back by leading there.
func (c *checker) undone() {
	for i := range c.l.Transitions {
		t := &c.l.Transitions[i]
		if t.UndoneBy == "" {
			continue
		}
		back, at := c.l.Transition(t.UndoneBy), manifest.Path(c.path, "transitions", i, "undone_by")
		switch {
		case back == nil:
			names := make([]string, len(c.l.Transitions))
			for j := range names {
				names[j] = c.l.Transitions[j].Name
			}
			c.Known(at, "transition", t.UndoneBy, names)
		case t.Stays() || !slices.Contains(back.From, t.To) || !slices.Contains(t.From, back.To):
			c.Say(at, strconv.Quote(back.Name)+" does not take "+strconv.Quote(t.Name)+" back", "name a transition from "+t.To+" to a state that "+t.Name+" leaves")
		case t.Number || t.NeedsGo() || t.Shred || t.Deliver != "" || len(t.Creates)+len(t.Children) > 0:
			c.Say(at, strconv.Quote(t.Name)+" does more than move the record: it cannot be taken back", "remove undone_by, or the number, decision, addressees and records of the step")
		case !Plain(back) || len(back.Require)+len(back.Slots)+len(back.Creates) > 0 || back.Deliver != "":
			c.Say(at, strconv.Quote(back.Name)+" does more than take it back", "let it name no fields, slots, records or addressees, destroy nothing, and not be dangerous")
		}
	}
}

// Plain reports whether whoever takes the step on a record that lacks nothing is asked
// for a reason at most, so that it can be taken on many at once.
func Plain(t *manifest.Transition) bool { return len(t.Fields) == 0 && !t.Shred && t.Tone != "danger" }
