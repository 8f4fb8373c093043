package schema_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/schema"
)

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	raw, err := schema.JSON()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("module.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("module.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func against(t *testing.T, s *jsonschema.Schema, source []byte) error {
	t.Helper()
	var doc any
	if err := yaml.Unmarshal(source, &doc); err != nil {
		t.Fatal(err)
	}
	return s.Validate(doc)
}

// TestEveryManifestFits: what the server takes, an editor does not call wrong.
func TestEveryManifestFits(t *testing.T) {
	t.Parallel()
	s := compiled(t)
	files := []string{"../base/module.yaml", "../testdata/visit.yaml", "../../coretest/demo/module.yaml", "../../sdk/scaffold/files/module.yaml.tmpl"}
	found, err := filepath.Glob("../../../plugins/*/module.yaml")
	if err != nil || len(found) == 0 {
		t.Fatalf("no modules: %v", err)
	}
	for _, name := range append(files, found...) {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		raw, _, _ = bytes.Cut(raw, []byte("\n---\n"))
		if err := against(t, s, raw); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	whole, err := yaml.Marshal(map[string]any{"api_version": manifest.APIVersion, "id": "all", "version": "1.0.0", "label": map[string]string{"vi": "x", "en": "x"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := against(t, s, whole); err != nil {
		t.Error(err)
	}
}

// TestTypicalMistakesAreSeen: each is one an author makes, and an editor marks.
func TestTypicalMistakesAreSeen(t *testing.T) {
	t.Parallel()
	s := compiled(t)
	raw, err := os.ReadFile("../testdata/visit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	good, _, _ := strings.Cut(string(raw), "\n---\n")
	for _, c := range [][2]string{
		{"api_version: mod/v1", "api_version: mod/v2"}, {"version: 1.0.0", "version: one"}, {"id: demo\n", "id: Demo\n"},
		{"period: held_on\n", "perriod: held_on\n"}, {"name: people, type: int", "name: people, type: integer"}, {"phase: done", "phase: finished"},
		{"kind: count, of", "kind: counts, of"}, {"of: demo.visit", "of: visit"}, {"    title: title\n", ""}, {"label: {vi: \"Tên\", en: \"Title\"}", "label: Tên"},
		{"from: [draft], to: held", "to: held"}, {"reach: own", "reach: mine"}, {"id: 8, name: people", "id: eight, name: people"}, {"unit: working_day", "unit: workday"},
	} {
		source := strings.Replace(good, c[0], c[1], 1)
		if source == good {
			t.Fatalf("the case %q changes nothing", c[0])
		}
		if against(t, s, []byte(source)) == nil {
			t.Errorf("%q passes", c[1])
		}
	}
}

// TestKeysAreExplained: an editor says of every commented key what it is.
func TestKeysAreExplained(t *testing.T) {
	t.Parallel()
	raw, err := schema.JSON()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"date field Hôm nay watches", "CEL, on create", "true = violation", "Transition is a verb that moves a record on."} {
		if !strings.Contains(string(raw), text) {
			t.Errorf("nothing says %q", text)
		}
	}
}

// TestEveryKindOfMeasureFits: the editor takes each that the server does.
func TestEveryKindOfMeasureFits(t *testing.T) {
	t.Parallel()
	s := compiled(t)
	raw, err := os.ReadFile("../testdata/visit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	raw, _, _ = bytes.Cut(raw, []byte("\n---\n"))
	for _, kind := range append(slices.Clone(manifest.MeasureKinds), "median") {
		source := bytes.Replace(raw, []byte("kind: count, of"), []byte("kind: "+kind+", of"), 1)
		if err := against(t, s, source); (err == nil) != (kind != "median") {
			t.Errorf("%s: %v", kind, err)
		}
	}
}
