package sdktest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
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

// golden is one file: given, action, expected verdict.
type golden struct {
	file   string
	fields map[string]any
	action goldenAction
	want   map[string]any
}

// goldenAction is the action section of a golden file.
type goldenAction struct {
	Kind       string         `yaml:"kind"`
	Transition string         `yaml:"transition"`
	From       string         `yaml:"from"`
	ID         string         `yaml:"id"`
	Today      string         `yaml:"today"`
	Unit       string         `yaml:"unit"` // the caller acts for
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
			g, err := readGolden(file)
			if err != nil {
				t.Fatal(err)
			}
			v, err := g.ask(t.Context(), m)
			if err != nil {
				t.Fatal(err)
			}
			if got := plain(v); !g.expects(got) {
				shown, _ := yaml.Marshal(got)
				t.Errorf("%s gives\n%s", file, shown)
			}
		})
	}
}

func readGolden(file string) (*golden, error) {
	parts, err := sections(file)
	if err != nil {
		return nil, err
	}
	g := &golden{file: file}
	for name, into := range map[string]any{"given": &g.fields, "action": &g.action, "expect": &g.want} {
		if err := yaml.Unmarshal(parts[name], into); err != nil {
			return nil, fmt.Errorf("%s, section %s: %w", file, name, err)
		}
	}
	return g, nil
}

// ask puts the file's question to the module.
func (g *golden) ask(ctx context.Context, m *sdk.Module) (sdk.Verdict, error) {
	caller := sdk.Caller{CallID: "golden", Province: "demo", Locale: "vi", UnitID: g.action.Unit, Purpose: "interactive", Now: goldenNow}
	if g.action.Today != "" {
		day, err := sdk.ParseDate(g.action.Today)
		if err != nil {
			return sdk.Verdict{}, err
		}
		caller.Now = day.Start().Add(12 * time.Hour)
	}
	item := sdk.Item{ID: g.action.ID, Kind: g.action.Kind, Op: sdk.OpTransition, Transition: g.action.Transition, From: g.action.From,
		Old: plain(g.fields), New: plain(g.fields), Related: plain(g.action.Related)}
	verdicts, err := m.Evaluate(ctx, caller, []sdk.Item{item})
	if err != nil {
		return sdk.Verdict{}, err
	}
	return verdicts[0], nil
}

// expects compares a verdict with the file's, whatever the record's id.
func (g *golden) expects(got map[string]any) bool {
	delete(got, "id")
	return reflect.DeepEqual(got, plain(g.want))
}

// plain is a value as JSON makes it, so that YAML and Go compare; what is no
// object comes out empty.
func plain(v any) map[string]any {
	out := map[string]any{}
	if raw, err := json.Marshal(v); err == nil {
		_ = json.Unmarshal(raw, &out)
	}
	return out
}

// sections reads a txtar file: "-- name --" lines part it.
func sections(file string) (map[string][]byte, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read golden: %w", err)
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
	return out, nil
}
