package rule

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/bound"
	"github.com/doanket/doanket/core/manifest/rule/price"
)

// program is one compiled expression.
type program struct {
	run   cel.Program
	reads []string // the names it refers to
}

// compiler compiles the expressions of one kind.
type compiler struct {
	kind   *manifest.Kind
	env    *cel.Env
	fields map[string]*manifest.Field
	near   *near
	until  time.Time // when compiling a manifest not known yet ends; zero: one that is
}

func newCompiler(k *manifest.Kind) (*compiler, error) {
	env, err := environment(k)
	if err != nil {
		return nil, fmt.Errorf("environment of %s: %w", k.FullName(), err)
	}
	c := &compiler{kind: k, env: env, near: nearOf(k), fields: make(map[string]*manifest.Field, len(k.Fields))}
	for i := range k.Fields {
		c.fields[k.Fields[i].Name] = &k.Fields[i]
	}
	return c, nil
}

// complaint is why an expression is refused, in the author's words.
type complaint struct{ what, fix string }

// Error joins both halves.
func (c *complaint) Error() string { return c.what + "; " + c.fix }

// compile makes a program whose result is one of the wanted types; into is the
// field that takes it, nil for a condition or a number of a measure.
func (c *compiler) compile(text string, into *manifest.Field, want ...*cel.Type) (*program, error) {
	if !c.until.IsZero() && time.Now().After(c.until) {
		return nil, &complaint{"all expressions together take longer than " + bound.Compile.String() + " to compile", "write fewer or simpler ones, or decide in Go"}
	}
	tree, issues := c.env.Compile(text)
	if issues.Err() != nil {
		problem := firstLine(issues.Err())
		return nil, &complaint{"the expression does not compile: " + problem, c.advice(text, problem)}
	}
	if !fits(tree.OutputType(), want) {
		return nil, &complaint{"the expression gives " + tree.OutputType().String(), "make it give " + typeNames(want)}
	}
	if err := c.slots(tree); err != nil {
		return nil, err
	}
	if err := grains(tree); err != nil {
		return nil, err
	}
	if err := c.vetted(tree, into); err != nil {
		return nil, err
	}
	opts := []cel.ProgramOption{cel.EvalOptions(cel.OptOptimize)}
	if priced(tree) {
		if err := c.affordable(tree); err != nil {
			return nil, err
		}
		opts = append(opts, cel.CostTracking(price.List{}), cel.CostLimit(costLimit))
	}
	run, err := c.env.Program(tree, opts...)
	if err != nil {
		return nil, &complaint{"the expression cannot be planned: " + err.Error(), "simplify it"}
	}
	return &program{run, reads(tree)}, nil
}

// fits reports whether a result type is wanted; dyn is settled at run time.
func fits(got *cel.Type, want []*cel.Type) bool {
	for _, w := range want {
		if w.IsAssignableType(got) || got.IsExactType(cel.DynType) && !w.IsExactType(cel.BoolType) {
			return true
		}
	}
	return false
}

func typeNames(want []*cel.Type) string {
	names := make([]string, len(want))
	for i, w := range want {
		names[i] = w.String()
	}
	return strings.Join(names, " or ")
}

// firstLine keeps "ERROR: <input>:1:3: undeclared reference to 'x'" readable.
func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	if _, rest, ok := strings.Cut(line, "<input>:"); ok {
		line = "at " + rest
	}
	return line
}

// slots refuses has_doc('x') for a slot the kind does not have.
func (c *compiler) slots(tree *cel.Ast) error {
	calls := ast.MatchDescendants(ast.NavigateAST(tree.NativeRep()), ast.KindMatcher(ast.CallKind))
	for _, call := range calls {
		name := call.AsCall().FunctionName()
		if name != "@has_doc" && name != "@docs" {
			continue
		}
		arg := call.AsCall().Args()[1]
		if arg.Kind() != ast.LiteralKind {
			return &complaint{name[1:] + " needs the slot's name as it stands", "write has_doc('slot')"}
		}
		if slot := fmt.Sprint(arg.AsLiteral().Value()); c.kind.Slot(slot) == nil {
			return &complaint{"slot \"" + slot + "\" does not exist", "declare it under slots: or correct the name"}
		}
	}
	return nil
}

// grains refuses a period of a grain there is none of.
func grains(tree *cel.Ast) error {
	known := []string{calendar.GrainMonth, calendar.GrainQuarter, calendar.GrainHalf, calendar.GrainYear, calendar.GrainTerm}
	for _, call := range ast.MatchDescendants(ast.NavigateAST(tree.NativeRep()), ast.FunctionMatcher("period")) {
		arg := call.AsCall().Args()[1]
		if arg.Kind() != ast.LiteralKind {
			return &complaint{"period needs the grain as it stands", "write period(date, 'quarter')"}
		}
		if grain := fmt.Sprint(arg.AsLiteral().Value()); !slices.Contains(known, grain) {
			return &complaint{"grain \"" + grain + "\" does not exist", manifest.OneOf(grain, known)}
		}
	}
	return nil
}

// eval gives the result, or nil when an absent number left nothing to compute.
// Fault: Invalid "rule_too_costly".
func (p *program) eval(s *sight) (ref.Val, error) {
	v, details, err := p.run.Eval(s)
	if over := s.pay(details); over != nil {
		return nil, over
	}
	if err == nil {
		return v, nil
	}
	if strings.Contains(err.Error(), "cost limit") {
		return nil, fault.New(fault.Invalid, "rule_too_costly", fault.Cause(err))
	}
	return nil, nil
}

// holds is eval for conditions: what cannot be computed does not hold.
func (p *program) holds(s *sight) (bool, error) {
	v, err := p.eval(s)
	return v == types.True, err
}
