package rule_test

import (
	"strings"
	"testing"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
)

// visit is a kind with a field of every type an expression may meet.
func visit(rules ...manifest.Rule) *manifest.Kind {
	return &manifest.Kind{Name: "visit", Module: "demo", Rules: rules,
		Fields: []manifest.Field{
			{Name: "title", Type: manifest.TypeText}, {Name: "held_on", Type: manifest.TypeDate}, {Name: "due_on", Type: manifest.TypeDate},
			{Name: "invited", Type: manifest.TypeInt}, {Name: "came", Type: manifest.TypeInt}, {Name: "share", Type: manifest.TypeDecimal},
			{Name: "urgent", Type: manifest.TypeBool}, {Name: "units", Type: manifest.TypeUnits},
			{Name: "lines", Type: manifest.TypeList, Fields: []manifest.Field{{Name: "what", Type: manifest.TypeText}, {Name: "sum", Type: manifest.TypeInt}}},
		},
		Slots:     []manifest.Slot{{Code: "minutes"}},
		Lifecycle: manifest.Lifecycle{States: []manifest.State{{ID: "draft"}, {ID: "planned"}, {ID: "closed"}}, Transitions: []manifest.Transition{{Name: "hold"}}},
	}
}

func date(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func holds(t *testing.T, when string, in rule.Input) bool {
	t.Helper()
	set, err := rule.Compile(visit(manifest.Rule{Code: "x", When: when}))
	if err != nil {
		t.Fatalf("%s: %v", when, err)
	}
	got, err := set.Violations(in)
	if err != nil {
		t.Fatalf("%s: %v", when, err)
	}
	return len(got) == 1
}

func TestConditions(t *testing.T) {
	t.Parallel()
	full := map[string]any{"title": "Thăm", "held_on": "2026-08-20", "invited": int64(30), "came": int64(28), "share": 0.5, "urgent": true,
		"units": []string{"unt_1"}, "lines": []map[string]any{{"what": "a", "sum": int64(3)}, {"what": "b"}}}
	cases := []struct {
		when        string
		full, empty bool
	}{
		{"came > invited", false, false},
		{"came <= invited", true, false},
		{"invited == null", false, true},
		{"num(invited) == 0", false, true},
		{"num(came) < num(invited)", true, false},
		{"title == ''", false, true},
		{"held_on == ''", false, true},
		{"held_on > today", false, false},
		{"held_on < today", true, true}, // "" comes before every date
		{"urgent", true, false},
		{"share >= 0.5", true, false},
		{"share < came", true, false},
		{"double(came) / double(invited) > 0.9", true, false},
		{"count(lines) == 2 && lines.exists(l, l.sum == null)", true, false},
		{"lines.exists(l, l.what == '')", false, false},
		{"'unt_1' in units", true, false},
		{"count(units) == 0", false, true},
		{"has_doc('minutes')", true, true},
		{"docs('minutes') >= 3", false, false},
		{"workdays(held_on, 2) == '2026-08-22'", true, false},
		{"days(held_on, 15) == '2026-09-04'", true, false},
		{"months(held_on, 1) == '2026-09-20'", true, false},
		{"written(held_on) == '20/08/2026'", true, false},
		{"written('') == '' && written('x') == ''", true, true},
		{"days_between(held_on, today) == 5", true, false},
		{"month(held_on) == 8", true, false},
		{"month(held_on) == null", false, true},
		{"period(held_on, 'month') == '2026-08'", true, false},
		{"period(held_on, 'quarter') == '2026-Q3' && period(held_on, 'half') == '2026-H2'", true, false},
		{"period(held_on, 'year') == period(today, 'year')", true, false},
		{"period(held_on, 'term') == '2025-2030'", true, false},
		{"period(held_on, 'month') == ''", false, true},
		{"days('2026-11-23T17:30:00Z', 0) == '2026-11-24'", true, true}, // half past midnight in Vietnam
		{"days('9999-12-31', 1) == '' && months('9999-12-31', 1) == ''", true, true},
		{"days_between(held_on, today) > 5", false, false},
		{"setting('days', 15) == 10", true, true},
		{"setting('other', 15) == 15", true, true},
		{"state == 'planned' && number == 'A-1' && unit == 'unt_9' && transition == 'hold'", true, true},
		{"1 / num(came) > 2", false, false}, // dividing by zero leaves nothing to compare
	}
	for _, c := range cases {
		for name, want := range map[string]bool{"full": c.full, "empty": c.empty} {
			fields := full
			if name == "empty" {
				fields = map[string]any{}
			}
			in := rule.Input{Fields: fields, State: "planned", Number: "A-1", Unit: "unt_9", Transition: "hold", Today: date(t, "2026-08-25"),
				Docs: map[string]int{"minutes": 2}, Settings: map[string]int{"days": 10}}
			if got := holds(t, c.when, in); got != want {
				t.Errorf("%s on %s fields: got %v", c.when, name, got)
			}
		}
	}
}

func TestRefusedExpressions(t *testing.T) {
	t.Parallel()
	for when, want := range map[string]string{
		"came + 1":                        "gives int",
		"cane > 1":                        "undeclared reference to 'cane'",
		"came > 'x'":                      "no matching overload",
		"held_on >":                       "Syntax error",
		"has_doc('photo')":                "slot \"photo\" does not exist",
		"has_doc(title)":                  "as it stands",
		"@sight == @sight":                "Syntax error",
		strings.Repeat("urgent && ", 900): "size exceeds limit",
	} {
		_, err := rule.Compile(visit(manifest.Rule{Code: "x", When: when}))
		if !fault.HasCode(err, "manifest_rule") || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40s: got %v, want %s", when, err, want)
		}
	}
}

