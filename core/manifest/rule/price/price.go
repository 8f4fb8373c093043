package price

import (
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/cost"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

const (
	// dayCost is the price of one day of a walk through the calendar: what a day
	// takes, in the time of CEL's own steps, and some (rule.BenchmarkWalk).
	dayCost = 2
	// WalkDays is the furthest workdays goes; a walk is paid when it is done.
	WalkDays = 10_000
)

// List says what the functions of ours cost that walk.
type List struct{}

// CallCost is the price of a call made; nil leaves it to CEL.
func (List) CallCost(function, _ string, args []ref.Val, _ ref.Val) *uint64 {
	if function != "@workdays" {
		return nil
	}
	n, _ := args[len(args)-1].(types.Int)
	price := Walk(int64(n))
	return &price
}

// EstimateCallCost is the price of a call as far as its text tells.
func (List) EstimateCallCost(function, _ string, _ *cost.AstNode, args []cost.AstNode) *cost.CallEstimate {
	if function != "@workdays" {
		return nil
	}
	least := uint64(1)
	if e := args[len(args)-1].Expr(); e.Kind() == ast.LiteralKind {
		n, _ := e.AsLiteral().(types.Int)
		least = Walk(int64(n))
	}
	return cost.NewCallEstimate(cost.RangedCostEstimate(least, Walk(WalkDays)), nil)
}

// EstimateSize knows no more than CEL.
func (List) EstimateSize(cost.AstNode) *cost.SizeEstimate { return nil }

// Walk is the price of n working days: seven days have five of them.
func Walk(n int64) uint64 {
	if n < 0 {
		n = -n
	}
	return 1 + uint64(min(n, WalkDays))*7/5*dayCost
}
