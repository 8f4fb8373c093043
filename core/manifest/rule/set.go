package rule

import (
	"errors"
	"slices"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
)

// Violation is a rule that said yes.
type Violation struct {
	Code     string
	Field    string
	Advisory bool
}

// Set is the compiled expressions of one kind. It is safe for many callers at
// once.
type Set struct {
	fields   map[string]*manifest.Field
	rules    []compiledRule
	derived  []assignment
	defaults []assignment
	sets     map[string][]assignment // by transition
	guards   map[string]*program
	clocks   []compiledClock       // a deadline each, in the manifest's order
	creates  map[string][]creation // by transition
	near     *near                 // nil: nothing is
}

type compiledRule struct {
	*manifest.Rule
	when        *program
	finds, refs []string // it reads
}

// assignment computes one field.
type assignment struct {
	field *manifest.Field
	value *program
}

// Compile compiles every expression of a kind once. Fault: Internal
// "manifest_rule" with the first complaint; Check lists them all.
func Compile(k *manifest.Kind) (*Set, error) {
	s, complaints := compile(k, time.Time{})
	if len(complaints) > 0 {
		return nil, fault.New(fault.Internal, "manifest_rule", fault.Param("kind", k.FullName()), fault.Param("at", complaints[0].path), fault.Cause(complaints[0].err))
	}
	return s, nil
}

// located is a complaint and where in the kind it belongs.
type located struct {
	path string
	err  error
}

// builder compiles and collects complaints.
type builder struct {
	*compiler
	set        *Set
	complaints []located
}

func compile(k *manifest.Kind, until time.Time) (*Set, []located) {
	c, err := newCompiler(k)
	if err != nil {
		return nil, []located{{"", err}}
	}
	c.until = until
	b := &builder{compiler: c, set: &Set{fields: c.fields, near: c.near, sets: map[string][]assignment{}, guards: map[string]*program{}, creates: map[string][]creation{}}}
	b.within(true, b.rules)
	b.fieldValues()
	b.guards()
	b.within(false, b.transitions)
	b.clocks()
	b.within(false, b.creations)
	return b.set, b.complaints
}

func (b *builder) try(path, text string, want ...*cel.Type) *program {
	p, err := b.compile(text, nil, want...)
	if err != nil {
		b.complaints = append(b.complaints, located{path, err})
	}
	b.unsealed(path, p)
	return p
}

func (b *builder) complain(path, what, fix string) {
	b.complaints = append(b.complaints, located{path, &complaint{what, fix}})
}

func (b *builder) rules() {
	for i := range b.kind.Rules {
		r := &b.kind.Rules[i]
		if p := b.try(manifest.Path("rules", i, "when"), r.When, cel.BoolType); p != nil {
			finds, refs := b.near.asked(p)
			b.set.rules = append(b.set.rules, compiledRule{r, p, finds, refs})
		}
	}
}

func (b *builder) fieldValues() {
	for i := range b.kind.Fields {
		f := &b.kind.Fields[i]
		if f.Derived != "" && f.Derived != manifest.DecideGo {
			b.set.derived = b.assign(b.set.derived, manifest.Path("fields", i, "derived"), f, f.Derived)
		}
		if f.Default != "" {
			b.set.defaults = b.assign(b.set.defaults, manifest.Path("fields", i, "default"), f, f.Default)
		}
	}
}

func (b *builder) assign(list []assignment, path string, f *manifest.Field, text string) []assignment {
	p, err := b.compile(text, f, wanted(f)...)
	if err != nil {
		b.complaints = append(b.complaints, located{path, err})
		return list
	}
	b.unsealed(path, p)
	return append(list, assignment{f, p})
}

// wanted is what an expression for a field may give.
func wanted(f *manifest.Field) []*cel.Type {
	if f.Type == manifest.TypeDecimal {
		return []*cel.Type{doubleOrNull, intOrNull}
	}
	return []*cel.Type{celType(f)}
}

// guards are asked wherever a step is offered, so they see the record alone.
func (b *builder) guards() {
	for i := range b.kind.Lifecycle.Transitions {
		t := &b.kind.Lifecycle.Transitions[i]
		if t.When == "" {
			continue
		}
		if p := b.try(manifest.Path("lifecycle", "transitions", i, "when"), t.When, cel.BoolType); p != nil {
			b.set.guards[t.Name] = p
		}
	}
}

