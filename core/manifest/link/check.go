package link

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/grant"
)

// checker collects what is wrong with what one kind leads to.
type checker struct {
	manifest.Findings
	k *manifest.Kind
}

// Check says what of a manifest's references and links cannot be kept, with file,
// line and mend.
func Check(m *manifest.Manifest) []manifest.Problem {
	var out []manifest.Problem
	for i := range m.Kinds {
		c := &checker{Findings: manifest.Findings{M: m}, k: &m.Kinds[i]}
		path := manifest.Path("kinds", i)
		c.fields(manifest.Path(path, "fields"), c.k.Fields, false)
		for j := range c.k.Links {
			c.link(manifest.Path(path, "links", j), j)
		}
		out = append(out, c.Problems...)
	}
	return out
}

func (c *checker) fields(path string, fields []manifest.Field, row bool) {
	for i := range fields {
		f, at := &fields[i], manifest.Path(path, i)
		if f.Refers() {
			c.reference(at, f, row)
		} else {
			c.strayed(at, f)
		}
		c.fields(manifest.Path(at, "fields"), f.Fields, true)
	}
}

// strayed refuses keys of references on a field that names no record.
func (c *checker) strayed(path string, f *manifest.Field) {
	for _, key := range []struct {
		name    string
		written bool
	}{{"to", f.To != ""}, {"to_kinds", len(f.ToKinds) > 0}, {"to_states", len(f.ToStates) > 0}, {"back", !f.Back.IsZero()}} {
		if key.written {
			c.Say(manifest.Path(path, key.name), "field "+strconv.Quote(f.Name)+" has "+key.name+": but names no record", "write type: ref or refs, or leave "+key.name+": out")
		}
	}
}

// reference checks a field that names records.
func (c *checker) reference(path string, f *manifest.Field, row bool) {
	name := strconv.Quote(f.Name)
	switch {
	case f.To != "" && len(f.ToKinds) > 0:
		c.Say(manifest.Path(path, "to_kinds"), "field "+name+" has to: and to_kinds:", "keep to: for one kind, to_kinds: for several")
	case len(f.Targets()) == 0 && (c.M.ID != manifest.CoreID || f.Type != manifest.TypeRefs): // those of the core name records of any area
		c.Say(path, "field "+name+" does not say of which kind the records are", "write to: module.kind, or to_kinds: with several")
	}
	if f.To != "" {
		c.kind(manifest.Path(path, "to"), f.To)
	}
	for i, full := range f.ToKinds {
		c.kind(manifest.Path(path, "to_kinds", i), full)
	}
	c.states(manifest.Path(path, "to_states"), f)
	if row && f.Type == manifest.TypeRefs {
		c.Say(manifest.Path(path, "type"), "a cell names one record at most", "write type: ref, or make it a field of the record")
	}
	if f.Type == manifest.TypeRefs {
		c.many(path, f)
	}
}

// many checks how many records are named, and what cannot be asked of them.
func (c *checker) many(path string, f *manifest.Field) {
	if f.Max != nil && (*f.Max < 1 || *f.Max > manifest.MaxRefs) {
		c.Say(manifest.Path(path, "max"), "field "+strconv.Quote(f.Name)+" wants "+strconv.Itoa(int(*f.Max))+" records", "write max: 1 to "+strconv.Itoa(manifest.MaxRefs)+"; more of them are children: give their kind parent:")
	}
	if f.Min != nil && *f.Min < 1 {
		c.Say(manifest.Path(path, "min"), "min: below 1 asks for nothing", "leave it out; required: true asks for one")
	}
	if f.Index {
		c.Say(manifest.Path(path, "index"), "many records are found without an index of their own", "leave index: out; lists filter by the field as it is")
	}
}

// states checks in which states a record may be named: each is one of a kind it may
// be of, where those are known here.
func (c *checker) states(path string, f *manifest.Field) {
	var known []string
	for _, full := range f.Targets() {
		k := c.k.Kin(full)
		if k == nil {
			return
		}
		for _, s := range k.Lifecycle.States {
			known = append(known, s.ID)
		}
	}
	for i, state := range f.ToStates {
		if !slices.Contains(known, state) {
			c.Say(manifest.Path(path, i), "state "+strconv.Quote(state)+" does not exist in "+strings.Join(f.Targets(), ", "), manifest.OneOf(state, known))
		}
	}
}

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9_]{1,39}$`)

// kind refuses a kind that is not named in full, or that the module or the core
// should have and has not.
func (c *checker) kind(path, full string) {
	module, name, _ := strings.Cut(full, ".")
	if !nameForm.MatchString(module) || !nameForm.MatchString(name) {
		c.Say(path, strconv.Quote(full)+" is not the full name of a kind", "write module.kind")
		return
	}
	of := c.M
	if module == manifest.CoreID {
		of = manifest.Core()
	}
	if module != of.ID || c.k.Kin(full) != nil {
		return
	}
	var names []string
	for i := range of.Kinds {
		names = append(names, of.Kinds[i].FullName())
	}
	c.Say(path, "kind "+strconv.Quote(full)+" does not exist", manifest.OneOf(full, names))
}

// own are the ways records are tied without a link.
var own = []string{"origin", "effect"}

// link checks one link of the kind.
func (c *checker) link(path string, n int) {
	l := &c.k.Links[n]
	name := strconv.Quote(l.Name)
	switch {
	case !nameForm.MatchString(l.Name):
		c.Say(manifest.Path(path, "name"), "the name "+name+" is not usable", "use lower case letters, digits and _, starting with a letter, at most 40")
	case c.k.Field(l.Name) != nil, c.k.Finds[l.Name] != nil, slices.Contains(own, l.Name):
		c.Say(manifest.Path(path, "name"), "link "+name+" has the name of another tie", "give it a name that no field and no find has, and none of "+strings.Join(own, ", "))
	case c.k.Link(l.Name) != l:
		c.Say(manifest.Path(path, "name"), "link "+name+" is declared twice", "rename or remove one of them")
	}
	if l.Back.IsZero() {
		c.Say(manifest.Path(path, "back"), "link "+name+" is not called anything from the other side", "write back: {vi: …, en: …}, what the record it leads to says of it")
	}
	if len(l.To) == 0 {
		c.Say(path, "link "+name+" leads nowhere", "write to: with the full names of the kinds it may lead to")
	}
	for i, full := range l.To {
		at := manifest.Path(path, "to", i)
		c.kind(at, full)
		if module, _, _ := strings.Cut(full, "."); module != c.M.ID && module != manifest.CoreID && !grant.Reads(c.M, full) {
			c.Say(at, strconv.Quote(full)+" is another module's records", "add "+full+" to grants: read")
		}
	}
}
