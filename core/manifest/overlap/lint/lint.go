package lint

import (
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/overlap"
)

// Types a field may have, by what it is for.
var (
	units  = []string{manifest.TypeUnit, manifest.TypeUnits}
	dates  = []string{manifest.TypeDate}
	groups = []string{manifest.TypeEnum, manifest.TypeEnums}
	themes = []string{manifest.TypeEnum, manifest.TypeEnums, manifest.TypeText}
)

// checker collects what is wrong with the overlaps of one kind.
type checker struct {
	manifest.Findings
	k    *manifest.Kind
	path string
}

// Check says what of a manifest's overlaps cannot be kept, with file, line and mend.
func Check(m *manifest.Manifest) []manifest.Problem {
	var out []manifest.Problem
	keepers := 0
	for i := range m.Kinds {
		c := &checker{Findings: manifest.Findings{M: m}, k: &m.Kinds[i], path: manifest.Path("kinds", i)}
		if s := c.k.Overlaps; s != nil {
			c.span(manifest.Path(c.path, "overlaps"), s)
		}
		if f := c.k.OverlapOf; f != nil {
			if keepers++; keepers > 1 {
				c.Say(manifest.Path(c.path, "overlap_of"), "two kinds of the module keep overlaps", "let one of them keep all")
			}
			c.finding(manifest.Path(c.path, "overlap_of"), f)
		}
		for j := range c.k.Lifecycle.Transitions {
			if c.k.Lifecycle.Transitions[j].Undoubled && !c.compared() {
				c.Say(manifest.Path(c.path, "lifecycle", "transitions", j, "undoubled"), "neither its records nor those below are compared", "write overlaps: on "+c.k.Name+", or on a kind whose parent: leads here")
			}
		}
		out = append(out, c.Problems...)
	}
	return out
}

// compared reports whether the kind's records, or those below them, are.
func (c *checker) compared() bool {
	return c.k.Overlaps != nil || slices.ContainsFunc(c.M.Kinds, func(k manifest.Kind) bool {
		return k.Overlaps != nil && k.ParentKind() == c.k.FullName()
	})
}

// span checks what of a kind's records is compared.
func (c *checker) span(path string, s *overlap.Span) {
	fields := c.k.Fields
	if s.Each != "" {
		f := c.k.Field(s.Each)
		if f == nil || f.Type != manifest.TypeList {
			c.Say(manifest.Path(path, "each"), "field "+strconv.Quote(s.Each)+" is no list", "name a field of type list")
			return
		}
		fields = f.Fields
		c.field(manifest.Path(path, "no"), fields, s.No, []string{manifest.TypeInt}, true)
	}
	c.field(manifest.Path(path, "place"), fields, s.Place, units, s.Body == "")
	c.field(manifest.Path(path, "from"), fields, s.From, dates, true)
	c.field(manifest.Path(path, "to"), fields, s.To, dates, false)
	c.field(manifest.Path(path, "group"), fields, s.Group, groups, false)
	c.field(manifest.Path(path, "theme"), fields, s.Theme, themes, false)
	c.field(manifest.Path(path, "body"), fields, s.Body, units, false)
	if s.Group+s.Theme+s.Body == "" {
		c.Say(path, "nothing makes two records alike", "write group:, theme: or body:")
	}
	if len(s.States) == 0 {
		c.Say(path, "its records are compared in no state", "write states: and those in which they are planned or under way")
	}
	c.states(manifest.Path(path, "states"), s.States...)
}

// finding checks the kind that keeps what is found.
func (c *checker) finding(path string, f *overlap.Finding) {
	if len(f.Of) == 0 {
		c.Say(path, "it compares nothing", "write of: and the kinds that are compared")
	}
	for i, full := range f.Of {
		c.other(manifest.Path(path, "of", i), full)
	}
	c.states(manifest.Path(path, "state"), f.State)
	c.field(manifest.Path(path, "reasons"), c.k.Fields, f.Reasons, []string{manifest.TypeEnums}, true)
	if r := c.k.Field(f.Reasons); r != nil {
		for _, reason := range overlap.Reasons {
			if r.Value(reason) == nil {
				c.Say(manifest.Path(path, "reasons"), "field "+strconv.Quote(f.Reasons)+" has no value "+strconv.Quote(reason), "give it the values "+strings.Join(overlap.Reasons, ", "))
			}
		}
	}
	many := []string{manifest.TypeUnits}
	c.field(manifest.Path(path, "units"), c.k.Fields, f.Units, many, false)
	c.field(manifest.Path(path, "places"), c.k.Fields, f.Places, many, false)
	c.field(manifest.Path(path, "from"), c.k.Fields, f.From, dates, false)
	c.field(manifest.Path(path, "to"), c.k.Fields, f.To, dates, false)
	c.field(manifest.Path(path, "parent"), c.k.Fields, f.Parent, []string{manifest.TypeRef}, false)
}

// other checks a kind that is compared: one of this module says how, another
// module's must be granted.
func (c *checker) other(path, full string) {
	module, _, _ := strings.Cut(full, ".")
	switch k := c.M.Kind(full); {
	case module != c.M.ID:
		if !slices.Contains(c.M.Grants.Read, full) {
			c.Say(path, strconv.Quote(full)+" is another module's", "add it under grants: read")
		}
	case k == nil:
		var names []string
		for i := range c.M.Kinds {
			names = append(names, c.M.Kinds[i].FullName())
		}
		c.Say(path, "kind "+strconv.Quote(full)+" does not exist", manifest.OneOf(full, names))
	case k.Overlaps == nil:
		c.Say(path, "kind "+strconv.Quote(full)+" does not say what of it is compared", "write overlaps: on it")
	}
}

// field checks one field, or cell, that is named.
func (c *checker) field(path string, fields []manifest.Field, name string, types []string, needed bool) {
	if name == "" {
		if needed {
			c.Say(path, "nothing is named", "name a field of type "+strings.Join(types, " or "))
		}
		return
	}
	i := slices.IndexFunc(fields, func(f manifest.Field) bool { return f.Name == name })
	switch {
	case i < 0:
		var names []string
		for _, f := range fields {
			names = append(names, f.Name)
		}
		c.Say(path, "field "+strconv.Quote(name)+" does not exist", manifest.OneOf(name, names))
	case !slices.Contains(types, fields[i].Type):
		c.Say(path, "field "+strconv.Quote(name)+" is of type "+fields[i].Type, "name a field of type "+strings.Join(types, " or "))
	case fields[i].Sealed:
		c.Say(path, "field "+strconv.Quote(name)+" is sealed, and comparing would tell of it", "name another field, or remove sealed:")
	}
}

func (c *checker) states(path string, named ...string) {
	var all []string
	for _, s := range c.k.Lifecycle.States {
		all = append(all, s.ID)
	}
	for _, id := range named {
		if !slices.Contains(all, id) {
			c.Say(path, "state "+strconv.Quote(id)+" does not exist", manifest.OneOf(id, all))
		}
	}
}
