package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/doanket/doanket/cmd/dev/measure"
)

// benched are the packages that measure something of the budget (DESIGN §13),
// each case with sub-benchmarks "ours" and, where there is one, "floor".
// -packages runs all of them; bench_test holds the list against the
// benchmarks there are.
var benched = []string{"./core/access", "./core/db", "./core/job", "./core/manifest/rule", "./core/module", "./core/overlap", "./core/sheet", "./core/web", "./cmd/doanket"}

// goCase is a Go benchmark that fills a line of the table.
type goCase struct {
	what, pkg, pattern, benchtime, goal string
	units                               []string // of the figures to show
}

var goCases = []goCase{
	{"module decision, 4 KB record", "./core/module", "^BenchmarkDecision$", "2s", "p50 ≤ 200, p99 ≤ 700 µs", []string{"p50-µs", "p99-µs"}},
	{"Check: one question to the gate", "./core/access", "^BenchmarkCheck$", "1s", "≤ 2,000 ns", []string{"ns/op"}},
	{"Scope: all that one may read", "./core/access", "^BenchmarkScope$", "1s", "≤ 10,000 ns", []string{"ns/op"}},
	{"queue drains 100,000 waiting jobs (SQLite)", "./core/job", "^BenchmarkDrain$/^sqlite$/^100000$", "1x", "≥ 1,667 jobs/s, figures ≤ 5,000 ms", []string{"jobs/s", "figures-wait-max-ms"}},
}

// goFigures runs the cases; one that fails says so in its line.
func goFigures(ctx context.Context) (out []measure.Figure, failed []error) {
	for _, c := range goCases {
		raw, err := goBench(ctx, 4*time.Minute, c.pattern, c.benchtime, c.pkg)
		f := measure.Figure{What: c.what, Goal: c.goal}
		for _, r := range measure.ParseGo(bytes.NewReader(raw)) {
			if r.Who == "floor" {
				f.Floor = r.Show(c.units)
			} else {
				f.Ours = r.Show(c.units)
			}
		}
		if err == nil && f.Ours == "" {
			err = fmt.Errorf("%s measured nothing", c.pkg)
		}
		if err != nil {
			f.Ours = "failed"
			failed = append(failed, fmt.Errorf("%s: %w", c.what, err))
		}
		out = append(out, f)
	}
	return out, failed
}

// goBench runs benchmarks of one package; what it logs beside the results is
// shown only when it fails.
func goBench(ctx context.Context, within time.Duration, pattern, benchtime, pkg string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	var out, complaint bytes.Buffer
	c := command(ctx, "", nil, "go", "test", "-run", "^$", "-bench", pattern, "-benchtime", benchtime, "-timeout", within.String(), pkg)
	c.Stdout, c.Stderr = &out, &complaint
	if err := c.Run(); err != nil {
		said := append(out.Bytes(), complaint.Bytes()...)
		return out.Bytes(), fmt.Errorf("go test %s: %w: %s", pkg, err, said[max(0, len(said)-600):])
	}
	return out.Bytes(), nil
}

// allPackages is a figure for every benchmark of the repository.
func allPackages(ctx context.Context) (out []measure.Figure, failed []error) {
	for _, pkg := range benched {
		raw, err := goBench(ctx, 10*time.Minute, ".", "1s", pkg)
		if err != nil {
			failed = append(failed, err)
		}
		at := map[string]int{}
		for _, r := range measure.ParseGo(bytes.NewReader(raw)) {
			i, known := at[r.Name]
			if !known {
				i = len(out)
				at[r.Name], out = i, append(out, measure.Figure{What: strings.TrimPrefix(pkg, "./") + " " + r.Name})
			}
			if r.Who == "floor" {
				out[i].Floor = r.Show(nil)
			} else {
				out[i].Ours = r.Show(nil)
			}
		}
	}
	return out, failed
}