// Guarding are the names that the transitions' guards refer to.
func (s *Set) Guarding() []string {
	var out []string
	for _, p := range s.guards {
		out = append(out, p.reads...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (b *builder) transitions() {
	for i := range b.kind.Lifecycle.Transitions {
		t := &b.kind.Lifecycle.Transitions[i]
		for name, text := range t.Set {
			if f := b.fields[name]; f != nil {
				b.set.sets[t.Name] = b.assign(b.set.sets[t.Name], manifest.Path("lifecycle", "transitions", i, "set", name), f, text)
			}
		}
	}
}

func (s *Set) sight(in *Input) *sight { return &sight{Input: in, fields: s.fields, near: s.near} }

// Violations are the rules broken by a save or, with in.Transition, by that
// transition: a rule with on: is asked at those transitions only, one without
// at every call.
func (s *Set) Violations(in Input) ([]Violation, error) {
	var out []Violation
	at := s.sight(&in)
	for _, r := range s.rules {
		if !r.at(in.Transition) {
			continue
		}
		broken, err := r.when.holds(at)
		if err != nil {
			return nil, err
		}
		if broken {
			out = append(out, Violation{r.Code, r.Field, r.Advisory})
		}
	}
	return out, nil
}

// Derive computes the fields declared with CEL, in the manifest's order: a
// later one sees the earlier ones' new values. nil means absent.
func (s *Set) Derive(in Input) (map[string]any, error) { return s.chain(s.derived, in) }

// Defaults computes the values of absent fields on create.
func (s *Set) Defaults(in Input) (map[string]any, error) {
	absent := slices.DeleteFunc(slices.Clone(s.defaults), func(a assignment) bool { return in.Fields[a.field.Name] != nil })
	return s.each(absent, in)
}

// Sets computes what in.Transition sets, each from the record as it was.
func (s *Set) Sets(in Input) (map[string]any, error) { return s.each(s.sets[in.Transition], in) }

// Open reports whether the transition's guard (when:) lets it be offered.
func (s *Set) Open(transition string, in Input) (bool, error) {
	guard, ok := s.guards[transition]
	if !ok {
		return true, nil
	}
	return guard.holds(s.sight(&in))
}

func (s *Set) each(list []assignment, in Input) (map[string]any, error) {
	out := make(map[string]any, len(list))
	at := s.sight(&in)
	for _, a := range list {
		v, err := a.value.eval(at)
		if err != nil {
			return nil, err
		}
		out[a.field.Name] = native(a.field, v)
	}
	return out, nil
}

// chain is each on a copy that takes every result in.
func (s *Set) chain(list []assignment, in Input) (map[string]any, error) {
	if len(list) == 0 {
		return nil, nil
	}
	fields := make(map[string]any, len(in.Fields)+len(list))
	for k, v := range in.Fields {
		fields[k] = v
	}
	in.Fields = fields
	out := make(map[string]any, len(list))
	for _, a := range list {
		one, err := s.each([]assignment{a}, in)
		if err != nil {
			return nil, err
		}
		out[a.field.Name], fields[a.field.Name] = one[a.field.Name], one[a.field.Name]
	}
	return out, nil
}

// native turns a result into what the record stores; nil when absent.
func native(f *manifest.Field, v ref.Val) any {
	switch t := v.(type) {
	case types.String:
		if t != "" {
			return string(t)
		}
	case types.Bool:
		return bool(t)
	case types.Int:
		if f.Type == manifest.TypeDecimal {
			return float64(t)
		}
		return int64(t)
	case types.Double:
		if f.Type != manifest.TypeDecimal {
			return int64(t)
		}
		return float64(t)
	case interface{ Size() ref.Val }:
		return list(v)
	}
	return nil
}

// list turns a list of texts or rows into Go.
func list(v ref.Val) any {
	if words, err := v.ConvertToNative(wordsType); err == nil {
		return words
	}
	rows, err := v.ConvertToNative(rowsType)
	if err != nil {
		return nil
	}
	for _, row := range rows.([]map[string]any) {
		for name, cell := range row { // of a row that was there before it is still CEL's
			if val, ok := cell.(ref.Val); ok {
				row[name] = plain(val)
			}
		}
	}
	return rows
}

// asComplaint splits an error into what and fix.
func asComplaint(err error) complaint {
	var c *complaint
	if errors.As(err, &c) {
		return *c
	}
	return complaint{err.Error(), "correct the expression"}
}
