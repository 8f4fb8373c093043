package rule_test

import (
	"os"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
)

// sound is a manifest without a fault; every case breaks one thing of it.
func sound(t *testing.T) string {
	t.Helper()
	raw, err := os.ReadFile("../testdata/visit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestSoundManifestPasses(t *testing.T) {
	t.Parallel()
	m, problems := manifest.ParseBytes("module.yaml", []byte(sound(t)))
	if problems = append(problems, rule.Check(m)...); len(problems) > 0 {
		t.Fatal(manifest.Problems(problems))
	}
}

const (
	when = "when: \"people > 5\""
	hold = "decide: go, number"
	unit = "unit: count, period: held_on"
)

// faults compile as CEL and yet can never be what their author meant.
var faults = []struct{ from, to, what, fix string }{
	{when, `when: "state == 'hled'"`, `state "hled" does not exist`, "did you mean held"},
	{when, `when: "'hled' != state"`, `state "hled" does not exist`, "did you mean held"},
	{when, `when: "state in ['draft', 'hled']"`, `state "hled" does not exist`, "draft, held"},
	{when, `when: "!(state in ['hled'])"`, `state "hled" does not exist`, "did you mean held"},
	{when, `when: "state == ''"`, `state "" does not exist`, "draft, held"},
	{when, `when: "transition == 'holt'"`, `transition "holt" does not exist`, "did you mean hold"},
	{when, `when: "form == 'onside'"`, `value of form "onside" does not exist`, "did you mean onsite"},
	{when, `when: "form in ['onside']"`, `value of form "onside" does not exist`, "did you mean onsite"},
	{when, `when: "people > 3 && (urgent_is() || form == 'x')"`, "does not compile", "use one of days, workdays"},
	{when, `when: "setting('x') > 3"`, "undeclared reference to 'setting'", "write setting('key', default)"},
	{when, `when: "period(held_on, 'qarter') == ''"`, `grain "qarter" does not exist`, "did you mean quarter"},
	{when, `when: "period(held_on, form) == ''"`, "needs the grain as it stands", "period(date, 'quarter')"},
	{when, `when: "workdays(held_on) > today"`, "undeclared reference to 'workdays'", "write workdays(date, n)"},
	{when, `when: "held_on + 5 > today"`, "no matching overload", "days(d, n)"},
	{when, `when: "today - held_on > 3"`, "no matching overload", "days_between(a, b)"},
	{when, `when: "old.people > 3"`, "undeclared reference to 'old'", "decide: go, which sees both"},
	{when, `when: "source.titel == ''"`, "field selection", "did you mean title"},
	{when, `when: "source.state == 'hled'"`, `state "hled" does not exist`, "held"},
	{when, `when: "title.x == ''"`, "field selection", "only rows of lists and references"},
	{hold, `when: "source.title == ''", ` + hold, "field selection", "rules:, set: and creates: only"},
	{hold, `when: "count(similar) > 0", ` + hold, "undeclared reference to 'similar'", "known to rules: only"},
	{hold, `creates: [{kind: demo.visit, state: draft, fields: {people: "title"}}], ` + hold, "gives string", "int"},
	{hold, `creates: [{kind: demo.visit, state: draft, fields: {title: "people"}}], ` + hold, "gives", "string"},
	{when, `when: "similar.exists(s, s.state == 'hled')"`, `state "hled" does not exist`, "held"},
	{when, `when: "similer.size() > 0"`, "undeclared reference to 'similer'", "did you mean similar"},
	{when, `when: "title.lower() == 'a'"`, "undeclared reference to 'lower'", "t.startsWith('a')"},
	{when, `when: "title.trim() == ''"`, "undeclared reference to 'trim'", "they come cleaned"},
	{when, `when: "len(title) > 3"`, "undeclared reference to 'len'", "size(text)"},
	{when, `when: "now > held_on"`, "undeclared reference to 'now'", "write today"},
	{when, `when: "peple > 3"`, "undeclared reference to 'peple'", "did you mean people"},
	{when, `when: "people == ''"`, "no matching overload", "null, which says that it is missing"},
	{when, `when: "held_on == 5"`, "no matching overload", "text in 'quotes'"},
	{when, `when: "people > 3 and people < 5"`, "Syntax error", "&&"},
	{"kind: count, of: demo.visit, unit: count", "kind: coverage, unit_kinds: [commune], covers: [title], of: demo.visit, unit: percent", "covers: takes what names units", "use one of unit, to_unit"},
	{when, `when: "held_on = today"`, "Syntax error", "equal is written =="},
	{when, `when: "(people > 3"`, "Syntax error", "a bracket"},
	{when, `when: "'wakl' in modes"`, `value of modes "wakl" does not exist`, "did you mean walk"},
	{when, `when: "modes.exists(m, m == 'wakl')"`, `value of modes "wakl" does not exist`, "did you mean walk"},
	{when, `when: "parts.all(p, p.grade in ['good', 'bad'])"`, `value of grade "bad" does not exist`, "good"},
	{when, `when: "parts.filter(p, p.grade == 'god').size() > 1"`, `value of grade "god" does not exist`, "did you mean good"},
	{when, `when: "held_on > '2026-13-01'"`, `"2026-13-01" is no day`, "2026-08-20"},
	{when, `when: "today < 'tomorrow'"`, `"tomorrow" is no day`, "2026-08-20"},
	{hold, `set: {form: "'onside'"}, ` + hold, `value of form "onside" does not exist`, "did you mean onsite"},
	{hold, `set: {form: "people > 3 ? 'onsite' : 'x'"}, ` + hold, `value of form "x" does not exist`, "onsite"},
	{hold, `set: {modes: "['walk', 'fly']"}, ` + hold, `value of modes "fly" does not exist`, "walk"},
	{hold, `set: {held_on: "'soon'"}, ` + hold, `"soon" is no day`, "2026-08-20"},
	{hold, `set: {title: "secret"}, ` + hold, `field "secret" is sealed`, "do without it"},
	{hold, `when: "secret != ''", ` + hold, `field "secret" is sealed`, "do without it"},
	{when, `when: "people > 3 && secret.startsWith('a')"`, `field "secret" is sealed`, "required:"},
	{when, `when: "[secret].exists(s, s == 'a')"`, `field "secret" is sealed`, "do without it"},
	{hold, `when: "state == 'hled'", ` + hold, `state "hled" does not exist`, "did you mean held"},
	{"people, type: int", `people, default: "secret == '' ? 1 : 2", type: int`, `field "secret" is sealed`, "do without it"},
	{"people, type: int", `people, derived: "size(secret)", type: int`, `field "secret" is sealed`, "do without it"},
	{"form, type: enum", `form, derived: "'x'", type: enum`, `value of form "x" does not exist`, "onsite"},
	{unit, `when: "state == 'closed'", ` + unit, `state "closed" does not exist`, "held"},
	{unit, `when: "secret != ''", ` + unit, "no expression can read it", "do without it"},
	{"kind: count, of: demo.visit, unit: count", "kind: ratio, numerator: \"secret != ''\", of: demo.visit, unit: percent", "no expression can read it", "do without it"},
	{"kind: count, of: demo.visit, unit: count", "kind: ratio, numerator: \"form == 'x'\", of: demo.visit, unit: percent", `value of form "x" does not exist`, "onsite"},
	{"kind: count, of: demo.visit, unit: count", "kind: sum, value: \"size(secret)\", of: demo.visit, unit: count", "no expression can read it", "do without it"},
	{unit, "unit: count, period: title", "is of type text", "date"},
	{unit, "unit: count, period: held", `field "held" does not exist`, "did you mean held_on"},
	{unit, "at: title, " + unit, "is of type text", "unit"},
	{"kind: count, of: demo.visit, unit: count", "kind: coverage, unit_kinds: [commune], covers: [people], of: demo.visit, unit: percent", "covers: takes what names units", "to_unit"},
	{"kind: count, of: demo.visit, unit: count", "kind: coverage, unit_kinds: [commune], covers: [reached], of: demo.visit, unit: percent", "covers: takes what names units", "to_unit"},
	{unit, "reached: holt, " + unit, `state "holt" does not exist`, "held"},
	{unit, "reached: draft, " + unit, "no figure counts from there", "active or done"},
	{unit, "approved: draft, " + unit, "no figure counts from there", "active or done"},
	{unit, "by: title, " + unit, "is of type text", "enum"},
	{unit, "latest_by: [unit, people], " + unit, "is of type int", "unit"},
	{"kind: count, of: demo.visit, unit: count", "kind: stock, reached: held, until: title, of: demo.visit, unit: count", "is of type text", "date"},
	{"kind: count, of: demo.visit, unit: count", "kind: coverage, unit_kinds: [commune], covers: [parts.grade], of: demo.visit, unit: percent", "covers: takes what names units", "to_unit"},
	{"proof: [minutes]", "proof: [photo]", `slot "photo" does not exist`, "minutes"},
}

// Every refusal names the line that was broken and what to do.
func TestWhatCanNeverHoldIsRefused(t *testing.T) {
	t.Parallel()
	good := sound(t)
	for _, c := range faults {
		source := strings.Replace(good, c.from, c.to, 1)
		if source == good {
			t.Fatalf("the case %q changes nothing", c.from)
		}
		line := strings.Count(good[:strings.Index(good, c.from)], "\n") + 1
		m, problems := manifest.ParseBytes("module.yaml", []byte(source))
		if problems = append(problems, rule.Check(m)...); !refusedAt(problems, line, c.what, c.fix) {
			t.Errorf("%q: want line %d, %q with %q, got\n%v", c.to, line, c.what, c.fix, manifest.Problems(problems))
		}
	}
}

func refusedAt(problems []manifest.Problem, line int, what, fix string) bool {
	for _, p := range problems {
		if p.File == "module.yaml" && p.Line == line && strings.Contains(p.What, what) && strings.Contains(p.Fix, fix) {
			return true
		}
	}
	return false
}

// TestWhatMayHoldPasses: absence, open enums and names the check cannot know
// are the author's own.
func TestWhatMayHoldPasses(t *testing.T) {
	t.Parallel()
	good := sound(t)
	for _, expression := range []string{"form == ''", "held_on == ''", "transition == ''", "title == 'onside'", "form == title", "state == 'held' ? form == 'onsite' : true",
		"modes.exists(state, state == 'walk')", "unit in ['unt_1']", "today > '2026-07-01'"} {
		m, problems := manifest.ParseBytes("module.yaml", []byte(strings.Replace(good, "people > 5", expression, 1)))
		if problems = append(problems, rule.Check(m)...); len(problems) > 0 {
			t.Errorf("%s: %v", expression, manifest.Problems(problems))
		}
	}
}

// TestMeasureOfAnotherModule: what is counted elsewhere is checked where that
// module's manifest is known.
func TestMeasureOfAnotherModule(t *testing.T) {
	t.Parallel()
	here, problems := manifest.ParseBytes("module.yaml", []byte(sound(t)))
	if len(problems) > 0 {
		t.Fatal(manifest.Problems(problems))
	}
	there, problems := manifest.ParseBytes("counts.yaml", []byte(`api_version: mod/v1
id: counts
version: 1.0.0
label: {vi: "Đếm", en: "Counts"}
grants: {read: [demo.visit]}
measures:
  - {code: far, label: {vi: "Xa", en: "Far"}, kind: count, of: demo.visit, unit: count, period: due_on, when: "state == 'gone'"}
`))
	if problems = append(problems, rule.Check(there)...); len(problems) > 0 {
		t.Errorf("without the other module nothing is known of it: %v", manifest.Problems(problems))
	}
	if problems = rule.Check(there, here); len(problems) != 1 || problems[0].File != "counts.yaml" || problems[0].Line != 7 {
		t.Errorf("got %v", manifest.Problems(problems))
	}
}