func TestCostIsLimited(t *testing.T) {
	t.Parallel()
	lines := make([]map[string]any, 300)
	set, err := rule.Compile(visit(manifest.Rule{Code: "x", When: "lines.all(a, lines.all(b, lines.all(c, a.what == b.what && b.what == c.what)))"}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := set.Violations(rule.Input{Fields: map[string]any{"lines": lines}}); !fault.HasCode(err, "rule_too_costly") {
		t.Errorf("27 million steps pass: %v", err)
	}
}

func TestRulesOnTransitions(t *testing.T) {
	t.Parallel()
	set, err := rule.Compile(visit(manifest.Rule{Code: "always", When: "true"}, manifest.Rule{Code: "held", When: "true", On: []string{"hold"}, Field: "came", Advisory: true}))
	if err != nil {
		t.Fatal(err)
	}
	save, _ := set.Violations(rule.Input{})
	hold, _ := set.Violations(rule.Input{Transition: "hold"})
	if len(save) != 1 || len(hold) != 2 || hold[1] != (rule.Violation{Code: "held", Field: "came", Advisory: true}) {
		t.Errorf("got %v and %v", save, hold)
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	k := visit()
	k.Fields[0].Default = "'Chuyến thăm ' + today"
	k.Fields[2].Derived = "held_on != '' ? workdays(held_on, 3) : ''"
	k.Fields[5].Derived = "double(came) / double(invited)"
	k.Fields[7].Default = "[unit]"
	k.Lifecycle.Transitions[0].Set = map[string]string{"came": "num(came) + 1", "urgent": "false"}
	k.Lifecycle.Transitions[0].When = "held_on <= today"
	set, err := rule.Compile(k)
	if err != nil {
		t.Fatal(err)
	}
	in := rule.Input{Fields: map[string]any{"held_on": "2026-08-20", "came": int64(1), "invited": int64(4)}, Unit: "unt_1", Transition: "hold", Today: date(t, "2026-08-20")}
	defaults, _ := set.Defaults(in)
	if defaults["title"] != "Chuyến thăm 2026-08-20" || defaults["units"].([]string)[0] != "unt_1" {
		t.Errorf("defaults: %v", defaults)
	}
	derived, _ := set.Derive(in)
	if derived["due_on"] != "2026-08-24" || derived["share"] != 0.25 {
		t.Errorf("derived: %v", derived)
	}
	if derived, _ = set.Derive(rule.Input{}); derived["due_on"] != nil || derived["share"] != nil {
		t.Errorf("nothing to derive from: %v", derived)
	}
	if sets, _ := set.Sets(in); sets["came"] != int64(2) || sets["urgent"] != false {
		t.Errorf("sets: %v", sets)
	}
	if open, _ := set.Open("hold", in); !open {
		t.Error("the guard should let it pass")
	}
	if open, _ := set.Open("hold", rule.Input{Fields: map[string]any{"held_on": "2026-08-21"}, Today: in.Today}); open {
		t.Error("the guard should hold it back")
	}
}

func TestMeasures(t *testing.T) {
	t.Parallel()
	in := rule.Input{State: "closed", Fields: map[string]any{"came": int64(28), "invited": int64(30), "held_on": "2026-08-20", "due_on": "2026-08-25"}}
	cases := []struct {
		m    manifest.Measure
		want rule.Reading
	}{
		{manifest.Measure{Kind: manifest.MeasureCount}, rule.Reading{Counts: true, Numerator: 1, Denominator: 1}},
		{manifest.Measure{Kind: manifest.MeasureCount, When: "state == 'draft'"}, rule.Reading{}},
		{manifest.Measure{Kind: manifest.MeasureSum, Value: "came"}, rule.Reading{Counts: true, Numerator: 28, Denominator: 1}},
		{manifest.Measure{Kind: manifest.MeasureRatio, Numerator: "held_on <= due_on"}, rule.Reading{Counts: true, Numerator: 1, Denominator: 1}},
		{manifest.Measure{Kind: manifest.MeasureRatio, Numerator: "held_on > due_on"}, rule.Reading{Counts: true, Denominator: 1}},
		{manifest.Measure{Kind: manifest.MeasureRatio, Numerator: "came", Value: "invited"}, rule.Reading{Counts: true, Numerator: 28, Denominator: 30}},
		{manifest.Measure{Kind: manifest.MeasureCoverage, When: "state == 'closed'"}, rule.Reading{Counts: true, Numerator: 1, Denominator: 1}},
	}
	for _, c := range cases {
		g, err := rule.CompileMeasure(visit(), &c.m)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := g.Read(in); err != nil || got != c.want {
			t.Errorf("%+v: got %+v, %v", c.m, got, err)
		}
	}
	if _, err := rule.CompileMeasure(visit(), &manifest.Measure{Code: "x", Numerator: "title"}); !fault.HasCode(err, "manifest_rule") {
		t.Errorf("a text is no number: %v", err)
	}
}

func TestCheckSaysWhere(t *testing.T) {
	t.Parallel()
	if problems := rule.Check(manifest.Core()); len(problems) > 0 {
		t.Errorf("the base manifest: %v", manifest.Problems(problems))
	}
	source := strings.Replace(string(manifest.Core().Source()), "sent_on > today", "sent_on > 3", 1)
	m, _ := manifest.ParseBytes("core.yaml", []byte(source))
	problems := rule.Check(m)
	if len(problems) != 1 || problems[0].File != "core.yaml" || !strings.Contains(strings.Split(source, "\n")[problems[0].Line-1], "sent_in_future") {
		t.Errorf("got %v", problems)
	}
}

func BenchmarkRule(b *testing.B) {
	set, err := rule.Compile(visit(manifest.Rule{Code: "x", When: "came > invited && held_on > today"}))
	if err != nil {
		b.Fatal(err)
	}
	in := rule.Input{Fields: map[string]any{"held_on": "2026-08-20", "came": int64(1), "invited": int64(4)}, Today: date(b, "2026-08-20")}
	for b.Loop() {
		if _, err := set.Violations(in); err != nil {
			b.Fatal(err)
		}
	}
}
