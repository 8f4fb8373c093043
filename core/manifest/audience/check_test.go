package audience_test

import (
	"os"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/audience"
)

// TestWhatIsKeptToOneSideIsShownNowhere: each place that would show it is told.
func TestWhatIsKeptToOneSideIsShownNowhere(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../testdata/visit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const field, people, form = "name: title, type: text", "name: people, type: int", "name: form, type: enum"
	telling := strings.NewReplacer("kind: count, of: demo.visit", "kind: sum, value: num(people), by: form, of: demo.visit",
		"name: due_on, type: date, read_only: true", "name: due_on, type: date, read_only: true, derived: \"days(held_on, num(people))\"",
		"decide: go, number: true", "number: true, creates: [{kind: core.recommendation, state: draft, fields: {reminders: people, title: \"'people'\"}}]").Replace(string(raw))
	for _, c := range []struct{ from, to, what, fix string }{
		{field, "name: title, audience: own, type: text", "title: shows it", "remove audience: own"},
		{field, "name: title, audience: all, type: text", `audience "all" does not exist`, "own, both"},
		{people, people + ", audience: own", "find similar tells", "leave it out there"},
		{people, people + ", audience: own", "value: of measure visits tells", "leave it out there"},
		{people, people + ", audience: own", "derived: of due_on tells", "leave it out there"},
		{people, people + ", audience: own", "creates: of hold tells", "leave it out there"},
		{form, form + ", audience: own", "by: of measure visits tells", "leave it out there"},
		{"code: minutes,", "code: minutes, audience: each,", `audience "each" does not exist`, "own, both"},
	} {
		m, problems := manifest.ParseBytes("module.yaml", []byte(strings.Replace(telling, c.from, c.to, 1)))
		if m == nil {
			t.Fatal(manifest.Problems(problems))
		}
		found := audience.Check(m)
		if len(found) == 0 || !strings.Contains(manifest.Problems(found).Error(), c.what) || !strings.Contains(found[0].Fix, c.fix) || found[0].Line < 2 {
			t.Errorf("%s: %v, want %q", c.to, found, c.what)
		}
	}
}
