package core_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
)

const clientSource = "web/client/src"

// zones is who may know whom in the client: main → app → features → draw →
// {api, ui}. A feature is a zone of its own and knows no other.
var zones = map[string][]string{
	"main":     {"app", "i18n", "ui"},
	"app":      {"features", "draw", "api", "ui", "i18n"},
	"features": {"draw", "api", "ui", "i18n"},
	"draw":     {"api", "ui", "i18n"},
	"api":      {"i18n"},
	"ui":       {"i18n"},
	"i18n":     {},
	"test":     {"app", "features", "draw", "api", "ui", "i18n"},
}

// screen is a source file of the client.
type screen struct {
	path    string // below src
	text    string
	imports []string // paths below src
}

func (s screen) test() bool { return strings.Contains(s.path, ".test.") }

func TestClientArrowsPointDown(t *testing.T) {
	t.Parallel()
	for _, s := range screens(t) {
		for _, to := range s.imports {
			if s.test() && zoneOf(to) == "test" {
				continue
			}
			if why := refuseZone(zoneOf(s.path), zoneOf(to)); why != "" {
				t.Errorf("%s imports %s: %s", s.path, to, why)
			}
		}
	}
	for _, bent := range [][2]string{{"features/units", "features/records"}, {"draw", "features/units"}, {"api", "ui"}, {"ui", "api"}, {"features/units", "app"}} {
		if refuseZone(bent[0], bent[1]) == "" {
			t.Errorf("the arrow %s → %s must be refused", bent[0], bent[1])
		}
	}
}

func refuseZone(from, to string) string {
	if from == to {
		return ""
	}
	fromFloor, _, _ := strings.Cut(from, "/")
	toFloor, _, _ := strings.Cut(to, "/")
	allowed, known := zones[fromFloor]
	switch {
	case !known:
		return "the zone " + fromFloor + " is not on the map of core/house_client_test.go"
	case fromFloor == "features" && toFloor == "features":
		return "a feature never imports another feature; share through draw"
	case slices.Contains(allowed, toFloor):
		return ""
	}
	return "the arrow " + from + " → " + to + " is not on the map"
}

// zoneOf is the first folder below src; of features, with the feature.
func zoneOf(file string) string {
	parts := strings.Split(file, "/")
	if len(parts) == 1 {
		return strings.TrimSuffix(file, path.Ext(file))
	}
	if parts[0] == "features" {
		return parts[0] + "/" + parts[1]
	}
	return parts[0]
}

func TestClientHasNoCircle(t *testing.T) {
	t.Parallel()
	graph := map[string][]string{}
	for _, s := range screens(t) {
		graph[s.path] = s.imports
	}
	if round := circle(graph); round != nil {
		t.Errorf("a circle of imports: %s", strings.Join(round, " → "))
	}
	if circle(map[string][]string{"a": {"b"}, "b": {"c"}, "c": {"a"}}) == nil {
		t.Error("the test would not see a circle")
	}
}

// circle is one way round through the graph, nil if there is none.
func circle(graph map[string][]string) []string {
	done := map[string]bool{}
	var walk func(at string, way []string) []string
	walk = func(at string, way []string) []string {
		if i := slices.Index(way, at); i >= 0 {
			return append(slices.Clone(way[i:]), at)
		}
		if done[at] {
			return nil
		}
		for _, to := range graph[at] {
			if found := walk(to, append(way, at)); found != nil {
				return found
			}
		}
		done[at] = true
		return nil
	}
	for at := range graph {
		if found := walk(at, nil); found != nil {
			return found
		}
	}
	return nil
}

func TestClientFilesStayShort(t *testing.T) {
	t.Parallel()
	for _, s := range screens(t) {
		if lines := strings.Count(s.text, "\n"); lines > 400 {
			t.Errorf("%s has %d lines, at most 400", s.path, lines)
		}
	}
}

var imported = regexp.MustCompile(`(?m)(?:\bfrom\s+|^import\s+|\bimport\(\s*)'((?:@/|\.)[^']*)'`)

// screens are the hand-written TypeScript files of the client with what they
// import of one another.
func screens(t *testing.T) []screen {
	t.Helper()
	var out []screen
	err := filepath.WalkDir(clientSource, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".ts") && !strings.HasSuffix(p, ".tsx") || strings.HasSuffix(p, ".gen.ts") {
			return err
		}
		raw, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		rel := strings.TrimPrefix(filepath.ToSlash(p), clientSource+"/")
		out = append(out, screen{rel, string(raw), importsOf(t, rel, string(raw))})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func importsOf(t *testing.T, file, text string) []string {
	t.Helper()
	var out []string
	for _, m := range imported.FindAllStringSubmatch(text, -1) {
		to, whole := strings.CutPrefix(m[1], "@/")
		if !whole {
			to = path.Join(path.Dir(file), m[1])
		}
		found := ""
		for _, name := range []string{to, to + ".ts", to + ".tsx", to + "/index.ts"} {
			if info, err := os.Stat(filepath.Join(clientSource, name)); err == nil && !info.IsDir() {
				found = name
				break
			}
		}
		if found == "" {
			t.Errorf("%s imports %s, which is not there", file, m[1])
			continue
		}
		out = append(out, found)
	}
	return out
}

// TestClientDrawsEveryIcon a manifest may name, and no other.
func TestClientDrawsEveryIcon(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(filepath.Join(clientSource, "app/nav.ts"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(raw), "const SIGNS")
	_, rest, _ = strings.Cut(rest, "= {")
	table, _, _ := strings.Cut(rest, "}")
	var drawn []string
	for _, m := range regexp.MustCompile(`'?([a-z-]+)'?: Icon`).FindAllStringSubmatch(table, -1) {
		drawn = append(drawn, m[1])
	}
	slices.Sort(drawn)
	if !slices.Equal(drawn, manifest.Icons()) {
		t.Errorf("the client draws %q, manifests may name %q", drawn, manifest.Icons())
	}
}
