package duty_test

import (
	"os"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/duty"
)

// owed is a sound duty and the measure of it, put before the boards of the good
// manifest.
const owed = `  - {code: kept, label: {vi: "Đủ", en: "Kept"}, kind: coverage, of_duty: yearly, unit: percent, target: {op: ">=", value: 100}}
duties:
  - id: yearly
    label: {vi: "Thăm mỗi năm", en: "A visit a year"}
    source: "Điều 9"
    law: true
    kind: demo.visit
    unit_kinds: [commune]
    rhythm: year
    times: 2
    when: "state == 'held'"
    period: held_on
    proof: [minutes]
    due: {day: "11-18", length: 5, unit: working_day}
    until: 2026-06-30
    prefill: {title: "'Thăm'"}
  - {id: yearly, label: {vi: "Thăm mỗi năm", en: "A visit a year"}, source: "Điều 9", kind: demo.visit, unit_kinds: [commune], rhythm: half, period: held_on, from: 2026-07-01}
  - id: prepared
    label: {vi: "Thăm trước họp", en: "A visit before the meeting"}
    source: "Điều 10"
    kind: demo.visit
    unit_kinds: [commune]
    rhythm: before
    before: {kind: core.meeting, field: held_on, link: source, length: 3, unit: working_day}
boards:
`

// withDuties is the good manifest with the duties, one thing of them changed.
func withDuties(t *testing.T, from, to string) string {
	t.Helper()
	good, err := os.ReadFile("../testdata/visit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Replace(string(good), "boards:\n", strings.Replace(owed, from, to, 1), 1)
}

func TestDutiesAreRead(t *testing.T) {
	t.Parallel()
	m, problems := manifest.ParseBytes("module.yaml", []byte(withDuties(t, "", "")))
	if problems = append(problems, duty.Check(m)...); len(problems) > 0 {
		t.Fatalf("%v", manifest.Problems(problems))
	}
	rules := m.DutiesOf("demo.yearly")
	if len(rules) != 2 || rules[0].Times != 2 || rules[1].Times != 1 || m.Measure("kept").Of != "demo.visit" {
		t.Errorf("got %+v, %+v", rules, m.Measure("kept"))
	}
}

func TestBrokenDutiesAreNamedWithTheirMend(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, to, what, fix string }{
		{"    source: \"Điều 9\"\n", "", "names no source", "source:"},
		{"kind: demo.visit", "kind: demo.vizit", `kind "demo.vizit"`, "did you mean demo.visit"},
		{"unit_kinds: [commune]", "unit_kinds: []", "nobody owes", "unit_kinds:"},
		{"rhythm: year", "rhythm: yearly", `rhythm "yearly"`, "year"},
		{"times: 2", "times: 400", "400 times", "366"},
		{"    period: held_on\n", "", "which period", "period:"},
		{`day: "11-18"`, `day: "02-30"`, "no day of a year", "month and day"},
		{`day: "11-18"`, `day: middle`, `day "middle"`, "end"},
		{`day: "11-18"`, `years: -1`, "moves a day of the year", "remove it"},
		{`day: "11-18"`, `day: "11-18", years: -1`, "before its period begins", "ahead:"},
		{"length: 5, unit: working_day", "unit: working_day", "no length", "from 1"},
		{"unit: working_day", "unit: workday", `unit "workday"`, "working_day"},
		{"until: 2026-06-30", "until: 2026-07-01", "twice for the same days", "from: and until:"},
		{"until: 2026-06-30", "until: 2026-06-30\n    off: true", "nothing switches it on", "setting:"},
		{"rhythm: before", "rhythm: month", "rhythm before", "remove it"},
		{"link: source", "link: title", "does not refer to core.meeting", "ref"},
		{"link: source, length: 3", "link: source, length: 0", "the very day", "from 1"},
		{"of_duty: yearly", "of_duty: weekly", `duty "weekly"`, "yearly"},
		{"of_duty: yearly", "of_duty: yearly, when: \"people > 1\"", "which has its own when:", "remove it"},
		{"kind: coverage, of_duty", "kind: count, of_duty", "a count is not of a duty", "coverage"},
	} {
		m, problems := manifest.ParseBytes("module.yaml", []byte(withDuties(t, c.from, c.to)))
		problems = append(problems, duty.Check(m)...)
		found := false
		for _, p := range problems {
			found = found || strings.Contains(p.What, c.what) && strings.Contains(p.Fix, c.fix)
		}
		if !found {
			t.Errorf("%s → %s: want %q, %q; got %v", c.from, c.to, c.what, c.fix, manifest.Problems(problems))
		}
	}
}
