package child

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/manifest"
)

// checker collects what is wrong with the families of a manifest's kinds.
type checker struct {
	manifest.Findings
}

// Check says what of a manifest's parents and children cannot be kept, with file,
// line and mend. A step that children take with their parent's asks nobody, so
// nothing may hinder it: no field, paper or condition, no separation of duties, no
// rule of its own, no decision by Go.
func Check(m *manifest.Manifest) []manifest.Problem {
	c := &checker{Findings: manifest.Findings{M: m}}
	for i := range m.Kinds {
		k, path := &m.Kinds[i], manifest.Path("kinds", i)
		c.parent(manifest.Path(path, "parent"), k)
		for j := range k.Lifecycle.Transitions {
			t := &k.Lifecycle.Transitions[j]
			for n := range t.Children {
				c.step(manifest.Path(path, "lifecycle", "transitions", j, "children", n), k, t, &t.Children[n])
			}
		}
	}
	return c.Problems
}

// parent checks the field that names the record above.
func (c *checker) parent(path string, k *manifest.Kind) {
	if k.Parent == "" {
		return
	}
	f := k.Field(k.Parent)
	switch {
	case f == nil:
		c.Say(path, "field "+strconv.Quote(k.Parent)+" does not exist", manifest.OneOf(k.Parent, refs(k)))
	case f.Type != manifest.TypeRef || f.To == "":
		c.Say(path, "field "+strconv.Quote(k.Parent)+" names no record of one kind", "name a field of type ref with to: and the parent's kind")
	case f.Sealed:
		c.Say(path, "field "+strconv.Quote(k.Parent)+" is sealed, but this would show where it leads", "name another field, or remove sealed:")
	}
}

// refs are the fields that could name a parent.
func refs(k *manifest.Kind) []string {
	var out []string
	for i := range k.Fields {
		if k.Fields[i].Type == manifest.TypeRef && k.Fields[i].To != "" {
			out = append(out, k.Fields[i].Name)
		}
	}
	return out
}

// step checks what a step of k does to children.
func (c *checker) step(path string, k *manifest.Kind, t *manifest.Transition, s *manifest.ChildStep) {
	child := c.kind(manifest.Path(path, "kind"), s.Kind)
	if child == nil {
		return
	}
	if above := child.ParentKind(); above != k.FullName() && (above != "" || child.Parent == "") {
		c.Say(manifest.Path(path, "kind"), "records of "+s.Kind+" do not stand below "+k.FullName(), "write parent: on "+s.Kind+" and name its field of type ref, to: "+k.FullName())
	}
	if s.Do == "" && len(s.Copy) == 0 {
		c.Say(path, "nothing reaches the children", "write do: and a step of theirs, or copy: and their field with the one it is taken from")
	}
	if s.Do != "" {
		c.follow(manifest.Path(path, "do"), t, child, s.Do)
	}
	c.reach(manifest.Path(path, "from"), child, s)
	for _, to := range slices.Sorted(maps.Keys(s.Copy)) {
		c.copied(manifest.Path(path, "copy", to), k, child, to, s.Copy[to])
	}
}

// kind finds the kind of the children: one of this module or the core.
func (c *checker) kind(path, full string) *manifest.Kind {
	module, _, _ := strings.Cut(full, ".")
	of := c.M
	if module == manifest.CoreID {
		of = manifest.Core()
	}
	var names []string
	for i := range of.Kinds {
		if of.Kinds[i].FullName() == full {
			return &of.Kinds[i]
		}
		names = append(names, of.Kinds[i].FullName())
	}
	if module != c.M.ID && module != manifest.CoreID {
		c.Say(path, strconv.Quote(full)+" is no kind of this module", "name one of its own kinds: what moves another module's records is declared there")
	} else {
		c.Say(path, "kind "+strconv.Quote(full)+" does not exist", manifest.OneOf(full, names))
	}
	return nil
}

// follow checks the step children take with their parent's step t.
func (c *checker) follow(path string, t *manifest.Transition, child *manifest.Kind, name string) {
	step := child.Lifecycle.Transition(name)
	if step == nil {
		var names []string
		for _, s := range child.Lifecycle.Transitions {
			names = append(names, s.Name)
		}
		c.Say(path, "transition "+strconv.Quote(name)+" of "+child.FullName()+" does not exist", manifest.OneOf(name, names))
		return
	}
	if what := hindrance(child, step); what != "" {
		c.Say(path, "step "+strconv.Quote(name)+" "+what+", and nobody is there to answer when it follows from the parent's", "declare a step of its own for it, without that")
	}
	if step.Reason && !t.Reason {
		c.Say(path, "step "+strconv.Quote(name)+" asks for a reason, and the parent's step "+strconv.Quote(t.Name)+" gives none", "write reason: true on "+t.Name)
	}
}

// reach checks the states of the children that a step reaches.
func (c *checker) reach(path string, child *manifest.Kind, s *manifest.ChildStep) {
	var states []string
	for _, state := range child.Lifecycle.States {
		states = append(states, state.ID)
	}
	if step := child.Lifecycle.Transition(s.Do); step != nil {
		states = step.From
	}
	for i, id := range s.From {
		if !slices.Contains(states, id) {
			c.Say(manifest.Path(path, i), "state "+strconv.Quote(id)+" of "+child.FullName()+" is out of reach", manifest.OneOf(id, states))
		}
	}
}

// hindrance is what of a step needs somebody to answer, "" if nothing does.
func hindrance(k *manifest.Kind, step *manifest.Transition) string {
	to := k.Lifecycle.State(step.To)
	switch {
	case step.NeedsGo():
		return "is decided by Go"
	case len(step.Require) > 0:
		return "requires fields"
	case len(step.Slots) > 0:
		return "needs evidence"
	case step.When != "":
		return "has a condition"
	case step.Deliver != "":
		return "delivers"
	case len(step.NotActorOf) > 0:
		return "may not be taken by whoever had a hand in the record"
	case slices.ContainsFunc(k.Rules, func(r manifest.Rule) bool { return !r.Advisory && slices.Contains(r.On, step.Name) }):
		return "has a rule of its own that may refuse it"
	case to != nil && to.Phase != manifest.PhaseCancelled && slices.ContainsFunc(step.From, func(id string) bool {
		s := k.Lifecycle.State(id)
		return s != nil && s.Open()
	}):
		return "leads records on that may be incomplete"
	}
	return ""
}

// copied checks a value children take over.
func (c *checker) copied(path string, k, child *manifest.Kind, to, from string) {
	f, source := child.Field(to), k.Field(from)
	switch {
	case f == nil:
		c.Say(path, "field "+strconv.Quote(to)+" of "+child.FullName()+" does not exist", manifest.OneOf(to, fields(child)))
	case source == nil:
		c.Say(path, "field "+strconv.Quote(from)+" does not exist", manifest.OneOf(from, fields(k)))
	case f.Type != source.Type || f.To != source.To:
		c.Say(path, "field "+strconv.Quote(to)+" is of type "+f.Type+", "+strconv.Quote(from)+" of type "+source.Type, "take it from a field of type "+f.Type)
	case f.Derived != "" || f.Sealed || source.Sealed:
		c.Say(path, "field "+strconv.Quote(to)+" cannot be taken over", "name fields that are neither derived nor sealed")
	}
}

func fields(k *manifest.Kind) []string {
	out := make([]string, len(k.Fields))
	for i := range k.Fields {
		out[i] = k.Fields[i].Name
	}
	return out
}
