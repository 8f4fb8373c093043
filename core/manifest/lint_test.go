package manifest_test

import (
	_ "embed"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/doanket/doanket/core/manifest"
)

// good is a small sound manifest; every case breaks one thing of it.
//
//go:embed testdata/visit.yaml
var good string

func TestGoodManifestPasses(t *testing.T) {
	t.Parallel()
	m, problems := manifest.ParseBytes("module.yaml", []byte(good))
	if len(problems) > 0 {
		t.Fatalf("%v", manifest.Problems(problems))
	}
	if k := m.Kind("demo.visit"); k != m.Kind("visit") || k.Slots[0].MaxMB != 50 {
		t.Errorf("got %+v", k)
	}
	again, problems := manifest.ParseBytes("x.yaml", m.Source())
	if len(problems) > 0 || again.ID != m.ID {
		t.Errorf("its own source does not parse: %v", problems)
	}
}

// broken changes one thing of the good manifest each.
var broken = []struct{ from, to, what, fix string }{
	{"api_version: mod/v1", "api_version: mod/v2", "mod/v2", "mod/v1"},
	{"id: demo\n", "id: core\n", "base manifest", "folder"},
	{"id: demo\n", "id: Demo\n", "not usable", "lower case"},
	{"version: 1.0.0", "version: \"1.0\"", "version", "1.0.0"},
	{"period: held_on\n", "perriod: held_on\n", `unknown key "perriod"`, "did you mean period"},
	{"label: {vi: \"Tên\", en: \"Title\"}", "label: {vi: \"Tên\"}", "has no en", "add en"},
	{"label: {vi: \"Nháp\", en: \"Draft\"}", "label: {vi: \" \", en: \"Draft\"}", "has no vi", "add vi"},
	{"too_many: {vi", "too_few: {vi", `rule "too_many" has no text`, "labels.yaml"},
	{"{id: 2, name: held_on", "{id: 1, name: held_on", `field id "1" is declared twice`, "rename"},
	{"{id: 2, name: held_on", "{id: 20, name: held_on", "reserved", "never used"},
	{"{id: 8, name: people", "{id: 8, name: old_name", "reserved", "another name"},
	{"{id: 8, name: people", "{id: 8, name: state", "already has", "another name"},
	{"{id: 8, name: people", "{id: 8, name: x_people", "fields a province adds", "people"},
	{"{id: 8, name: people", "{id: 1001, name: people", "fields a province adds", "smaller"},
	{"{id: 8, name: people", "{id: 8, name: title", `field "title" is declared twice`, "rename"},
	{"{id: 8, name: people, type: int", "{id: 8, name: people, type: integer", `field type "integer"`, "text"},
	{"{id: 2, name: held_on", "{id: 0, name: held_on", "has no id", "number from 1"},
	{"{id: 2, name: held_on", "{id: two, name: held_on", "cannot unmarshal", "type of the value"},
	{"min: 0, max: 9", "min: 10, max: 9", "min is greater", "swap"},
	{"values: [{id: onsite, label: {vi: \"Tại chỗ\", en: \"On site\"}}]", "values: []", "offers no values", "values:"},
	{"fields: [{id: 1, name: what, type: text, label: {vi: \"Việc\", en: \"What\"}}]", "", "belong together", "columns of a row"},
	{"title: title\n", "title: held_on\n", "is of type date", "text"},
	{"due: due_on\n", "due: duo_on\n", `field "duo_on"`, "did you mean due_on"},
	{"{seq:4}", "{count}", "knows no {count}", "{seq:4}"},
	{"number: \"TH-{year}-{seq:4}\"\n    ", "", "no form for", "number:"},
	{"unit: working_day", "unit: workday", `unit "workday"`, "working_day"},
	{"law: true, source: \"Điều 9\"", "law: true", "names no law", "article"},
	{"law: true, source: \"Điều 9\"", "law: false", "neither the law's nor a setting", "setting:"},
	{"length: 5", "length: 0", "no length", "number from 1"},
	{"law: true, source: \"Điều 9\"", "party: boss, law: true, source: \"Điều 9\"", `field "boss"`, "to_unit"},
	{"law: true, source: \"Điều 9\"", "party: title, law: true, source: \"Điều 9\"", "is of type text", "unit"},
	{"law: true, source: \"Điều 9\"", "status: unsure, law: true, source: \"Điều 9\"", `status "unsure"`, "to_confirm"},
	{"law: true, source: \"Điều 9\"", "valid_from: 2026-07-01, valid_to: 2026-06-30, law: true, source: \"Điều 9\"", "ends before it begins", "valid_to"},
	{"from: held_on, length", "length", "nothing to count from", "from:"},
	{"from: held_on, length", "from: title, length", "is of type text", "date"},
	{"on: [hold]", "on: [holt]", `transition "holt"`, "did you mean hold"},
	{"when: \"people > 5\"", "when: \"\"", "no condition", "CEL"},
	{"types: [pdf]", "types: [exe]", `file type "exe"`, "pdf"},
	{"min: 1, max: 3", "min: 4, max: 3", "more than it takes", "at most max"},
	{"slots: [minutes], decide", "slots: [minute], decide", `slot "minute"`, "did you mean minutes"},
	{"require: [title]", "require: [titel]", `field "titel"`, "did you mean title"},
	{"roles: [officer]", "roles: [boss]", `role "boss"`, "officer"},
	{"reach: own", "reach: mine", `reach "mine"`, "own"},
	{"initial: draft", "initial: drafts", `state "drafts"`, "did you mean draft"},
	{"to: held, roles", "to: gone, roles", `state "gone"`, "draft, held"},
	{"phase: done", "phase: finished", `phase "finished"`, "done"},
	{"phase: draft", "phase: active", "no draft", "phase: draft"},
	{"decide: go", "decide: maybe", `decide "maybe"`, "go"},
	{"deliver: to_unit", "deliver: title", "is of type text", "unit"},
	{"not_actor_of: [create]", "not_actor_of: [hodl]", `transition "hodl"`, "did you mean hold"},
	{"    fields:\n", "    owner_kinds: [Front]\n    fields:\n", `the name "Front"`, "lower case"},
	{"    fields:\n", "    owner_kinds: [front, front]\n    fields:\n", "declared twice", "remove one"},
	{"name: title, type: text", "name: title, unit_kinds: [commune], type: text", "holds no unit", "type: unit"},
	{"name: title, type: text", "name: title, within: subtree, type: text", "holds no unit", "type: unit"},
	{"name: title, type: text", "name: title, within: near, type: unit", `relation "near"`, "subtree"},
	{"columns: [number, title]", "columns: [number, titel]", `column "titel"`, "did you mean title"},
	{"indexes: [[held_on, form]]", "indexes: [[held, form]]", `field "held"`, "did you mean held_on"},
	{"indexes: [[held_on, form]]", "indexes: [[held_on, state]]", `field "state"`, "held_on"},
	{"of: demo.visit", "of: demo.visits", `kind "demo.visits"`, "did you mean demo.visit"},
	{"of: demo.visit", "of: else.thing", "another module's records", "grants"},
	{"kind: count, of", "kind: ratio, of", "no numerator", "numerator:"},
	{"kind: count, of", "kind: coverage, of", "incomplete", "covers"},
	{"kind: count, of", "kind: sum, of", "adds nothing", "value:"},
	{"unit: count, period", "unit: percent, period", `a count is not in "percent"`, "ratio or a coverage"},
	{"unit: count, period", "value: people, unit: count, period", "does not look at value", "make the measure a sum"},
	{"unit: count, period", "numerator: people, unit: count, period", "does not look at numerator", "a ratio"},
	{"unit: count, period", "covers: [unit], unit: count, period", "does not look at covers", "a coverage"},
	{"unit: count, period", "unit_kinds: [commune], unit: count, period", "does not look at unit_kinds", "a coverage"},
	{"unit: count, period", "compute: go, value: people, unit: count, period", "by Go and by CEL", "drop compute"},
	{"unit: count, period", "target: {op: between, value: 9, max: 3}, unit: count, period", "ends before it begins", "greater than value"},
	{"unit: count, period", "until: held_on, unit: count, period", "does not look at until", "make the measure a stock"},
	{"unit: count, period", "latest_by: [unit], until: held_on, unit: count, period", "does not look at until", "a stock"},
	{"unit: count, period", "times: 4, unit: count, period", "does not look at times", "a coverage"},
	{"kind: count, of", "kind: average, of", "adds nothing", "write value"},
	{"kind: count, of: demo.visit, unit: count", "kind: count, all_of: [other], unit: count", "does not look at all_of", "a coverage"},
	{"name: to_unit, type: unit", "name: to_unit, sealed: true, type: unit", "would show it", "sealed"},
	{"to: held, roles: [officer]", "to: draft, shred: true, roles: [officer]", "records go on", "done or cancelled"},
	{"columns: [number, title]", "columns: [number, secret]", "would show it", "sealed"},
	{"indexes: [[held_on, form]]", "indexes: [[held_on, secret]]", "would show it", "sealed"},
	{"name: secret, type: text", "name: secret, index: true, type: text", "no index can order it", "remove index"},
	{"people, type: int", "people, derived: go, from: [secret], type: int", "would show it", "sealed"},
	{"from: held_on, length", "from: due_on, length", "counts from the day it computes", "runs from"},
	{"measures: [visits]", "measures: [visit]", `measure "visit"`, "did you mean visits"},
	{"{kind: demo.visit, order", "{kind: demo.vist, order", `kind "demo.vist"`, "did you mean demo.visit"},
	{"core.recommendation.answer", "core.recommendation.anser", `no transition "anser"`, "did you mean answer"},
	{"cron: \"0 7 * * 1-5\"", "cron: \"every day\"", "not five fields", "0 7"},
	{"name: visit\n", "name: a_kind_with_a_name_of_more_than_forty_letters\n", "not usable", "at most 40"},
	{"name: title, type: text", "name: title, sealed: true, type: text", "would show it", "sealed"},
	{"name: held_on, type: date", "name: held_on, sealed: true, type: date", "would show it", "sealed"},
	{"name: form, type: enum", "name: form, sealed: true, search: true, type: enum", "nobody may search", "search"},
	{"name: secret, type: text", "name: secret, default: \"'a'\", type: text", "nothing may compute it", "remove default"},
	{"name: secret, type: text", "name: secret, derived: \"title\", type: text", "nothing may compute it", "remove derived"},
	{"name: secret, type: text", "name: secret, derived: go, from: [title], type: text", "nothing may compute it", "remove derived"},
	{"name: secret, type: text", "name: secret, read_only: true, type: text", "nobody could fill it", "remove read_only"},
	{"name: secret, type: text", "name: secret, type: user", "linked in plain", "as text"},
	{"name: secret, type: text", "name: secret, type: unit", "linked in plain", "as text"},
	{"name: secret, type: text, sealed: true", "name: secret, type: list, fields: [{id: 1, name: who, type: user, label: {vi: \"Ai\", en: \"Who\"}}], sealed: true", "linked in plain", "as text"},
	{"name: due_on, type: date", "name: due_on, sealed: true, type: date", "would show it", "sealed"},
	{"filters: [state]", "filters: [state, secret]", "would show it", "sealed"},
	{"sort: \"-held_on\"", "sort: \"-secret\"", "would show it", "sealed"},
	{"decide: go, number", "set: {secret: \"'a'\"}, decide: go, number", "nothing may compute it", "require:"},
	{"name: what, type: text", "name: what, sealed: true, type: text", "a row's field cannot be", "seal the whole list"},
	{"types: [pdf]", "types: [odt]", `file type "odt"`, "pdf"},
	{"views: {list:", "views: {board: {by: state}, list:", `unknown key "board"`, "list"},
	{"views: {list:", "views: {calendar: {date: held_on}, list:", `unknown key "calendar"`, "list"},
	{"views: {list:", "views: {timeline: {from: held_on}, list:", `unknown key "timeline"`, "list"},
	{"kind: count, of", "refresh: daily, kind: count, of", `unknown key "refresh"`, "code"},
	{"kind: count, of", "chart: bar, kind: count, of", `unknown key "chart"`, "code"},
	{"people, type: int", "religion, type: text", "personal profile", "counts"},
	{"people, type: int", "chuc_vu_ton_giao, type: text", "personal profile", "counts"},
	{"name: what, type: text", "name: dan_toc, type: text", "personal profile", "counts"},
	{"people, type: int, min: 0, max: 9", "political_view, type: text", "personal profile", "counts"},
}

