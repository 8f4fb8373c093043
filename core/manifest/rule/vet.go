package rule

import (
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/manifest"
)

// vet checks what CEL's own types cannot: that a text compared with a state,
// an enum or a date is one that can ever be. Such an expression would compile
// and hold for no record, and its figure would be silently wrong.
type vet struct {
	fields map[string]*manifest.Field
	near   *near
	states *domain
	moves  *domain
	err    *complaint // the first fault found
}

// domain is what the text of an expression can be.
type domain struct {
	noun  string
	words []string                   // the only texts there are
	blank bool                       // "" says absent
	date  bool                       // instead of words: a day
	rows  map[string]*manifest.Field // instead of words: the columns of a row
}

// scope is what the variables of the walks around an expression stand for.
type scope map[string]*domain

// vetted is the first fault of an expression that compiled. For an expression
// that gives a field its value, into is that field.
func (c *compiler) vetted(tree *cel.Ast, into *manifest.Field) error {
	v := &vet{fields: c.fields, near: c.near, states: &domain{noun: "state"}, moves: &domain{noun: "transition", blank: true}}
	for _, s := range c.kind.Lifecycle.States {
		v.states.words = append(v.states.words, s.ID)
	}
	for _, t := range c.kind.Lifecycle.Transitions {
		v.moves.words = append(v.moves.words, t.Name)
	}
	root := tree.NativeRep().Expr()
	v.walk(root, scope{})
	if into != nil {
		v.gives(root, domainOf(into))
	}
	if v.err != nil {
		return v.err
	}
	return nil
}

// domain is what a name that is near the kind can be.
func (n *near) domain(name string) *domain {
	if n == nil {
		return nil
	}
	if p, ok := n.pointed[name]; ok {
		return domainOf(p.field)
	}
	row, ok := n.found[name]
	if !ok {
		return nil
	}
	d := &domain{rows: map[string]*manifest.Field{}}
	for _, f := range row {
		d.rows[f.Name] = f
	}
	return d
}

func domainOf(f *manifest.Field) *domain {
	switch {
	case f.Type == manifest.TypeDate:
		return &domain{date: true, blank: true}
	case f.Type == manifest.TypeList:
		d := &domain{rows: map[string]*manifest.Field{}}
		for i := range f.Fields {
			d.rows[f.Fields[i].Name] = &f.Fields[i]
		}
		return d
	case (f.Type == manifest.TypeEnum || f.Type == manifest.TypeEnums) && !f.Open:
		d := &domain{noun: "value of " + f.Name, blank: true}
		if f.Name == "state" { // no field has that name: it is another record's
			d.noun = "state"
		}
		for _, value := range f.Values {
			d.words = append(d.words, value.ID)
		}
		return d
	}
	return nil
}

// of is the domain of an expression, nil when it may be anything.
func (v *vet) of(e ast.Expr, in scope) *domain {
	switch e.Kind() {
	case ast.IdentKind:
		return v.named(e.AsIdent(), in)
	case ast.SelectKind:
		if row := v.of(e.AsSelect().Operand(), in); row != nil && row.rows != nil {
			if f := row.rows[e.AsSelect().FieldName()]; f != nil {
				return domainOf(f)
			}
		}
	}
	return nil
}

func (v *vet) named(name string, in scope) *domain {
	if d, walked := in[name]; walked {
		return d
	}
	switch name {
	case "state":
		return v.states
	case "transition":
		return v.moves
	case "today", "created_on":
		return &domain{date: true, blank: true}
	}
	if f := v.fields[name]; f != nil {
		return domainOf(f)
	}
	return v.near.domain(name)
}

var compared = []string{operators.Equals, operators.NotEquals, operators.Less, operators.LessEquals, operators.Greater, operators.GreaterEquals}

func (v *vet) walk(e ast.Expr, in scope) {
	switch e.Kind() {
	case ast.CallKind:
		call := e.AsCall()
		args := call.Args()
		switch {
		case slices.Contains(compared, call.FunctionName()):
			v.literal(args[0], v.of(args[1], in))
			v.literal(args[1], v.of(args[0], in))
		case call.FunctionName() == operators.In:
			v.literal(args[0], v.of(args[1], in))
			v.gives(args[1], v.of(args[0], in))
		}
		if call.IsMemberFunction() {
			v.walk(call.Target(), in)
		}
		for _, a := range args {
			v.walk(a, in)
		}
	case ast.ListKind:
		for _, x := range e.AsList().Elements() {
			v.walk(x, in)
		}
	case ast.SelectKind:
		v.walk(e.AsSelect().Operand(), in)
	case ast.ComprehensionKind:
		v.comprehension(e.AsComprehension(), in)
	}
}

// comprehension is what exists, all, filter and map become.
func (v *vet) comprehension(c ast.ComprehensionExpr, in scope) {
	v.walk(c.IterRange(), in)
	inner := scope{}
	for name, d := range in {
		inner[name] = d
	}
	inner[c.IterVar()] = v.of(c.IterRange(), in)
	for _, e := range []ast.Expr{c.AccuInit(), c.LoopCondition(), c.LoopStep(), c.Result()} {
		v.walk(e, inner)
	}
}

// gives checks the texts an expression can come to: its own, those of both
// arms of a choice, those of a list.
func (v *vet) gives(e ast.Expr, d *domain) {
	switch {
	case e.Kind() == ast.ListKind:
		for _, x := range e.AsList().Elements() {
			v.literal(x, d)
		}
	case e.Kind() == ast.CallKind && e.AsCall().FunctionName() == operators.Conditional:
		v.gives(e.AsCall().Args()[1], d)
		v.gives(e.AsCall().Args()[2], d)
	default:
		v.literal(e, d)
	}
}

func (v *vet) literal(e ast.Expr, d *domain) {
	if d == nil || d.rows != nil || e.Kind() != ast.LiteralKind || v.err != nil {
		return
	}
	text, ok := e.AsLiteral().(types.String)
	word := string(text)
	if !ok || word == "" && d.blank {
		return
	}
	if d.date {
		if day, err := calendar.ParseDate(word); err != nil || day.IsZero() {
			v.err = &complaint{`"` + word + `" is no day`, "write a day as '2026-08-20'"}
		}
		return
	}
	if !slices.Contains(d.words, word) {
		v.err = &complaint{d.noun + ` "` + word + `" does not exist`, manifest.OneOf(word, d.words)}
	}
}

// reads lists the names an expression refers to.
func reads(tree *cel.Ast) []string {
	var out []string
	for _, e := range ast.MatchDescendants(ast.NavigateAST(tree.NativeRep()), ast.KindMatcher(ast.IdentKind)) {
		out = append(out, e.AsIdent())
	}
	return out
}

// unsealed refuses an expression that reads a sealed field: where it holds or not
// would tell the value, and there is none to read.
func (b *builder) unsealed(path string, p *program) {
	if p == nil {
		return
	}
	for _, name := range p.reads {
		if f := b.fields[name]; f != nil && f.Sealed {
			b.complain(path, "field \""+name+"\" is sealed, so no expression can read it", "do without it; required: and require: may still ask that it is there")
			return
		}
	}
}
