package rule_test

import (
	"strings"
	"testing"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
)

// nested is workdays(workdays(… held_on, n), n).
func nested(depth int, n string) string {
	return strings.Repeat("workdays(", depth) + "held_on" + strings.Repeat(", "+n+")", depth)
}

// TestNestedWalksAreRefusedWhereWritten: an expression that would be stopped each
// time it is asked does not compile.
func TestNestedWalksAreRefusedWhereWritten(t *testing.T) {
	t.Parallel()
	for when, refused := range map[string]bool{
		nested(1, "5") + " < today":                                      false,
		nested(3, "9999") + " < today":                                   false,
		nested(50, "9999") + " < today":                                  true,
		nested(4, "9999") + " < today":                                   true,
		"urgent && (" + nested(50, "-9999") + " < today)":                false, // cut when it is asked
		"urgent || lines.exists(l, " + nested(9, "9999") + " == l.what)": false, // nor known before
	} {
		_, err := rule.Compile(visit(manifest.Rule{Code: "x", When: when}))
		if (err != nil) != refused || refused && !strings.Contains(err.Error(), "costs at least") {
			t.Errorf("%.60s: refused %v: %v", when, refused, err)
		}
	}
}

// TestWalksAreCut: how far is known only when asked, how often too.
func TestWalksAreCut(t *testing.T) {
	t.Parallel()
	lines := make([]map[string]any, 1000)
	in := rule.Input{Fields: map[string]any{"lines": lines, "held_on": "2026-08-20", "came": int64(9999), "urgent": true}, Today: date(t, "2026-08-25")}
	for _, when := range []string{
		nested(50, "num(came)") + " < today",
		"urgent && (" + nested(50, "-9999") + " < today)",
		"lines.all(l, workdays(held_on, 9999) != '')",
		"lines.all(l, workdays(held_on, 9999) == l.what || true)",
	} {
		set, err := rule.Compile(visit(manifest.Rule{Code: "x", When: when}))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := set.Violations(in); !fault.HasCode(err, "rule_too_costly") {
			t.Errorf("%.60s passes: %v", when, err)
		}
	}
}

// TestManyExpressionsShareABudget: a stranger's manifest does not buy time by
// asking a little very often.
func TestManyExpressionsShareABudget(t *testing.T) {
	t.Parallel()
	many := make([]manifest.Rule, 200)
	for i := range many {
		many[i] = manifest.Rule{Code: "x", When: nested(2, "num(came)") + " < '1900-01-01'"}
	}
	set, err := rule.Compile(visit(many...))
	if err != nil {
		t.Fatal(err)
	}
	in := rule.Input{Fields: map[string]any{"held_on": "2026-08-20", "came": int64(5)}, Today: date(t, "2026-08-25")}
	if _, err := set.Violations(in); err != nil {
		t.Errorf("200 rules over ten days each: %v", err)
	}
	in.Fields["came"] = int64(2500)
	if _, err := set.Violations(in); !fault.HasCode(err, "rule_too_costly") {
		t.Errorf("200 rules over twenty years each pass: %v", err)
	}
}

// BenchmarkWalk is what a day of a walk costs beside a step of CEL.
func BenchmarkWalk(b *testing.B) {
	for name, when := range map[string]string{"10 days": "workdays(held_on, 10) < today", "5000 days": "workdays(held_on, 5000) < today", "all that one may cost": "lines.all(a, lines.all(b, lines.all(c, a.what == b.what)))"} {
		b.Run(name, func(b *testing.B) {
			set, err := rule.Compile(visit(manifest.Rule{Code: "x", When: when}))
			if err != nil {
				b.Fatal(err)
			}
			in := rule.Input{Fields: map[string]any{"held_on": "2026-08-20", "lines": make([]map[string]any, 100)}, Today: date(b, "2026-08-25")}
			for b.Loop() {
				_, _ = set.Violations(in)
			}
		})
	}
}