// Every refusal names the line that was broken and what to do.
func TestBrokenManifests(t *testing.T) {
	t.Parallel()
	for _, c := range broken {
		source := strings.Replace(good, c.from, c.to, 1)
		if source == good {
			t.Fatalf("the case %q changes nothing", c.from)
		}
		_, problems := manifest.ParseBytes("module.yaml", []byte(source))
		if !found(problems, c.what, c.fix) {
			t.Errorf("%q → %q: want %q with %q, got\n%v", c.from, c.to, c.what, c.fix, manifest.Problems(problems))
		}
	}
}

func found(problems []manifest.Problem, what, fix string) bool {
	for _, p := range problems {
		if strings.Contains(p.What, what) && strings.Contains(p.Fix, fix) && p.Line > 0 && p.File == "module.yaml" {
			return true
		}
	}
	return false
}

func TestPeopleMayBeCounted(t *testing.T) {
	t.Parallel()
	source := strings.Replace(good, "name: people, type: int", "name: count_ethnic, type: int", 1)
	source = strings.Replace(source, "when: \"people > 5\", field: people", "when: \"count_ethnic > 5\"", 1)
	if _, problems := manifest.ParseBytes("module.yaml", []byte(source)); len(problems) > 0 {
		t.Errorf("statistics are allowed: %v", manifest.Problems(problems))
	}
}

