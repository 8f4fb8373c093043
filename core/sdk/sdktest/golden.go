package sdktest

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/doanket/doanket/core/sdk"
)

// goldenNow is "today" in golden files that name no day: 24/11/2026, noon in
// Vietnam.
var goldenNow = time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)

// goldenAction is the action section of a golden file.
type goldenAction struct {
	Kind       string         `yaml:"kind"`
	Transition string         `yaml:"transition"`
	From       string         `yaml:"from"`
	ID         string         `yaml:"id"`
	Today      string         `yaml:"today"`
	Related    map[string]any `yaml:"related"`
}

// Goldens runs every file of a folder through the module's decisions. A file
// is a txtar of YAML: "given" are the record's fields, "action" says kind and
// transition, "expect" is the verdict as the core receives it.
func Goldens(t *testing.T, m *sdk.Module, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files in %s: %v", dir, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			golden(t, m, file)
		})
	}
}

func golden(t *testing.T, m *sdk.Module, file string) {
	t.Helper()
	parts := sections(t, file)
	var fields map[string]any
	var action goldenAction
	var want map[string]any
	for name, into := range map[string]any{"given": &fields, "action": &action, "expect": &want} {
		if err := yaml.Unmarshal(parts[name], into); err != nil {
			t.Fatalf("%s, section %s: %v", file, name, err)
		}
	}
	caller := sdk.Caller{CallID: "golden", Province: "demo", Locale: "vi", Purpose: "interactive", Now: goldenNow}
	if action.Today != "" {
		day, err := sdk.ParseDate(action.Today)
		if err != nil {
			t.Fatal(err)
		}
		caller.Now = day.Time().Add(5 * time.Hour)
	}
	item := sdk.Item{ID: action.ID, Kind: action.Kind, Op: sdk.OpTransition, Transition: action.Transition, From: action.From,
		Old: plain(t, fields), New: plain(t, fields), Related: plain(t, action.Related)}
	verdicts, err := m.Evaluate(t.Context(), caller, []sdk.Item{item})
	if err != nil {
		t.Fatal(err)
	}
	got := plain(t, verdicts[0])
	delete(got, "id")
	if expected := plain(t, want); !reflect.DeepEqual(got, expected) {
		shown, _ := yaml.Marshal(got)
		t.Errorf("%s gives\n%s", file, shown)
	}
}

// plain is a value as JSON makes it, so that YAML and Go compare.
func plain(t *testing.T, v any) map[string]any {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]any{}
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// sections reads a txtar file: "-- name --" lines part it.
func sections(t *testing.T, file string) map[string][]byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	out, name := map[string][]byte{}, ""
	for line := range bytes.Lines(data) {
		trimmed := strings.TrimSpace(string(line))
		if inner, ok := strings.CutPrefix(trimmed, "-- "); ok && strings.HasSuffix(inner, " --") {
			name = strings.TrimSuffix(inner, " --")
			continue
		}
		out[name] = append(out[name], line...)
	}
	return out
}
