package example_test

import (
	"os"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/example"
)

func TestExamplesNoRecordCouldHold(t *testing.T) {
	t.Parallel()
	visit, err := os.ReadFile("../testdata/visit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ example, want string }{
		{`{title: "Thăm thôn Đông"}`, ""},
		{`{held_on: "2026-03-10"}`, `it has no "title"`},
		{`{title: a, held_on: "10/3"}`, "none of type date"},
		{`{title: 3}`, "none of type text"},
		{`{title: a, stranger: 1}`, `field "stranger" does not exist`},
	} {
		m, problems := manifest.ParseBytes("module.yaml", []byte(strings.Replace(string(visit), "    title: title\n", "    title: title\n    example: "+c.example+"\n", 1)))
		if m == nil || len(problems) > 0 {
			t.Fatalf("%s: %v", c.example, problems)
		}
		said := ""
		for _, p := range example.Check(m) {
			said += p.What
		}
		if c.want == "" && said != "" || !strings.Contains(said, c.want) {
			t.Errorf("%s: %q, want %q", c.example, said, c.want)
		}
	}
}

// TestEveryKindPeopleMakeHasAnExample: of the kinds the core shares; those of the areas
// are asked by the suite every module passes.
func TestEveryKindPeopleMakeHasAnExample(t *testing.T) {
	t.Parallel()
	if problems := example.Check(manifest.Core()); len(problems) > 0 {
		t.Error(problems)
	}
}
