package gap

import (
	"cmp"
	"slices"

	"github.com/doanket/doanket/core/indicator"
)

// byUnit takes a gap apart by the units directly below; the rest is what is at none of
// them.
func byUnit(aim goal, short amount, below []indicator.Part) (parts []GapUnit, rest amount) {
	rest, parts = short, []GapUnit{}
	for _, b := range below {
		t := tallyOf(b.Figure)
		if t.den == 0 {
			continue
		}
		p := GapUnit{Unit: PlaceOf(b.Unit), amount: aim.short(t), lacks: t.den - t.proven}
		if aim.falls {
			p.lacks = 0
		}
		p.Short, p.Lacks = p.amount.float(), of(p.lacks).float()
		if b.Figure.Proven != nil {
			p.Value = *b.Figure.Proven
		}
		rest -= p.amount
		parts = append(parts, p)
	}
	slices.SortStableFunc(parts, func(a, b GapUnit) int { return cmp.Compare(b.amount, a.amount) })
	return parts, rest
}

// GapStep is a unit brought in whole, and what the figure then is, with those before it.
type GapStep struct {
	Unit  GapPlace `json:"unit"`
	Adds  float64  `json:"adds"`
	Value float64  `json:"value"` // with proof
}

// nearest are the fewest units that, brought in whole, meet the goal: those that lack
// most. All that lack anything, and false, where even they do not.
func nearest(aim goal, short amount, all tally, parts []GapUnit) (steps []GapStep, meets bool) {
	order := slices.DeleteFunc(slices.Clone(parts), func(p GapUnit) bool { return p.lacks <= 0 })
	slices.SortStableFunc(order, func(a, b GapUnit) int { return cmp.Compare(b.lacks, a.lacks) })
	steps = []GapStep{}
	proven := all.proven
	for _, p := range order {
		if !aim.missed(short) {
			break
		}
		short -= of(p.lacks)
		proven += p.lacks
		value := float64(proven) / float64(all.den)
		if aim.in == percent {
			value *= 100
		}
		steps = append(steps, GapStep{Unit: p.Unit, Adds: p.Lacks, Value: value})
	}
	return steps, !aim.missed(short)
}
