package rule_test

import (
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
)

func TestClocks(t *testing.T) {
	t.Parallel()
	in := rule.Input{Fields: map[string]any{"held_on": "2026-08-20", "urgent": true}, State: "planned", Today: date(t, "2026-08-21")}
	for _, c := range []struct {
		when, met string
		runs, is  bool
		on        string
	}{
		{"", "", true, false, ""},
		{"state == 'planned'", "held_on", true, true, "2026-08-20"},
		{"state == 'closed'", "due_on", false, false, ""},
		{"", "urgent", true, true, ""},
		{"", "state == 'closed' ? held_on : ''", true, false, ""},
	} {
		k := visit()
		k.Deadlines = []manifest.Deadline{{Code: "D", Field: "due_on", From: "held_on", When: c.when, Met: c.met}}
		set, err := rule.Compile(k)
		if err != nil {
			t.Fatal(err)
		}
		got, err := set.Clocks(in)
		if err != nil || len(got) != 1 || got[0].Runs != c.runs || got[0].Met != c.is || got[0].MetOn.String() != c.on || got[0].Asked != (c.met != "") {
			t.Errorf("%+v: got %+v, %v", c, got, err)
		}
	}
}

func TestClocksThatDoNotCompile(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ when, met, want string }{
		{"held_on", "", "make it give bool"},
		{"", "invited", "make it give string or bool"},
		{"", "heldon", "undeclared reference"},
		{"state == 'gone'", "", "gone"},
	} {
		k := visit()
		k.Deadlines = []manifest.Deadline{{Code: "D", Field: "due_on", From: "held_on", When: c.when, Met: c.met}}
		_, err := rule.Compile(k)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: got %v", c, err)
		}
	}
}
