package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
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

func TestPairsLineUp(t *testing.T) {
	t.Parallel()
	got := pair(strings.NewReader(`goos: linux
BenchmarkCheck/ours-2         	 1000000	       105.2 ns/op
BenchmarkCheck/floor-2        	    2000	    512345 ns/op	      12 B/op
noise
BenchmarkRule-2               	  900000	      1100 ns/op
`))
	want := []string{"Check", "ours: 105.2 ns/op  |  floor: 512345 ns/op 12 B/op", "Rule", "ours: 1100 ns/op"}
	if len(got) != 2 || !strings.HasPrefix(got[0], want[0]) || !strings.HasSuffix(got[0], want[1]) ||
		!strings.HasPrefix(got[1], want[2]) || !strings.HasSuffix(got[1], want[3]) {
		t.Errorf("got %q", got)
	}
}