func TestLongTableName(t *testing.T) {
	t.Parallel()
	source := strings.Replace(good, "id: demo\n", "id: "+strings.Repeat("d", 38)+"\n", 1)
	source = strings.Replace(source, "name: visit\n", "name: "+strings.Repeat("v", 39)+"\n", 1)
	_, problems := manifest.ParseBytes("module.yaml", []byte(source))
	if !found(problems, "63 bytes", "shorten") {
		t.Errorf("got %v", manifest.Problems(problems))
	}
}

// Lines are those of the file the author sees, in labels.yaml too.
func TestProblemsNameFileAndLine(t *testing.T) {
	t.Parallel()
	module, labels, _ := strings.Cut(good, "---\n")
	files := fstest.MapFS{"module.yaml": {Data: []byte(strings.Replace(module, "phase: done", "phase: finished", 1))},
		"labels.yaml": {Data: []byte(strings.Replace(labels, `, en: "Too many"`, "", 1))}}
	_, problems := manifest.Parse(files)
	if len(problems) != 2 {
		t.Fatalf("got %v", manifest.Problems(problems))
	}
	for _, p := range problems {
		text := strings.Split(string(files[p.File].Data), "\n")[p.Line-1]
		if want := map[string]string{"module.yaml": "finished", "labels.yaml": "too_many"}[p.File]; !strings.Contains(text, want) {
			t.Errorf("%v points at %q", p, text)
		}
	}
}

