package gap

import (
	"math"

	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/manifest"
)

// amount is a part of a gap, exactly: thousandths of what the measure counts, each in
// hundred thousand parts, so that a share of thousandths of a percent is whole.
type amount int64

const (
	grain   = 100_000
	whole   = measure.Scale // of what the measure counts, in thousandths
	percent = "percent"
)

// of are thousandths as an amount.
func of(thousandths int64) amount { return amount(thousandths * grain) }

// float is the amount in what the measure counts.
func (a amount) float() float64 { return float64(a) / grain / whole }

// tally is a figure in thousandths.
type tally struct{ num, den, proven int64 }

// tallyOf is a figure as it was counted: what figures say is made of thousandths.
func tallyOf(f indicator.Figure) tally {
	t := tally{num: thousandths(f.Numerator), den: thousandths(f.Denominator)}
	if f.Value != nil && f.Proven != nil && *f.Value != 0 {
		t.proven = int64(math.Round(float64(t.num) * *f.Proven / *f.Value))
	}
	return t
}

func thousandths(f float64) int64 { return int64(math.Round(f * whole)) }

// goal is a target in exact numbers.
type goal struct {
	value  int64 // thousandths of the target
	falls  bool  // the less the better
	strict bool  // more, or less, than the value
	share  bool  // of a denominator
	in     string
}

// goalOf is the end of the target that is missed: of between the nearer one.
func goalOf(t manifest.Target, kind, in string, value *float64) goal {
	g := goal{value: thousandths(t.Value), in: in, strict: t.Op == ">" || t.Op == "<", falls: t.Op == "<" || t.Op == "<=",
		share: kind == manifest.MeasureRatio || kind == manifest.MeasureCoverage || kind == manifest.MeasureAverage}
	if t.Op == "between" && value != nil && *value > t.Max {
		g.value, g.falls = thousandths(t.Max), true
	}
	if t.Op == "=" && value != nil && *value > t.Value {
		g.falls = true
	}
	return g
}

// wanted is what the numerator must be over so much of a denominator.
func (g goal) wanted(den int64) amount {
	switch {
	case !g.share:
		return of(g.value)
	case g.in == percent:
		return amount(g.value * den) // value is in thousandths of a hundredth: what is left of grain
	}
	return amount(g.value * den * (grain / whole))
}

// short is how far a figure is from its goal, with proof; negative where it is past it.
func (g goal) short(t tally) amount {
	if g.falls {
		return of(t.num) - g.wanted(t.den)
	}
	return g.wanted(t.den) - of(t.proven)
}

// missed reports whether so much short misses the goal.
func (g goal) missed(a amount) bool { return a > 0 || g.strict && a == 0 }
