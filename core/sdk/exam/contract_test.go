package exam_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/sdk/exam"
)

// broken is what each point of the contract asks of a manifest: one thing a sound
// one says, a way to break it, and what the exam says of that.
var broken = []struct{ point, from, to, says string }{
	{"settled: an active state says what stays open", "{id: held, phase: done,", "{id: held, phase: active,", "does not say what stays open to writing"},
	{"settled: evidence is named by its slot", "slots: [minutes]", "slots: [photos]", `slot "photos" does not exist`},
	{"separate hands: the steps exist", "not_actor_of: [create]", "not_actor_of: [hodl]", `transition "hodl" does not exist`},
	{"clocks: a clock ends in a date", "field: due_on, from", "field: title, from", "is of type text"},
	{"owners: kinds of units are names", "    title: title\n", "    title: title\n    owner_kinds: [Front]\n", "not usable"},
	{"delivery: to units only", "deliver: to_unit", "deliver: title", "is of type text"},
	{"measures: states they count from exist", "unit: count, period: held_on", "reached: gone, unit: count, period: held_on", `state "gone" does not exist`},
	{"measures: proof is a slot", "proof: [minutes]", "proof: [photo]", `slot "photo" does not exist`},
	{"sealing: no rule reads it", `when: "people > 5"`, `when: "secret != ''"`, "no expression can read it"},
	{"sealing: no decision needs it", "[source.title,", "[secret,", "is of type text"},
	{"sealing: no find goes by it", "where: {form: form}", "where: {title: secret}", "is sealed"},
	{"links: what is pointed at may be read", "to: core.meeting", "to: strange.thing", "another module's records"},
	{"clauses: they are named by their ids", "    title: title\n", "    title: title\n    serves: [\"Nghị quyết 05\"]\n", "is no id of a clause"},
	{"clauses: a value that serves one exists", "{id: 4, name: form, type: enum,", "{id: 4, name: form, type: enum, serves: {onsight: [III.7.a]},", `value "onsight" of "form" does not exist`},
	{"reports: every number is a figure", "boards:\n", spoken + "12 chuyến, {visits}\", en: \"{visits}\"}}]}\nboards:\n", "the sentence holds a number that is no figure"},
	{"reports: a figure is one of the module's", "boards:\n", spoken + "{visit}\", en: \"{visit}\"}}]}\nboards:\n", `measure "visit" does not exist`},
	{"audiences: there are two", "{id: 8, name: people,", "{id: 8, audience: all, name: people,", `audience "all" does not exist`},
	{"audiences: a title is no side's alone", "{id: 1, name: title,", "{id: 1, audience: own, name: title,", "is read by the owner's side alone, but title: shows it"},
	{"one for many: covers names units", "kind: count, of: demo.visit, unit: count,", "kind: coverage, unit_kinds: [commune], covers: [title], of: demo.visit, unit: percent,", "covers: takes what names units"},
	{"queries: bounded", "limit: 20", "limit: 51", "wants 51 records"},
	{"queries: by what can be indexed", "where: {form: form}", "where: {lines: lines}", "is of type list"},
}

// spoken begins a section of one sentence.
const spoken = "sections:\n  - {id: s, title: {vi: \"Mục\", en: \"Section\"}, blocks: [{say: {vi: \"Có "

// examined runs the checks of the manifest alone and joins what they say.
func examined(t *testing.T, source string) string {
	t.Helper()
	m, problems := manifest.ParseBytes("module.yaml", []byte(source))
	if m == nil {
		return manifest.Problems(problems).Error()
	}
	c := &exam.Candidate{Manifest: m}
	var said []string
	for _, check := range c.Checks() {
		if strings.HasPrefix(check.Name, "manifest is sound") || strings.HasPrefix(check.Name, "manifest's") || strings.HasPrefix(check.Name, "rules declared") {
			if err := check.Run(context.Background()); err != nil {
				said = append(said, check.Name+": "+err.Error())
			}
		}
	}
	return strings.Join(said, "\n")
}

// TestTheExamHoldsModulesToTheContract: each point broken is named with its mend.
func TestTheExamHoldsModulesToTheContract(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../manifest/testdata/visit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	sound := string(raw)
	if said := examined(t, sound); said != "" {
		t.Fatalf("a sound manifest: %s", said)
	}
	for _, c := range broken {
		source := strings.Replace(sound, c.from, c.to, 1)
		if source == sound {
			t.Fatalf("%s: the case %q changes nothing", c.point, c.from)
		}
		if said := examined(t, source); !strings.Contains(said, c.says) {
			t.Errorf("%s: the exam says\n%s\nwant %q", c.point, said, c.says)
		}
	}
}

// TestMostRulesMustBeDeclared, not written in Go.
func TestMostRulesMustBeDeclared(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../manifest/testdata/visit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	said := examined(t, strings.TrimRight(string(raw), "\n")+`
  go_one: {vi: "Một", en: "One"}
  go_two: {vi: "Hai", en: "Two"}
  go_three: {vi: "Ba", en: "Three"}
  go_four: {vi: "Bốn", en: "Four"}
  go_five: {vi: "Năm", en: "Five"}
`)
	if !strings.Contains(said, "of what is asked is declared, at least 60 % must be") {
		t.Errorf("the exam says %q", said)
	}
}
