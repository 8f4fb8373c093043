package way_test

import (
	"os"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/way"
)

// TestWhatAStepMakesIsThere: a misspelt kind, state or field of a record that a step
// makes is told where it is written.
func TestWhatAStepMakesIsThere(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../testdata/visit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	own := "demo.visit"
	for _, c := range []struct{ kind, state, field, what string }{
		{own, "draft", "title", ""},
		{"core.meeting", "draft", "title", ""},
		{"another.thing", "anywhere", "anything", ""},
		{own + "s", "draft", "title", `kind "`},
		{own, "drift", "title", `state "drift"`},
		{own, "draft", "titel", `field "titel"`},
		{"core.meeting", "drift", "title", `state "drift"`},
		{"core.meeting", "draft", "titel", `field "titel"`},
	} {
		source := strings.Replace(string(raw), hold, hold+" creates: [{kind: "+c.kind+", state: "+c.state+", fields: {"+c.field+": \"title\"}}],", 1)
		m, problems := manifest.ParseBytes("module.yaml", []byte(source))
		if m == nil || source == string(raw) {
			t.Fatal(manifest.Problems(problems))
		}
		found := append(problems, way.Check(m)...)
		if c.what == "" && len(found) != 0 {
			t.Errorf("%v: %v", c, manifest.Problems(found))
		}
		if c.what != "" && (len(found) != 1 || !strings.Contains(found[0].What, c.what) || found[0].Line == 1) {
			t.Errorf("%v: %v", c, manifest.Problems(found))
		}
	}
}
