package rule

import (
	"fmt"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest/rule/price"
)

const (
	// costLimit stops one expression: a step of CEL takes a third of a microsecond,
	// so this is some 30 ms. An expression without a loop or a walk costs no more
	// than its own text and is not priced.
	costLimit = 100_000
	// budget stops all expressions asked of one record at once, however many a
	// manifest has.
	budget = 3 * costLimit
)

// affordable refuses an expression that would be stopped each time it is asked.
func (c *compiler) affordable(tree *cel.Ast) error {
	estimate, err := c.env.EstimateCost(tree, price.List{})
	if err != nil {
		return &complaint{"the expression cannot be priced: " + err.Error(), "simplify it"}
	}
	if estimate.Min > costLimit {
		return &complaint{fmt.Sprintf("the expression costs at least %d and may cost %d", estimate.Min, costLimit),
			"ask for fewer or shorter walks through the calendar: ten working days cost " + fmt.Sprint(price.Walk(10))}
	}
	return nil
}

// priced reports whether the expression goes over a list or the calendar.
func priced(tree *cel.Ast) bool {
	all := ast.NavigateAST(tree.NativeRep())
	return len(ast.MatchDescendants(all, ast.KindMatcher(ast.ComprehensionKind)))+len(ast.MatchDescendants(all, ast.FunctionMatcher("@workdays"))) > 0
}

// pay takes what an evaluation cost from the budget of the record asked about.
func (s *sight) pay(details *cel.EvalDetails) error {
	spent := details.ActualCost()
	if spent == nil {
		return nil
	}
	if s.spent += *spent; s.spent > budget {
		return fault.New(fault.Invalid, "rule_too_costly", fault.Cause(fmt.Errorf("all expressions together cost %d, may cost %d", s.spent, budget)))
	}
	return nil
}

// keep keeps what is made of a list: a loop over another list would make it anew
// at every turn, for the price of a name.
func (s *sight) keep(name string, v ref.Val) (any, bool) {
	if _, many := v.(traits.Lister); many {
		if s.lists == nil {
			s.lists = map[string]ref.Val{}
		}
		s.lists[name] = v
	}
	return v, true
}
