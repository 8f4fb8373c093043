package core_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// areas are the task areas decided so far; whatever else stands in plugins/ is
// added to them. "member" is left out: people and organisations have members.
var areas = []string{"awareness", "leadership", "coordination", "renewal", "cadre", "unity", "supervision"}

// spoken are the files of core in which a word of one area would be a leak.
var spoken = []string{".go", ".yaml", ".yml", ".json", ".sql", ".proto", ".conf", ".ts", ".tsx", ".css", ".html", ".js", ".mjs"}

// TestCoreKnowsNoTaskArea greps core, client and tests included, for the
// folders of plugins: whatever belongs to one area lives in its module. The
// stories of client/e2e are told on the whole product, modules and all.
func TestCoreKnowsNoTaskArea(t *testing.T) {
	t.Parallel()
	word := areaWord(t)
	for _, name := range []string{"m_supervision__mission", "Awareness", "/records/cadre.x"} {
		if !word.MatchString(name) {
			t.Errorf("the test would not see the task area in %q", name)
		}
	}
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		p = filepath.ToSlash(p)
		if d.IsDir() {
			if d.Name() == "node_modules" || p == "web/client/dist" || p == "web/client/e2e" {
				return fs.SkipDir
			}
			return nil
		}
		if p == "house_words_test.go" || d.Name() == "package-lock.json" || !slices.Contains(spoken, filepath.Ext(p)) {
			return nil
		}
		raw, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(raw), "\n") {
			if m := word.FindString(line); m != "" {
				t.Errorf("core/%s:%d knows the task area %q", p, i+1, strings.Trim(m, "_"))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// areaWord finds the id of an area as a word, also between underscores.
func areaWord(t *testing.T) *regexp.Regexp {
	t.Helper()
	entries, err := os.ReadDir("../plugins")
	if err != nil {
		t.Fatal(err)
	}
	words := slices.Clone(areas)
	for _, e := range entries {
		if e.IsDir() && e.Name() != "member" && !slices.Contains(words, e.Name()) {
			words = append(words, e.Name())
		}
	}
	return regexp.MustCompile(`(?i)(?:\b|_)(?:` + strings.Join(words, "|") + `)(?:\b|_)`)
}
