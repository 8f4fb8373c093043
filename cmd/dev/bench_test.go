package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/cmd/dev/measure"
)

var benchmark = regexp.MustCompile(`(?m)^func Benchmark\w+\(b \*testing\.B\)`)

// A figure nobody prints and a package that measures nothing are both lies.
func TestBenchedIsTrue(t *testing.T) {
	t.Parallel()
	found := map[string]bool{}
	for _, top := range []string{"core", "cmd", "plugins"} {
		err := filepath.WalkDir(filepath.Join("../..", top), func(path string, d os.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, "_test.go") {
				if d != nil && d.Name() == "node_modules" {
					return filepath.SkipDir
				}
				return nil //nolint:nilerr // another task may be making files just now
			}
			raw, err := os.ReadFile(path)
			if err == nil && benchmark.Match(raw) {
				found["./"+filepath.ToSlash(strings.TrimPrefix(filepath.Dir(path), "../../"))] = true
			}
			return nil //nolint:nilerr // as above
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for p := range found {
		if !slices.Contains(benched, p) {
			t.Errorf("%s has benchmarks nobody runs", p)
		}
	}
	for _, p := range benched {
		if !found[p] {
			t.Errorf("%s is listed and measures nothing", p)
		}
	}
}

func TestPlanIsBounded(t *testing.T) {
	t.Parallel()
	for _, wrong := range []string{"-n 5", "-n 9000000", "-per 1ms", "-per 1h", "-minutes -1", "quick", "-quick", "-seed"} {
		if _, err := parsePlan(strings.Fields(wrong)); err == nil {
			t.Errorf("%q is taken", wrong)
		}
	}
	p, err := parsePlan([]string{"-load"})
	if err != nil || !slices.Equal(p.sizes(), []int64{10_000, 100_000, 1_000_000}) || p.minutes != 120 {
		t.Errorf("the million is %+v, %v", p, err)
	}
	if p, err = parsePlan(nil); err != nil || p.minutes != 10 || !slices.Equal(p.sizes(), []int64{20_000}) {
		t.Errorf("without a word: %+v, %v", p, err)
	}
}

// TestBenchRuns measures a tiny province from beginning to end.
func TestBenchRuns(t *testing.T) {
	if os.Getenv("DOANKET_TEST_FULL") == "" {
		t.Skip("with -full only: builds and starts the server")
	}
	t.Chdir("../..")
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute) // builds included
	defer cancel()
	p, err := parsePlan([]string{"-n", "200", "-per", "200ms"})
	if err != nil {
		t.Fatal(err)
	}
	p.built = t.TempDir()
	if bin := os.Getenv("DOANKET_TEST_BIN"); bin != "" { // all but the floor is built in this run
		err = errors.Join(os.Symlink(filepath.Join(bin, "modules"), filepath.Join(p.built, "modules")),
			os.Symlink(filepath.Join(bin, "doanket"), filepath.Join(p.built, "doanket")),
			goBuild(ctx, os.Stdout, filepath.Join(p.built, "floor"), "./cmd/dev/floor"))
	} else {
		err = p.build(ctx, os.Stdout, p.built)
	}
	if err != nil {
		t.Fatal(err)
	}
	figures, err := p.onStore(ctx, newSteps(p.steps()), store{name: "SQLite", folder: filepath.Join(t.TempDir(), "sqlite")})
	if err != nil {
		t.Error(err)
	}
	for _, what := range []string{"seed", "ready after start", "list 30 by deadline", "newest 30", "read one", "board", "find", "create + submit", "queue after creating"} {
		i := slices.IndexFunc(figures, func(f measure.Figure) bool { return strings.Contains(f.What, what) })
		if i < 0 || figures[i].Ours == "" || figures[i].Ours == "failed" {
			t.Errorf("%s is not measured:\n%s", what, measure.Table(figures))
		}
	}
}
