package programme

import (
	"context"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/clause"
	"github.com/doanket/doanket/core/record"
)

// holdTargets refuses, in the transaction of its issue, a target whose code cannot be
// one, whose unit has the same in force already, or that contradicts the target above it:
// one its people would meet while those above miss theirs.
func (p *Programme) holdTargets(ctx context.Context, changes []record.Change) error {
	for _, c := range changes {
		if c.After.Kind != targetKind || c.After.State != inForce || c.Before != nil && c.Before.State == inForce {
			continue
		}
		child, err := p.set(ctx, c.After)
		if err != nil {
			return err
		}
		if !clause.ValidTarget(child.Code) {
			return refused("code", "target_code")
		}
		all, err := p.goals(ctx)
		if err != nil {
			return err
		}
		above := all.above(child)
		if slices.ContainsFunc(all.at(child.Unit.ID), func(g setGoal) bool { return g.Code == child.Code && g.Record != child.Record }) {
			return refused("code", "target_twice")
		}
		if above == nil {
			continue
		}
		if field, code := contradicts(child.Goal, above.Goal, p.shared(ctx, above.Measures)); code != "" {
			e := fault.FieldError{Field: field, Code: code, Params: map[string]string{"unit": above.Unit.Name, "above": above.said()}}
			return fault.New(fault.Invalid, "invalid", fault.Fields(e))
		}
	}
	return nil
}

func refused(field, code string) error {
	return fault.New(fault.Invalid, "invalid", fault.Fields(fault.FieldError{Field: field, Code: code}))
}

// above is the nearest target of the same code set at a place above; nil without one.
func (s setGoals) above(child setGoal) *setGoal {
	var best *setGoal
	for i := range s {
		g := &s[i]
		if g.Code == child.Code && g.Unit.ID != child.Unit.ID && g.place != child.place && strings.HasPrefix(child.place, g.place) && (best == nil || len(g.place) > len(best.place)) {
			best = g
		}
	}
	return best
}

// said is what a target asks for, in few signs.
func (g Goal) said() string {
	t := g.aim()
	if t == nil {
		return "–"
	}
	if t.Op == "between" {
		return number(t.Value) + "–" + number(t.Max)
	}
	return map[string]string{">=": "≥ ", ">": "> ", "=": "= ", "<=": "≤ ", "<": "< "}[t.Op] + number(t.Value)
}

// lasts is how long a period is; nothing said is longest.
var lasts = map[string]int{"half": 1, "year": 2, "term": 3, "": 3}

// contradicts says which field of a target contradicts the one above it, and how; ""
// where it agrees. An amount of a whole is shared out among those below, so its value may
// be smaller there; a share holds everywhere.
func contradicts(child, above Goal, share bool) (field, code string) {
	mine, its := child.aim(), above.aim()
	switch {
	case !slices.Equal(slices.Sorted(slices.Values(child.Measures)), slices.Sorted(slices.Values(above.Measures))):
		return "measures", "target_other_figures"
	case lasts[child.Rhythm] > lasts[above.Rhythm]:
		return "rhythm", "target_later"
	case its == nil:
		return "", ""
	case mine == nil, above.Judged != JudgedNever && child.Judged == JudgedNever:
		return "op", "target_weaker"
	case share && !within(*mine, *its), !share && falls(*mine) != falls(*its):
		return "value", "target_weaker"
	}
	return "", ""
}

func falls(t manifest.Target) bool { return t.Op == "<" || t.Op == "<=" }

// within reports whether every figure that meets the first meets the second.
func within(mine, its manifest.Target) bool {
	low, lowOpen, high, highOpen := span(mine)
	itsLow, itsLowOpen, itsHigh, itsHighOpen := span(its)
	return (low > itsLow || low == itsLow && (lowOpen || !itsLowOpen)) && (high < itsHigh || high == itsHigh && (highOpen || !itsHighOpen))
}

// endless is beyond every figure.
const endless = 1e300

// span are the ends of the figures that meet a target, and which of them do not.
func span(t manifest.Target) (low float64, lowOpen bool, high float64, highOpen bool) {
	low, high = -endless, endless
	switch t.Op {
	case ">=", ">":
		low, lowOpen = t.Value, t.Op == ">"
	case "<=", "<":
		high, highOpen = t.Value, t.Op == "<"
	case "=":
		low, high = t.Value, t.Value
	case "between":
		low, high = t.Value, t.Max
	}
	return low, lowOpen, high, highOpen
}

// shared reports whether all of the measures are shares or averages, which hold for a
// part as for the whole.
func (p *Programme) shared(ctx context.Context, measures []string) bool {
	for _, m := range p.Kinds.In(ctx).Manifests() {
		for i := range m.Measures {
			one := &m.Measures[i]
			if slices.Contains(measures, one.FullName()) && !isShare(one) {
				return false
			}
		}
	}
	return true
}
