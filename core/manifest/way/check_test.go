package way_test

import (
	"os"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/way"
)

const hold = "{name: hold, label: {vi: \"Ghi nhận\", en: \"Hold\"}, from: [draft], to: held,"

// stay is a step that leaves the record where it is, before the one that holds it.
const stay = "{name: note, label: {vi: \"Ghi chú\", en: \"Note\"}, from: [draft], to: same, roles: [officer]}\n        - "

// TestWaysOfStates: what no way leads to or out of is refused with its line and what
// to do; a step that stays is no way out.
func TestWaysOfStates(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../testdata/visit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	check := func(from, to string) ([]manifest.Problem, string) {
		source := strings.Replace(string(raw), from, to, 1)
		if source == string(raw) {
			t.Fatalf("the case %q changes nothing", from)
		}
		m, problems := manifest.ParseBytes("module.yaml", []byte(source))
		if m == nil {
			t.Fatal(manifest.Problems(problems))
		}
		return append(problems, way.Check(m)...), source
	}
	for _, c := range []struct{ from, to, what, fix string }{
		{"phase: done", "phase: active, edit: [], attach: []", "no transition leaves", "cancelled"},
		{"from: [draft], to: held", "from: [held], to: held", "no transition leads", "add a transition"},
		{"from: [draft], to: held", "from: [draft], to: same", "no transition leads", "add a transition"},
		{"from: [draft], to: held", "from: [draft], to: same", "no transition leaves", "add one"},
		{"{id: held, phase", "{id: same, phase", `cannot be called "same"`, "another id"},
	} {
		problems, source := check(c.from, c.to)
		there := false
		for _, p := range problems {
			line := strings.Split(source, "\n")[p.Line-1]
			there = there || strings.Contains(p.What, c.what) && strings.Contains(p.Fix, c.fix) && strings.Contains(line, "id:")
		}
		if !there {
			t.Errorf("%s: %v, want %q and %q", c.to, manifest.Problems(problems), c.what, c.fix)
		}
	}
	if problems, _ := check("{id: held, phase", "{id: same, phase"); problems[0].What != `a state cannot be called "same"` {
		t.Errorf("what follows from a state called same is told before it: %v", manifest.Problems(problems))
	}
	if problems, _ := check(hold, stay+hold); len(problems) > 0 {
		t.Errorf("a step that stays: %v", manifest.Problems(problems))
	}
}

// TestTakenBack: a step is undone by one that leads back, and by no other.
func TestTakenBack(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../testdata/visit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const back = "{name: release, label: {vi: \"Rút lại\", en: \"Release\"}, from: [held], to: draft, roles: [officer]"
	const more = " decide: go, number: true, deliver: to_unit,"
	plain := strings.Replace(string(raw), more, "", 1)
	for _, c := range []struct{ hold, back, what string }{
		{"undone_by: release,", "", ""},
		{"undone_by: releese,", "", "release"},
		{"undone_by: hold,", "", "does not take"},
		{"undone_by: release," + more, "", "does more than move the record"},
		{"undone_by: release,", ", fields: [title]", "does more than take it back"},
		{"undone_by: release,", ", tone: danger", "does more than take it back"},
	} {
		source := strings.Replace(plain, hold, hold+" "+c.hold, 1)
		source = strings.Replace(source, "        - "+hold, "        - "+back+c.back+"}\n        - "+hold, 1)
		m, problems := manifest.ParseBytes("module.yaml", []byte(source))
		if m == nil {
			t.Fatal(manifest.Problems(problems))
		}
		told := ""
		for _, p := range way.Check(m) {
			told += p.What + p.Fix
		}
		if c.what == "" && told != "" || !strings.Contains(told, c.what) {
			t.Errorf("%s %s: %q, want %q", c.hold, c.back, told, c.what)
		}
	}
}
