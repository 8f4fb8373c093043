package need

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/manifest"
)

var (
	idForm       = regexp.MustCompile(`^[a-z][a-z0-9_]{1,39}$`)
	childrenForm = regexp.MustCompile(`^children\(([a-z0-9_.]+)\)(<=\d+)?$`)
)

// toldNames are what a decision hears of a related record beside its fields.
var toldNames = []string{"id", "state", "number"}

// checker collects what is wrong with what one kind asks to know.
type checker struct {
	manifest.Findings
	k    *manifest.Kind
	path string
}

// Check says what of a manifest's needs and finds cannot be answered or may not
// be told, with file, line and mend.
func Check(m *manifest.Manifest) []manifest.Problem {
	var out []manifest.Problem
	for i := range m.Kinds {
		c := &checker{Findings: manifest.Findings{M: m}, k: &m.Kinds[i], path: manifest.Path("kinds", i)}
		for _, name := range slices.Sorted(maps.Keys(c.k.Needs)) {
			c.needs(name, c.k.Needs[name])
		}
		for _, name := range slices.Sorted(maps.Keys(c.k.Finds)) {
			c.find(name, c.k.Finds[name])
		}
		out = append(out, c.Problems...)
	}
	return out
}

func (c *checker) at(parts ...any) string { return manifest.Path(append([]any{c.path}, parts...)...) }

// needs checks what a decision asks to know: a find of the kind, a ref field,
// optionally with ".name", or "children(kind)<=50" for the records that point
// here.
func (c *checker) needs(transition string, needs []string) {
	path := c.at("needs", transition)
	if c.Known(path, "transition", transition, steps(c.k)) && !c.k.Lifecycle.Transition(transition).NeedsGo() {
		c.Say(path, "transition "+strconv.Quote(transition)+" asks for knowledge but decides nothing", "write decide: go on it or remove the line")
	}
	for i, need := range needs {
		if m := childrenForm.FindStringSubmatch(need); m != nil {
			kind := m[1]
			if !strings.Contains(kind, ".") {
				kind = c.M.ID + "." + kind
			}
			c.foreign(manifest.Path(path, i), kind)
			continue
		}
		root, _, _ := strings.Cut(need, ".")
		switch {
		case c.k.Finds[need] != nil:
		case c.k.Field(root) == nil: // a find is as likely meant as a field
			c.Known(manifest.Path(path, i), "find or field", root, append(slices.Sorted(maps.Keys(c.k.Finds)), pointing(c.k)...))
		default:
			c.pointed(manifest.Path(path, i), need)
		}
	}
}

// pointed checks "source.title": a ref field and, of the kind it points at, a
// field everyone who decides here may know.
func (c *checker) pointed(path, need string) {
	root, wanted, some := strings.Cut(need, ".")
	f := c.field(path, c.k, root, manifest.TypeRef)
	if f == nil {
		return
	}
	for _, full := range f.Targets() {
		c.granted(path, full)
	}
	if some && f.To == "" && !slices.Contains(toldNames, wanted) {
		c.Say(path, "field "+strconv.Quote(root)+" names records of several kinds, which have no field in common", "ask for "+root+" alone: its id, state and number are told")
		return
	}
	to := c.k.Kin(f.To)
	if !some || to == nil || slices.Contains(toldNames, wanted) {
		return
	}
	c.field(path, to, wanted)
}

// field is an open field of a kind, of one of the types if there are any; nil and
// a complaint if it is not.
func (c *checker) field(path string, k *manifest.Kind, name string, types ...string) *manifest.Field {
	f := k.Field(name)
	switch {
	case f == nil:
		c.Known(path, "field", name, fields(k))
	case len(types) > 0 && !slices.Contains(types, f.Type):
		c.Say(path, "field "+strconv.Quote(name)+" is of type "+f.Type, "name a field of type "+strings.Join(types, " or "))
	case f.Sealed:
		c.Say(path, "field "+strconv.Quote(name)+" is sealed, but this would show it", "name another field, or remove sealed:")
	default:
		return f
	}
	return nil
}

// foreign checks a kind named in full: of this module or the core it must be
// there, of another its grants must let it be read.
func (c *checker) foreign(path, full string) {
	module, name, _ := strings.Cut(full, ".")
	if !idForm.MatchString(module) || !idForm.MatchString(name) {
		c.Say(path, strconv.Quote(full)+" is not the full name of a kind", "write module.kind")
		return
	}
	if c.near(module) && c.k.Kin(full) == nil {
		c.Known(path, "kind", full, c.kinds())
	}
	c.granted(path, full)
}

// granted refuses another module's kind that grants: does not let be read.
func (c *checker) granted(path, full string) {
	if module, _, _ := strings.Cut(full, "."); !c.near(module) && !slices.Contains(c.M.Grants.Read, full) {
		c.Say(path, strconv.Quote(full)+" is another module's records", "add "+full+" to grants: read")
	}
}

// near reports whether a module's kinds can be known here.
func (c *checker) near(module string) bool { return module == c.M.ID || module == manifest.CoreID }

// kinds are the full names of those that can.
func (c *checker) kinds() []string {
	var out []string
	for _, m := range []*manifest.Manifest{c.M, manifest.Core()} {
		for i := range m.Kinds {
			out = append(out, m.Kinds[i].FullName())
		}
	}
	return out
}

// pointing are the fields of a kind that point at one record.
func pointing(k *manifest.Kind) []string {
	var out []string
	for i := range k.Fields {
		if f := &k.Fields[i]; f.Type == manifest.TypeRef {
			out = append(out, f.Name)
		}
	}
	return out
}

func fields(k *manifest.Kind) []string {
	out := make([]string, len(k.Fields))
	for i := range k.Fields {
		out[i] = k.Fields[i].Name
	}
	return out
}

func steps(k *manifest.Kind) []string {
	out := make([]string, len(k.Lifecycle.Transitions))
	for i := range out {
		out[i] = k.Lifecycle.Transitions[i].Name
	}
	return out
}

func states(k *manifest.Kind) []string {
	out := make([]string, len(k.Lifecycle.States))
	for i := range out {
		out[i] = k.Lifecycle.States[i].ID
	}
	return out
}
