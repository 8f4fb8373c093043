package manifest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
)

// FuzzParse: whatever is given as a manifest, every complaint stands at a line
// of the text and says what to do; what has none means the same when read
// again from its own source.
func FuzzParse(f *testing.F) {
	f.Add(good)
	f.Add(string(manifest.Core().Source()))
	f.Add(good + "\n---\nproblems:\n  late: {vi: \"Muộn\", en: \"Late\"}\n")
	for _, b := range broken {
		f.Add(strings.Replace(good, b.from, b.to, 1))
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, problems := manifest.ParseBytes("module.yaml", []byte(text))
		if m == nil && len(problems) == 0 {
			t.Fatal("neither a manifest nor a problem")
		}
		for _, p := range problems {
			if last := strings.Count(text, "\n") + 1; p.File != "module.yaml" || p.Line < 1 || p.Line > last || p.What == "" || p.Fix == "" {
				t.Errorf("of %d lines: %+v", last, p)
			}
		}
		if len(problems) > 0 {
			return
		}
		again, problems := manifest.ParseBytes("module.yaml", m.Source())
		if len(problems) > 0 || written(t, again) != written(t, m) {
			t.Errorf("read again from its source: %v\n%s\n%s", problems, written(t, m), written(t, again))
		}
	})
}

func written(t *testing.T, m *manifest.Manifest) string {
	t.Helper()
	raw, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
