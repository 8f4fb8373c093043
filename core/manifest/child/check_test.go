package child_test

import (
	"os"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/child"
)

// family is what the tests of the waist run on.
func family(t *testing.T, from, to string) []manifest.Problem {
	t.Helper()
	raw, err := os.ReadFile("../../record/testdata/family.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if from != "" && !strings.Contains(string(raw), from) {
		t.Fatalf("%q stands nowhere", from)
	}
	m, problems := manifest.ParseBytes("family.yaml", []byte(strings.Replace(string(raw), from, to, 1)))
	if len(problems) > 0 {
		t.Fatal(manifest.Problems(problems))
	}
	return child.Check(m)
}

// TestAFamilyIsChecked: each mistake is told with what to write instead.
func TestAFamilyIsChecked(t *testing.T) {
	t.Parallel()
	if problems := family(t, "", ""); len(problems) > 0 {
		t.Fatal(manifest.Problems(problems))
	}
	cancel := "from: [assigned], to: cancelled, roles: [officer], reason: true"
	for _, c := range []struct{ from, to, what, fix string }{
		{"parent: plan", "parent: plans", `"plans" does not exist`, "did you mean plan?"},
		{"parent: plan", "parent: title", "names no record of one kind", "type ref"},
		{"    parent: plan\n", "", "do not stand below demo.plan", "write parent: on demo.session"},
		{"kind: demo.session, do: cancel", "kind: demo.sesion, do: cancel", `"demo.sesion" does not exist`, "did you mean demo.session?"},
		{"kind: demo.session, do: cancel", "kind: other.session, do: cancel", "no kind of this module", "its own kinds"},
		{"{kind: demo.session, do: cancel}", "{kind: demo.session}", "nothing reaches the children", "copy:"},
		{"do: cancel", "do: cancle", `"cancle" of demo.session does not exist`, "did you mean cancel?"},
		{"do: cancel", "do: cancel, from: [held]", `"held" of demo.session is out of reach`, "assigned"},
		{"from: [issued], to: cancelled, roles: [approver], reason: true", "from: [issued], to: cancelled, roles: [approver]", "asks for a reason", "reason: true on cancel"},
		{cancel, cancel + ", decide: go", "is decided by Go", "a step of its own"},
		{cancel, cancel + ", not_actor_of: [create]", "had a hand in the record", "a step of its own"},
		{cancel, cancel + ", require: [people]", "requires fields", "a step of its own"},
		{cancel, cancel + `, when: "num(people) == 0"`, "has a condition", "a step of its own"},
		{"from: [held], to: closed", "from: [draft, held], to: closed", "may be incomplete", "a step of its own"},
		{`field: people}`, `field: people, on: [cancel]}`, "a rule of its own", "a step of its own"},
		{"copy: {until: until}", "copy: {untill: until}", `"untill" of demo.session does not exist`, "did you mean until?"},
		{"copy: {until: until}", "copy: {until: untl}", `"untl" does not exist`, "did you mean until?"},
		{"copy: {until: until}", "copy: {until: title}", `"title" of type text`, "type date"},
	} {
		problems := family(t, c.from, c.to)
		if len(problems) == 0 || !strings.Contains(problems[0].What, c.what) || !strings.Contains(problems[0].Fix, c.fix) || problems[0].Line < 2 {
			t.Errorf("%s: %v, want %q and %q", c.to, problems, c.what, c.fix)
		}
	}
}
