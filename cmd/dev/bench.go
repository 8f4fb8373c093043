package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
)

// benched are the packages that measure something of the budget (DESIGN §13),
// each case with sub-benchmarks "ours" and, where there is one, "floor" or the
// name of a peer, measured in the same run on the same machine. Records and
// files are measured where people meet them: over HTTP, in web. bench_test
// holds the list against the benchmarks there are.
var benched = []string{"./core/access", "./core/db", "./core/job", "./core/manifest/rule", "./core/module", "./core/web", "./cmd/doanket"}

// bench prints every figure beside its floor. -quick runs each case briefly:
// good to see that it runs, not to quote.
func bench(ctx context.Context, args []string) error {
	long := "3s"
	if slices.Contains(args, "-quick") {
		long = "200ms"
	}
	var raw bytes.Buffer
	var failed error
	for _, p := range benched {
		fmt.Println("·", p)
		err := sh(ctx, io.MultiWriter(&raw, indent{os.Stdout}), "", nil, "go", "test", "-run", "^$", "-bench", ".", "-benchtime", long, "-timeout", "40m", p)
		failed = errors.Join(failed, err)
	}
	fmt.Println("\nSummary (ns/op unless a unit is given)")
	for _, r := range pair(&raw) {
		fmt.Println(r)
	}
	return failed
}

// indent sets a tool's output off from ours.
type indent struct{ w io.Writer }

// Write puts four spaces before the text.
func (i indent) Write(p []byte) (int, error) {
	_, err := fmt.Fprint(i.w, "    ", strings.ReplaceAll(strings.TrimRight(string(p), "\n"), "\n", "\n    "), "\n")
	return len(p), err
}

var result = regexp.MustCompile(`^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+(.*)$`)

// pair lines up the sub-benchmarks of one case.
func pair(raw io.Reader) []string {
	cases, order := map[string][]string{}, []string{}
	for in := bufio.NewScanner(raw); in.Scan(); {
		m := result.FindStringSubmatch(strings.TrimSpace(in.Text()))
		if m == nil {
			continue
		}
		name, who := m[1], "ours"
		if cut := strings.LastIndex(name, "/"); cut > 0 {
			name, who = name[:cut], name[cut+1:]
		}
		if _, known := cases[name]; !known {
			order = append(order, name)
		}
		cases[name] = append(cases[name], who+": "+strings.Join(strings.Fields(m[2]), " "))
	}
	out := make([]string, 0, len(order))
	for _, name := range order {
		out = append(out, fmt.Sprintf("%-34s %s", name, strings.Join(cases[name], "  |  ")))
	}
	return out
}
