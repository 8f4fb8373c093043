package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/doanket/doanket/cmd/dev/measure"
)

// benchPlan is what one run measures.
type benchPlan struct {
	rows                                               int64
	peer, postgres, load, packages, report, seed, fuzz bool
	data                                               string // folder that keeps the rows, "" for none
	built                                              string // folder of the server, the modules and the floor
	per                                                time.Duration
	minutes                                            int
}

// bench measures the built server over real connections, with the tokens of
// ordinary people, and prints every figure of the budget beside its floor in
// one table. Whatever fails is named under the table, and the rest is measured
// all the same; -minutes after all is built everything ends.
func bench(ctx context.Context, args []string) error {
	p, err := parsePlan(args)
	if err != nil {
		return err
	}
	if p.fuzz {
		return fuzzIsolation(ctx, p.postgres)
	}
	about := measure.Machine(ctx)
	figures, err := p.run(ctx)
	if len(figures) > 0 {
		fmt.Printf("\n%s\n\n%s\n%s\n", about, measure.Table(figures), legend)
	}
	if p.report && len(figures) > 0 {
		err = errors.Join(err, writeReport(p, about, figures))
	}
	return err
}

func parsePlan(args []string) (*benchPlan, error) {
	p := &benchPlan{}
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.Int64Var(&p.rows, "n", 20_000, "recommendations to measure over")
	f.BoolVar(&p.peer, "peer", false, "measure PocketBase with the same rows")
	f.BoolVar(&p.postgres, "postgres", false, "measure on PostgreSQL and MinIO as well")
	f.BoolVar(&p.load, "load", false, "measure at 10 k, 100 k and 1 M rows, 3,000 units and 10,000 people; -n bounds the rows")
	f.BoolVar(&p.packages, "packages", false, "run every Go benchmark of the repository as well")
	f.BoolVar(&p.report, "report", false, "write the table to core/adr/figures")
	f.StringVar(&p.data, "data", "", "folder that keeps the rows for the next run")
	f.BoolVar(&p.fuzz, "fuzz", false, "ask a million times for what another province has, as anybody, within ten minutes, with -postgres on PostgreSQL and MinIO instead of SQLite; nothing is measured")
	f.BoolVar(&p.seed, "seed", false, "only add the rows to the folder of -data")
	f.DurationVar(&p.per, "per", 4*time.Second, "how long each figure is measured")
	f.IntVar(&p.minutes, "minutes", 0, "when everything ends; 0: 10, with -load 120, and 20 more for -packages")
	if err := f.Parse(args); err != nil {
		return nil, err
	}
	given := map[string]bool{}
	f.Visit(func(f *flag.Flag) { given[f.Name] = true })
	if p.load && !given["n"] {
		p.rows = 1_000_000
	}
	if p.minutes == 0 {
		p.minutes = 10
		if p.load {
			p.minutes = 120
		}
		if p.packages {
			p.minutes += 20
		}
	}
	if p.seed && p.data == "" {
		return nil, errors.New("bench: -seed needs -data")
	}
	if p.rows < 100 || p.rows > 5_000_000 || p.per < 100*time.Millisecond || p.per > time.Minute || p.minutes < 1 || f.NArg() > 0 {
		return nil, errors.New("bench: -n 100…5000000, -per 100ms…1m, -minutes from 1, and no other words")
	}
	return p, nil
}

// sizes are the numbers of rows at which everything is measured.
func (p *benchPlan) sizes() []int64 {
	if !p.load {
		return []int64{p.rows}
	}
	var out []int64
	for n := int64(10_000); n < p.rows; n *= 10 {
		out = append(out, n)
	}
	return append(out, p.rows)
}

func (p *benchPlan) run(ctx context.Context) ([]measure.Figure, error) {
	folder, err := os.MkdirTemp("", "doanket-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)                      //nolint:errcheck // a folder of the system's own
	if err := os.Chmod(folder, 0o711); err != nil { // PostgreSQL runs as another user
		return nil, err
	}
	p.built = folder
	data := folder
	if p.data != "" {
		if data, err = filepath.Abs(p.data); err != nil {
			return nil, err
		}
	}
	s := newSteps(p.steps())
	err = s.do("server, modules and floor", func(out io.Writer) error { return p.build(ctx, out, folder) })
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Duration(p.minutes)*time.Minute)
	defer cancel()
	var figures []measure.Figure
	var failed []error
	add := func(more []measure.Figure, errs ...error) {
		figures, failed = append(figures, more...), append(failed, errs...)
	}
	add(p.onStore(ctx, s, store{name: "SQLite", folder: filepath.Join(data, "sqlite"), peer: p.peer}))
	if p.postgres {
		add(p.onRealServers(ctx, s, filepath.Join(data, "postgres")))
	}
	if p.seed {
		return nil, errors.Join(failed...)
	}
	fmt.Printf("[%d/%d] Go benchmarks …\n", s.done+1, s.total)
	s.done++
	more, errs := goFigures(ctx)
	add(more, errs...)
	if p.packages {
		more, errs = allPackages(ctx)
		add(more, errs...)
	}
	return figures, errors.Join(failed...)
}

// build puts what is measured into folder; bin/ stays as it is.
func (p *benchPlan) build(ctx context.Context, out io.Writer, folder string) error {
	return errors.Join(ensureDist(), buildModules(ctx, out, filepath.Join(folder, "modules")),
		goBuild(ctx, out, binary(filepath.Join(folder, "doanket")), "./cmd/doanket"),
		goBuild(ctx, out, binary(filepath.Join(folder, "floor")), "./cmd/dev/floor"),
		sh(ctx, out, "", nil, "go", append([]string{"test", "-run", "^$"}, benched...)...)) // so that no figure waits for a compiler
}

// steps is how many steps the plan has.
func (p *benchPlan) steps() int {
	a := 2 + 2*len(p.sizes()) // apply and start; rows and figures per size
	n := 2 + a
	if p.load {
		n++
	}
	if p.peer {
		n += len(p.sizes())
	}
	if p.postgres {
		n += 2 + a
	}
	if p.postgres && p.load {
		n++
	}
	return n
}

// onRealServers measures on PostgreSQL and MinIO.
func (p *benchPlan) onRealServers(ctx context.Context, s *steps, folder string) ([]measure.Figure, error) {
	env, stop, err := realServers(ctx, s, folder)
	if err != nil {
		return nil, err
	}
	defer stop()
	at := store{name: "PostgreSQL", folder: folder}
	for _, e := range env {
		name, value, _ := strings.Cut(e, "=")
		switch name {
		case "DOANKET_TEST_POSTGRES":
			at.postgres = value
		case "DOANKET_TEST_S3":
			at.env, err = s3Env(value)
		}
	}
	if err != nil {
		return nil, err
	}
	return p.onStore(ctx, s, at)
}