func TestUnreadableManifests(t *testing.T) {
	t.Parallel()
	for source, what := range map[string]string{
		"":                                   "empty",
		"id: [":                              "did not find",
		"- a\n- b":                           "wrong shape",
		"kinds: many":                        "wrong shape",
		"id: demo\nid: demo":                 "stands twice",
		"label: &a {vi: x, en: y}\nhint: *a": "anchors",
		strings.Repeat("#", 2<<20):           "1 MiB",
		"\xff\xfe\x00":                       "yaml",
	} {
		m, problems := manifest.ParseBytes("module.yaml", []byte(source))
		if m != nil || len(problems) == 0 || !strings.Contains(manifest.Problems(problems).Error(), what) {
			t.Errorf("%.20q: want %q, got %v", source, what, problems)
		}
	}
	if m, problems := manifest.Parse(fstest.MapFS{}); m != nil || len(problems) != 1 {
		t.Errorf("no file: %v", problems)
	}
}

// TestANumberNamesAnEnumWithABookForEachValue: one that may be empty, or whose values
// share a book or have none, is refused.
func TestANumberNamesAnEnumWithABookForEachValue(t *testing.T) {
	t.Parallel()
	plain, enum := `{id: 4, name: form, type: enum, label: {vi: "Hình thức", en: "Form"}, values: [{id: onsite, label: {vi: "Tại chỗ", en: "On site"}}]}`,
		`{id: 4, name: form, type: enum, required: true, label: {vi: "Hình thức", en: "Form"}, values: [{id: onsite, label: {vi: "Tại chỗ", en: "On site"}}, {id: away, label: {vi: "Nơi khác", en: "Away"}}]}`
	for _, c := range []struct{ field, books, what string }{
		{enum, "{onsite: TC, away: NK}", ""},
		{plain, "{onsite: TC}", "knows no {form}"},
		{enum, "{onsite: TC}", `value "away" of form has no book`},
		{enum, "{onsite: TC, away: TC}", `value "away" of form has no book`},
	} {
		text := strings.Replace(strings.Replace(good, plain, c.field, 1), `number: "TH-{year}-{seq:4}"`, `number: "{form}-{year}-{seq:4}"`+"\n    books: "+c.books, 1)
		_, problems := manifest.ParseBytes("module.yaml", []byte(text))
		said := manifest.Problems(problems).Error()
		if len(problems) > 0 == (c.what == "") || !strings.Contains(said, c.what) {
			t.Errorf("%s: %q, want %q", c.books, said, c.what)
		}
	}
}
