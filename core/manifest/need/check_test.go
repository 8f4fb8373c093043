package need_test

import (
	"os"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/need"
)

const find = "{where: {form: form}, within: {days: 90, theirs: held_on}, states: [held], fields: [people, title], limit: 20, link: [hold]}"

// faults are what cannot be answered or may not be told: what was written, what is
// said of it, and the mend.
var faults = []struct{ from, to, what, fix string }{
	{"decide: go", "tone: primary", "decides nothing", "decide: go"},
	{"needs: {hold: [source.title", "needs: {hold: [title.x", "is of type text", "ref"},
	{"hold: [source.title", "hold: [sorce.title", `find or field "sorce"`, "did you mean source"},
	{"hold: [source.title", "hold: [source.titel", `field "titel"`, "did you mean title"},
	{"hold: [source.title", "hold: [source.held_on.year", `field "held_on.year"`, "held_on"},
	{"children(core.recommendation)<=50", "children(core.recomendation)<=50", `kind "core.recomendation"`, "did you mean core.recommendation"},
	{"children(core.recommendation)<=50", "children(strange.thing)<=50", "another module's records", "grants: read"},
	{"to: core.meeting", "to: strange.thing", "another module's records", "grants: read"},
	{"50\", similar]", "50\", similer]", `find or field "similer"`, "did you mean similar"},
	{"50\", similar]", "50\", strangers]", `find or field "strangers"`, "use one of similar, source"},
	{find, "{within: {days: 90, theirs: held_on}}", "nothing that must be equal", "write where:"},
	{find, "{where: {form: fom}}", `field "fom"`, "did you mean form"},
	{find, "{where: {fom: form}}", `field "fom"`, "did you mean form"},
	{find, "{where: {lines: lines}}", "is of type list", "enum"},
	{find, "{where: {secret: title}}", "is sealed", "another field"},
	{find, "{where: {title: secret}}", "is sealed", "another field"},
	{find, "{where: {title: form}}", "of type text, field \"form\" of type enum", "one type"},
	{find, "{where: {title: unit}}", "unit is a unit", "type unit"},
	{find, "{shares: {to_unit: to_unit}}", "nothing that must be equal", "shares: and the days"},
	{find, "{where: {form: form}, shares: {to_unt: to_unit}}", `field "to_unt"`, "did you mean to_unit"},
	{find, "{where: {form: form}, shares: {title: unit}}", "is of type text", "units or unit"},
	{find, "{where: {form: form}, shares: {to_unit: title}}", "is of type text", "units or unit"},
	{find, "{where: {form: form}, within: {days: 90, theirs: title}}", "is of type text", "date"},
	{find, "{where: {form: form}, within: {days: 9999, theirs: held_on}}", "9999 days", "0 to 3660"},
	{find, "{where: {form: form}, within: {days: 1, theirs: held_on, ours: due}}", `field "due"`, "did you mean due_on"},
	{find, "{where: {form: form}, overlap: {theirs: [held_on]}}", "a first and a last day", "two date fields"},
	{find, "{where: {form: form}, within: {days: 1, theirs: held_on}, overlap: {theirs: [held_on, due_on]}}", "within: and by overlap:", "keep one"},
	{find, "{where: {form: form}, states: [hled]}", `state "hled"`, "did you mean held"},
	{find, "{where: {form: form}, link: [holt]}", `transition "holt"`, "did you mean hold"},
	{find, "{where: {form: form}, fields: [secret]}", "is sealed", "another field"},
	{find, "{where: {form: form}, fields: [titel]}", `field "titel"`, "did you mean title"},
	{find, "{where: {form: form}, limit: 51}", "wants 51 records", "1 to 50"},
	{find, "{kind: visits, where: {form: form}}", `kind "visits"`, "did you mean visit"},
	{find, "{kind: other.thing, where: {form: form}}", "another module's records", "this module's kinds and the core's"},
	{find, "{kind: core.recommendation, where: {title: title}}", "no index of core.recommendation begins with title", "[to_unit, sent_on]"},
	{"similar: {where", "people: {where", "the name of something else", "another name"},
	{"name: visit\n", "name: visit\n    sensitivity: restricted\n", "is restricted", "remove fields:"},
}

func good(t *testing.T) string {
	t.Helper()
	raw, err := os.ReadFile("../testdata/visit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func check(source string) []manifest.Problem {
	m, problems := manifest.ParseBytes("module.yaml", []byte(source))
	if m == nil {
		return problems
	}
	return append(problems, need.Check(m)...)
}

// TestWhatCannotBeAnsweredIsRefused with the line that was broken and what to do.
func TestWhatCannotBeAnsweredIsRefused(t *testing.T) {
	t.Parallel()
	sound := good(t)
	if problems := check(sound); len(problems) > 0 {
		t.Fatal(manifest.Problems(problems))
	}
	for _, c := range faults {
		source := strings.Replace(sound, c.from, c.to, 1)
		if source == sound {
			t.Fatalf("the case %q changes nothing", c.from)
		}
		all := manifest.Problems(check(source)).Error()
		if !strings.Contains(all, c.what) || !strings.Contains(all, c.fix) {
			t.Errorf("%q: got\n%s\nwant %q and %q", c.to, all, c.what, c.fix)
		}
	}
}

// TestACoreIndexIsUsed: what the core has an index for can be asked of its kinds.
func TestACoreIndexIsUsed(t *testing.T) {
	t.Parallel()
	source := strings.Replace(good(t), find, "{kind: core.recommendation, where: {to_unit: to_unit}, within: {days: 30, theirs: sent_on, ours: held_on}}", 1)
	if problems := check(source); len(problems) > 0 {
		t.Error(manifest.Problems(problems))
	}
}

// TestUnitsInCommon are asked for beside what must be equal, or beside days.
func TestUnitsInCommon(t *testing.T) {
	t.Parallel()
	for _, sound := range []string{"{where: {form: form}, shares: {to_unit: unit}}", "{shares: {to_unit: to_unit}, within: {days: 9, theirs: held_on}}"} {
		if problems := check(strings.Replace(good(t), find, sound, 1)); len(problems) > 0 {
			t.Error(manifest.Problems(problems))
		}
	}
}

// TestNeedsOfASealedField are refused in the kind the reference leads to.
func TestNeedsOfASealedField(t *testing.T) {
	t.Parallel()
	source := strings.NewReplacer("to: core.meeting", "to: demo.visit", "source.title", "source.secret").Replace(good(t))
	if all := manifest.Problems(check(source)).Error(); !strings.Contains(all, "would show it") || !strings.Contains(all, "remove sealed") {
		t.Errorf("got %s", all)
	}
}
