package section_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
	"github.com/doanket/doanket/core/manifest/section"
)

const written = `sections:
  - id: visits
    title: {vi: "Thăm hỏi", en: "Visits"}
    order: 10
    blocks:
      - say: {vi: "Đã thăm {visits} lượt, {visits.proven} có biên bản; năm trước {visits.before}.", en: "{visits} visits, {visits.proven} with minutes; {visits.before} a year before."}
        none: {vi: "Chưa có chuyến thăm nào {period}.", en: "No visits in {period}."}
      - say: {vi: "Kiến nghị trả lời đúng hạn {core.on_time_sent} (chỉ tiêu {core.on_time_sent.target}).", en: "{core.on_time_sent} answered in time (target {core.on_time_sent.target})."}
        period: year
      - table: {title: {vi: "Theo đơn vị", en: "By unit"}, rows: units, measures: [visits, core.recommendations_sent]}
      - records: {title: {vi: "Các chuyến thăm", en: "Visits"}, kind: demo.visit, states: [held], columns: [number, title, held_on, unit]}
`

// good is the good manifest with a section, a duty of a year and a figure of it.
func good(t *testing.T) string {
	t.Helper()
	raw, err := os.ReadFile("../testdata/visit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer("\nmenu:\n", "\n"+written+"\nmenu:\n", "\nmeasures:\n", `
duties:
  - {id: yearly, label: {vi: "Hằng năm", en: "Yearly"}, source: "Điều 1", kind: demo.visit, unit_kinds: [commune], rhythm: year, period: held_on}
measures:
  - {code: visited, label: {vi: "Đã thăm", en: "Visited"}, kind: coverage, of_duty: yearly, unit: percent}
  - {code: by_form, label: {vi: "Theo cách", en: "By form"}, kind: count, of: demo.visit, unit: count, period: held_on, by: form}
`).Replace(string(raw))
}

func TestAGoodSectionIsRead(t *testing.T) {
	t.Parallel()
	m, problems := rule.ParseBytes("module.yaml", []byte(good(t)))
	if len(problems) > 0 {
		t.Fatal(manifest.Problems(problems))
	}
	s := &m.Sections[0]
	if got := section.Figures("demo", &s.Blocks[0]); !slices.Equal(got, []string{"demo.visits"}) {
		t.Errorf("the sentence shows %v", got)
	}
	if got := section.Figures("demo", &s.Blocks[2]); !slices.Equal(got, []string{"core.recommendations_sent", "demo.visits"}) {
		t.Errorf("the table shows %v", got)
	}
	words, err := section.Read("demo", s.Blocks[1].Say.VI)
	want := []section.Word{{Text: "Kiến nghị trả lời đúng hạn "}, {Measure: "core.on_time_sent", Part: section.Value}, {Text: " (chỉ tiêu "},
		{Measure: "core.on_time_sent", Part: section.Target}, {Text: ")."}}
	if err != nil || !slices.Equal(words, want) {
		t.Errorf("the sentence is %+v (%v), want %+v", words, err, want)
	}
	if !s.In(manifest.ReportHalfYear) || !s.Blocks[0].In(manifest.ReportYear) {
		t.Error("a section that names no report stands in all")
	}
}

func TestBrokenSectionsAreNamedWithTheirMend(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, to, what, fix string }{
		{"thăm {visits} lượt", "thăm {visitss} lượt", `measure "visitss" does not exist`, "did you mean visits"},
		{"thăm {visits} lượt", "thăm {visits lượt", "not closed", "write figures as"},
		{"thăm {visits} lượt", "thăm visits} lượt", "closed that was not opened", "write figures as"},
		{"thăm {visits} lượt", "thăm 12 và {visits} lượt", "a number that is no figure", "{period}"},
		{"thăm {visits} lượt", "thăm {other.things} lượt", "is another module's", "of its own"},
		{"thăm {visits} lượt", "thăm {visits.target} lượt", "has no target", "write target:"},
		{"thăm {visits} lượt", "thăm {visits.approved} lượt", "does not tell what is approved", "write approved:"},
		{"thăm {visits} lượt", "thăm {visits.numerator} lượt", "a count has no numerator", "{visits}"},
		{`en: "{visits} visits, {visits.proven}`, `en: "{visits} visits, {visits.claimed}`, "shows other figures", "the same measures"},
		{`"Chưa có chuyến thăm nào {period}."`, `"Có {visits} chuyến."`, "names one", "in words"},
		{"thăm {visits} lượt, {visits.proven} có biên bản; năm trước {visits.before}.", "nhiều lượt thăm.", "has no figure", "name a measure"},
		{"thăm {visits} lượt", "thăm {visited} lượt", "is of a year", "period: year"},
		{"        period: year\n", "        period: month\n", `period "month" does not exist`, "year"},
		{"        period: year\n", "        reports: [quarter]\n", `report "quarter" does not exist`, "half_year"},
		{"    order: 10\n", "    order: 10\n    reports: [month]\n", `report "month" does not exist`, "half_year"},
		{"rows: units", "rows: values", "is not counted by value", "write by:"},
		{"rows: units, measures: [visits, core.recommendations_sent]", "rows: values, measures: [by_form, core.silent_sent]", "is not counted by value", "rows: measures"},
		{"rows: units", "rows: people", `rows "people" does not exist`, "units"},
		{"measures: [visits, core.recommendations_sent]", "measures: []", "has 0 measures", "1 to 8"},
		{"      - table: {title", "      - say: {vi: x, en: x}\n        table: {title", "says 2 things", "one of say"},
		{"kind: demo.visit, states: [held]", "kind: demo.visits, states: [held]", `kind "demo.visits" does not exist`, "did you mean demo.visit"},
		{"kind: demo.visit, states: [held]", "kind: other.thing, states: [held]", "is another module's records", "of its own"},
		{"kind: demo.visit, states: [held]", "kind: demo.visit, states: [helt]", `state "helt" does not exist`, "did you mean held"},
		{"kind: demo.visit, states: [held]", "kind: demo.visit, states: [draft]", "still being written", "after it"},
		{"kind: demo.visit, states: [held]", "kind: demo.visit, states: []", "nothing says which records", "write states:"},
		{"columns: [number, title, held_on, unit]", "columns: [number, titel]", `column "titel" does not exist`, "did you mean title"},
		{"columns: [number, title, held_on, unit]", "columns: [number, secret]", "is sealed", "remove it"},
		{"columns: [number, title, held_on, unit]", "columns: [number, lines]", "is a list", "show a text"},
		{"columns: [number, title, held_on, unit]", "columns: [number, people]", "is read by the owner's side alone", "audience: own"},
		{"columns: [number, title, held_on, unit]", "limit: 500, columns: [number]", "cannot list 500", "1 to 100"},
		{"    title: title\n    period: held_on\n", "    title: title\n    sensitivity: restricted\n    period: held_on\n", "are restricted", "count them"},
		{"    title: title\n    period: held_on\n", "    title: title\n", "lie in no period", "write period:"},
		{"- id: visits\n", "- id: Visits\n", "is not usable", "lower case"},
	} {
		source := good(t)
		if c.fix == "audience: own" {
			source = strings.Replace(source, "name: people, type: int,", "name: people, audience: own, type: int,", 1)
		}
		broken := strings.Replace(source, c.from, c.to, 1)
		if broken == source {
			t.Fatalf("the case %q changes nothing", c.to)
		}
		m, _ := manifest.ParseBytes("module.yaml", []byte(broken))
		if m == nil {
			t.Fatalf("%s → %s cannot be read", c.from, c.to)
		}
		found := false
		for _, p := range section.Check(m) {
			found = found || strings.Contains(p.What, c.what) && strings.Contains(p.Fix, c.fix) && p.Line > 1
		}
		if !found {
			t.Errorf("%s → %s: want %q, %q; got %v", c.from, c.to, c.what, c.fix, manifest.Problems(section.Check(m)))
		}
	}
}

// TestTextsOfASectionNeedBothLanguages, like all texts of a manifest.
func TestTextsOfASectionNeedBothLanguages(t *testing.T) {
	t.Parallel()
	for _, gone := range []string{`, en: "Visits"}`, `, en: "No visits in {period}."}`, `, en: "By unit"}`} {
		source := good(t)
		broken := strings.Replace(source, gone, "}", 1)
		if broken == source {
			t.Fatalf("the case %q changes nothing", gone)
		}
		_, problems := manifest.ParseBytes("module.yaml", []byte(broken))
		if !strings.Contains(manifest.Problems(problems).Error(), "the text has no en") {
			t.Errorf("without %s: %v", gone, manifest.Problems(problems))
		}
	}
}
