package target_test

import (
	"testing"

	"github.com/doanket/doanket/core/programme/target"
)

// TestContradicts: a unit's own target may ask for more than the one above, over a
// shorter period, by the same figures; of an amount it may carry a part.
func TestContradicts(t *testing.T) {
	t.Parallel()
	goal := func(op string, value float64) target.Goal {
		return target.Goal{Code: "CT-1", Op: op, Value: value, Measures: []string{"a", "b"}, Rhythm: "year", Judged: target.JudgedRunning}
	}
	with := func(g target.Goal, change func(*target.Goal)) target.Goal { change(&g); return g }
	for name, c := range map[string]struct {
		child, above target.Goal
		share        bool
		field, code  string
	}{
		"the same":                    {goal("at_least", 90), goal("at_least", 90), true, "", ""},
		"more":                        {goal("at_least", 91), goal("more_than", 90), true, "", ""},
		"less":                        {goal("at_least", 89), goal("at_least", 90), true, "value", "target_weaker"},
		"at least for more than":      {goal("at_least", 90), goal("more_than", 90), true, "value", "target_weaker"},
		"a smaller most":              {goal("at_most", 4), goal("at_most", 5), true, "", ""},
		"a greater most":              {goal("at_most", 6), goal("at_most", 5), true, "value", "target_weaker"},
		"within a span":               {goal("exactly", 4), with(goal("between", 3), func(g *target.Goal) { g.Most = 5 }), true, "", ""},
		"beyond a span":               {goal("at_least", 4), with(goal("between", 3), func(g *target.Goal) { g.Most = 5 }), true, "value", "target_weaker"},
		"a part of an amount":         {goal("at_least", 10), goal("at_least", 100), false, "", ""},
		"an amount the other way":     {goal("at_most", 10), goal("at_least", 100), false, "value", "target_weaker"},
		"no number under a number":    {goal("none", 0), goal("at_least", 90), true, "op", "target_weaker"},
		"a number under none":         {goal("at_least", 1), goal("none", 0), true, "", ""},
		"never judged":                {with(goal("at_least", 95), func(g *target.Goal) { g.Judged = target.JudgedNever }), goal("at_least", 90), true, "op", "target_weaker"},
		"other figures":               {with(goal("at_least", 95), func(g *target.Goal) { g.Measures = []string{"a"} }), goal("at_least", 90), true, "measures", "target_other_figures"},
		"figures in another order":    {with(goal("at_least", 95), func(g *target.Goal) { g.Measures = []string{"b", "a"} }), goal("at_least", 90), true, "", ""},
		"reckoned over a longer time": {with(goal("at_least", 95), func(g *target.Goal) { g.Rhythm = "term" }), goal("at_least", 90), true, "rhythm", "target_later"},
	} {
		if field, code := target.Contradicts(c.child, c.above, c.share); field != c.field || code != c.code {
			t.Errorf("%s: %q %q, want %q %q", name, field, code, c.field, c.code)
		}
	}
}
