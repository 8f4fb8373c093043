package rule_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/bound"
	"github.com/doanket/doanket/core/manifest/rule"
)

// hostile is a manifest of the demo module with more of something than anybody needs.
func hostile(t *testing.T, kind string) string {
	t.Helper()
	raw, err := os.ReadFile("../testdata/visit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	good := string(raw)
	const rules, fields = "    rules:\n", "    reserved:"
	at := func(place, more string) string { return strings.Replace(good, place, place+more, 1) }
	before := func(place, more string) string { return strings.Replace(good, place, more+place, 1) }
	many := func(n int, line func(i int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(line(i))
		}
		return b.String()
	}
	rule := func(when string) func(int) string {
		return func(i int) string {
			return fmt.Sprintf("      - {code: too_many, when: %q, field: people, on: [hold]}\n", strings.ReplaceAll(when, "#", fmt.Sprint(i)))
		}
	}
	switch kind {
	case "short expressions":
		return at(rules, many(12_000, rule("people > #")))
	case "long expressions":
		return at(rules, many(60, rule("people > #"+strings.Repeat(" || people > 1", 1150))))
	case "one expression":
		return at(rules, rule("people > 0"+strings.Repeat(" || people > 1", 70_000))(0))
	case "loops in loops":
		return at(rules, many(1_000, rule(strings.Repeat("lines.all(x#, parts.exists(y#, ", 12)+"people > 1"+strings.Repeat("))", 12))))
	case "regular expressions":
		return at(rules, many(4_000, rule("title.matches('(x{1,30}){1,30}y#')")))
	case "constants":
		return at(rules, many(1_000, rule("["+strings.Repeat("1,", 200)+"1].all(x, ["+strings.Repeat("1,", 200)+"1].all(y, x + y > 0)) || people > #")))
	case "misspelt":
		return at(rules, many(4_000, rule("peeple_who_came_to_the_meeting_of_the_front_# > 1")))
	case "fields":
		return before(fields, many(8_000, func(i int) string {
			return fmt.Sprintf("      - {id: %d, name: f%d, type: int, label: {vi: \"A\", en: \"B\"}}\n", i+30, i)
		}))
	case "kinds":
		_, of, _ := strings.Cut(good, "kinds:\n")
		one, _, _ := strings.Cut(of, "measures:\n")
		return at("kinds:\n", many(280, func(i int) string {
			return strings.Replace(strings.Replace(one, "id: 1\n", fmt.Sprintf("id: %d\n", i+2), 1), "name: visit", fmt.Sprintf("name: visit%d", i), 1)
		}))
	case "some loops in loops":
		return at(rules, many(290, rule(strings.Repeat("lines.all(x#, parts.exists(y#, ", 12)+"people > 1"+strings.Repeat("))", 12))))
	case "loop after loop":
		return at(rules, rule("people > 0"+strings.Repeat(" || lines.all(x, people > 1)", 130))(0))
	case "some patterns":
		return at(rules, many(290, rule("title.matches('(x{1,30}){1,30}y#')")))
	case "some constants":
		return at(rules, many(290, rule("["+strings.Repeat("1,", 200)+"1].all(x, ["+strings.Repeat("1,", 200)+"1].all(y, x + y > 0)) || people > #")))
	case "some misspelt":
		return at(rules, many(290, rule("peeple_who_came_to_the_meeting_of_the_front_# > 1"+strings.Repeat(" || people > 1", 60))))
	case "a shorter text":
		return strings.Replace(good, `vi: "Tên"`, `vi: "`+strings.Repeat("Tên ", 2_000)+`"`, 1)
	case "depth":
		return at("api_version: ", strings.Repeat("[", 500_000))
	case "documents":
		return good + strings.Repeat("\n---\n"+strings.Repeat("# nothing\n", 100_000), 40)
	case "a text":
		return strings.Replace(good, `vi: "Tên"`, `vi: "`+strings.Repeat("Tên ", 200_000)+`"`, 1)
	}
	t.Fatal(kind)
	return ""
}

// TestAHostileManifestIsRefusedInTime, with the limit it breaks. The figure is what each
// took before there were limits, on two busy processors.
func TestAHostileManifestIsRefusedInTime(t *testing.T) {
	for _, try := range []struct{ kind, says, before string }{
		{"short expressions", "bytes, may have 524288", "15 s"},
		{"long expressions", "bytes, may have 524288", "0.2 s"},
		{"one expression", "bytes, may have 524288", "0.8 s"},
		{"loops in loops", "a list of 1001 entries, may have 300", "69 s"},
		{"regular expressions", "a list of 4001 entries, may have 300", "47 s"},
		{"constants", "bytes, may have 524288", "more than 110 s"},
		{"misspelt", "a list of 4001 entries, may have 300", ""},
		{"fields", "bytes, may have 524288", ""},
		{"kinds", "bytes, may have 524288", ""},
		{"depth", "exceeded max depth", ""},
		{"documents", "bytes, may have 524288", ""},
		{"a text", "bytes, may have 524288", ""},
		{"a shorter text", "a text of 8000 signs, may have 4000", ""},
		{"some loops in loops", "twice", ""},
		{"loop after loop", "expression count exceeds limit of 1500", ""},
		{"some patterns", "regex", ""},
		{"some constants", "twice", ""},
		{"some misspelt", "twice", ""},
	} {
		source := hostile(t, try.kind)
		start := time.Now()
		_, problems := rule.ParseBytes("demo.yaml", []byte(source))
		took := time.Since(start)
		t.Logf("%-20s %8d bytes: %5.2f s, %d problems; before: %s", try.kind, len(source), took.Seconds(), len(problems), try.before)
		if took > bound.Compile+5*time.Second { // the last expression is compiled to its end, and a machine may be busy
			t.Errorf("%s took %s", try.kind, took)
		}
		if !strings.Contains(manifest.Problems(problems).Error(), try.says) {
			t.Errorf("%s: nothing says %q: %.600s", try.kind, try.says, manifest.Problems(problems).Error())
		}
	}
}

// TestOursStayWellInside: the largest manifest there is uses no more than half of any
// bound, and all its expressions compile in a small part of the time.
func TestOursStayWellInside(t *testing.T) {
	core := manifest.Core()
	start := time.Now()
	if problems := rule.Check(core); len(problems) > 0 {
		t.Fatal(manifest.Problems(problems))
	}
	t.Logf("the core's %d kinds compile in %s", len(core.Kinds), time.Since(start))
	if len(core.Source()) > bound.Bytes/2 {
		t.Errorf("the core says %d bytes of %d", len(core.Source()), bound.Bytes)
	}
	if problems := bound.Check("core", core.Source()); len(problems) > 0 {
		t.Error(manifest.Problems(problems))
	}
}
