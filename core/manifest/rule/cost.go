package rule

import (
	"fmt"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"

	"github.com/doanket/doanket/core/fault"
)

const (
	// costLimit stops one expression: a step of CEL takes a third of a microsecond,
	// so this is some 30 ms. An expression without a loop or a walk costs no more
	// than its own text and is not priced.
	costLimit = 100_000
	// budget stops all expressions asked of one record at once, however many a
	// manifest has.
	budget = 3 * costLimit
	// dayCost is the price of one day of a walk through the calendar: what a day
	// takes, in the time of CEL's own steps, and some (BenchmarkWalk).
	dayCost = 2
	// walkDays is the furthest workdays goes; a walk is paid when it is done.
	walkDays = 10_000
)

// prices say what the functions of ours cost that walk.
type prices struct{}

// CallCost is the price of a call made; nil leaves it to CEL.
func (prices) CallCost(function, _ string, args []ref.Val, _ ref.Val) *uint64 {
	if function != "@workdays" {
		return nil
	}
	n, _ := args[len(args)-1].(types.Int)
	price := walkPrice(int64(n))
	return &price
}

// EstimateCallCost is the price of a call as far as its text tells.
func (prices) EstimateCallCost(function, _ string, _ *cost.AstNode, args []cost.AstNode) *cost.CallEstimate {
	if function != "@workdays" {
		return nil
	}
	least := uint64(1)
	if e := args[len(args)-1].Expr(); e.Kind() == ast.LiteralKind {
		n, _ := e.AsLiteral().(types.Int)
		least = walkPrice(int64(n))
	}
	return cost.NewCallEstimate(cost.RangedCostEstimate(least, walkPrice(walkDays)), nil)
}

// EstimateSize knows no more than CEL.
func (prices) EstimateSize(cost.AstNode) *cost.SizeEstimate { return nil }

// walkPrice is that of n working days: seven days have five of them.
func walkPrice(n int64) uint64 {
	if n < 0 {
		n = -n
	}
	return 1 + uint64(min(n, walkDays))*7/5*dayCost
}

// affordable refuses an expression that would be stopped each time it is asked.
func (c *compiler) affordable(tree *cel.Ast) error {
	estimate, err := c.env.EstimateCost(tree, prices{})
	if err != nil {
		return &complaint{"the expression cannot be priced: " + err.Error(), "simplify it"}
	}
	if estimate.Min > costLimit {
		return &complaint{fmt.Sprintf("the expression costs at least %d and may cost %d", estimate.Min, costLimit),
			"ask for fewer or shorter walks through the calendar: ten working days cost " + fmt.Sprint(walkPrice(10))}
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
