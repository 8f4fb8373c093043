package rule

import (
	"slices"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/doanket/doanket/core/manifest"
)

// near is what the expressions of a kind may see beside its record: fields of the
// records it points at, as "plan.title", and what its finds find, as lists.
type near struct {
	pointed map[string]pointed
	found   map[string][]*manifest.Field // by find: what a row of it holds
}

// stateOf is the state of a record of a kind, as a field: a closed choice.
func stateOf(k *manifest.Kind) manifest.Field {
	f := manifest.Field{Name: "state", Type: manifest.TypeEnum}
	for _, s := range k.Lifecycle.States {
		f.Values = append(f.Values, manifest.EnumValue{ID: s.ID, Label: s.Label})
	}
	return f
}

// toldOf are what is told of every record of a kind pointed at or found.
func toldOf(k *manifest.Kind) []manifest.Field {
	return []manifest.Field{{Name: "id", Type: manifest.TypeText}, stateOf(k), {Name: "number", Type: manifest.TypeText}}
}

// refersTo are what is told of the records a field names, whatever they are: the kind
// and the state of each of many, in their order; of one that may be of several kinds
// its kind, state and number.
func refersTo(f *manifest.Field) []manifest.Field {
	switch {
	case f.Type == manifest.TypeRefs:
		return []manifest.Field{{Name: "kinds", Type: manifest.TypeEnums, Open: true}, {Name: "states", Type: manifest.TypeEnums, Open: true}}
	case f.Type == manifest.TypeRef && f.To == "":
		return []manifest.Field{{Name: "kind", Type: manifest.TypeText}, {Name: "state", Type: manifest.TypeText}, {Name: "number", Type: manifest.TypeText}}
	}
	return nil
}

// pointed is a field of the record a reference field points at.
type pointed struct {
	ref   string
	field *manifest.Field
}

// hiddenCell says that the reader may not read the record found.
var hiddenCell = manifest.Field{Name: "hidden", Type: manifest.TypeBool}

// nearOf finds what is near a kind; nil if nothing is.
func nearOf(k *manifest.Kind) *near {
	n := &near{pointed: map[string]pointed{}, found: map[string][]*manifest.Field{}}
	for i := range k.Fields {
		f := &k.Fields[i]
		for _, g := range refersTo(f) {
			n.pointed[f.Name+"."+g.Name] = pointed{f.Name, &g}
		}
		to := k.Kin(f.To)
		if f.Type != manifest.TypeRef || to == nil {
			continue
		}
		fields := to.Fields
		if to.Sensitivity == manifest.SensitivityRestricted {
			fields = nil
		}
		for _, g := range slices.Concat(toldOf(to), fields) {
			if !g.Sealed {
				n.pointed[f.Name+"."+g.Name] = pointed{f.Name, &g}
			}
		}
	}
	for name, f := range k.Finds {
		theirs := (*manifest.Kind)(nil)
		if f != nil {
			theirs = k.Found(f)
		}
		if theirs == nil {
			continue
		}
		row := []*manifest.Field{&hiddenCell}
		for _, g := range toldOf(theirs) {
			row = append(row, &g)
		}
		for _, told := range f.Fields {
			if g := theirs.Field(told); g != nil && !g.Sealed {
				row = append(row, g)
			}
		}
		n.found[name] = row
	}
	if len(n.pointed)+len(n.found) == 0 {
		return nil
	}
	return n
}

// variables declares what is near to an environment, the finds only where they are
// known.
func (n *near) variables(finds bool) []cel.EnvOption {
	var out []cel.EnvOption
	for name, p := range n.pointed {
		out = append(out, cel.Variable(name, celType(p.field)))
	}
	for name := range n.found {
		if finds {
			out = append(out, cel.Variable(name, cel.ListType(rowType)))
		}
	}
	return out
}

// within compiles what fn compiles with what is near in sight.
func (b *builder) within(finds bool, fn func()) {
	if b.near == nil {
		fn()
		return
	}
	narrow := b.env
	wider, err := narrow.Extend(b.near.variables(finds)...)
	if err != nil {
		b.complaints = append(b.complaints, located{"", err})
		return
	}
	b.env = wider
	fn()
	b.env = narrow
}

// asked are the finds and the reference fields an expression reads.
func (n *near) asked(p *program) (finds, refs []string) {
	if n == nil || p == nil {
		return nil, nil
	}
	for _, name := range p.reads {
		if at, there := n.pointed[name]; there && !slices.Contains(refs, at.ref) {
			refs = append(refs, at.ref)
		}
		if _, there := n.found[name]; there && !slices.Contains(finds, name) {
			finds = append(finds, name)
		}
	}
	return finds, refs
}

// name resolves what is near the input's record.
func (n *near) name(in *Input, name string) (ref.Val, bool) {
	if n == nil {
		return nil, false
	}
	if p, ok := n.pointed[name]; ok {
		return value(p.field, in.Pointed[p.ref][p.field.Name]), true
	}
	row, ok := n.found[name]
	if !ok {
		return nil, false
	}
	out := make([]ref.Val, len(in.Found[name]))
	for i, hit := range in.Found[name] {
		cells := make(map[string]any, len(row))
		for _, f := range row {
			cells[f.Name] = value(f, hit[f.Name])
		}
		out[i] = types.NewStringInterfaceMap(types.DefaultTypeAdapter, cells)
	}
	return types.NewRefValList(types.DefaultTypeAdapter, out), true
}

// Finds are the finds that rules asked at a transition read; "" is a plain save.
func (s *Set) Finds(transition string) []string {
	var out []string
	for i := range s.rules {
		if r := &s.rules[i]; len(r.finds) > 0 && r.at(transition) {
			out = append(out, r.finds...)
		}
	}
	return out
}

// Pointed are the reference fields whose records are read by what is evaluated at
// a transition: rules, what it sets, what it makes.
func (s *Set) Pointed(transition string) []string {
	if s.near == nil {
		return nil
	}
	var out []string
	for i := range s.rules {
		if r := &s.rules[i]; r.at(transition) {
			out = append(out, r.refs...)
		}
	}
	add := func(p *program) {
		_, refs := s.near.asked(p)
		out = append(out, refs...)
	}
	for _, a := range s.sets[transition] {
		add(a.value)
	}
	for _, c := range s.creates[transition] {
		add(c.when)
		add(c.unit)
		for _, p := range c.fields {
			add(p)
		}
	}
	return out
}

// at reports whether a rule is asked at a transition, "" being a plain save.
func (r *compiledRule) at(transition string) bool {
	return len(r.On) == 0 || slices.Contains(r.On, transition)
}

// afar says why a name that is near the kind is not known where it stands, "" if it
// is not near.
func (c *compiler) afar(name string) string {
	n := c.near
	if n == nil {
		return ""
	}
	if _, there := n.found[name]; there {
		return "what a find finds is known to rules: only; elsewhere ask for it with needs: and decide in Go"
	}
	for known := range n.pointed {
		if strings.HasPrefix(known, name+".") {
			return "fields of the record a reference points at are known to rules:, set: and creates: only; copy one with set: at a step"
		}
	}
	return ""
}
