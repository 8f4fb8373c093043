package manifest_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/doanket/doanket/core/manifest"
)

// apart is the good manifest with its kind in a file of its own.
func apart(t *testing.T) fstest.MapFS {
	t.Helper()
	module, labels, _ := strings.Cut(good, "---\n")
	head, rest, _ := strings.Cut(module, "kinds:\n")
	kind, tail, found := strings.Cut(rest, "measures:\n")
	if !found {
		t.Fatal("the good manifest is not as this test knows it")
	}
	kind = strings.ReplaceAll(strings.Replace(kind, "  - ", "    ", 1), "\n    ", "\n")
	return fstest.MapFS{"module.yaml": {Data: []byte(head + "measures:\n" + tail)}, "labels.yaml": {Data: []byte(labels)},
		"kinds/visit.yaml": {Data: []byte(strings.TrimPrefix(kind, "    "))}}
}

// A kind may have a file of its own; its faults name that file, and the
// manifest's source holds it.
func TestKindInItsOwnFile(t *testing.T) {
	t.Parallel()
	m, problems := manifest.Parse(apart(t))
	if len(problems) > 0 {
		t.Fatal(manifest.Problems(problems))
	}
	again, problems := manifest.ParseBytes("visit.yaml", m.Source())
	if len(problems) > 0 || again.Kind("demo.visit") == nil || len(again.Kind("demo.visit").Fields) != len(m.Kind("visit").Fields) {
		t.Errorf("its source does not parse: %v", manifest.Problems(problems))
	}
	files := apart(t)
	files["kinds/visit.yaml"].Data = []byte(strings.Replace(string(files["kinds/visit.yaml"].Data), "phase: done", "phase: finished", 1))
	_, problems = manifest.Parse(files)
	if len(problems) == 0 || problems[0].File != "kinds/visit.yaml" || !strings.Contains(strings.Split(string(files["kinds/visit.yaml"].Data), "\n")[problems[0].Line-1], "finished") {
		t.Errorf("got %v", manifest.Problems(problems))
	}
}

func TestSecondDocumentIsRefused(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"module.yaml": {Data: []byte(good)}}
	m, problems := manifest.Parse(files)
	if m != nil || len(problems) != 1 || !strings.Contains(problems[0].What, "second document") {
		t.Errorf("got %v", manifest.Problems(problems))
	}
}
