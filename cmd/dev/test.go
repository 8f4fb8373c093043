package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/doanket/doanket/cmd/dev/supply"
)

// test runs every check there is, in lanes side by side. Without -full: Go on
// SQLite and the embedded S3 server, and the client. With -full the same suites
// also on PostgreSQL and a real MinIO, the chart, the stories in a browser, and
// a minute for every fuzz target.
func test(ctx context.Context, args []string) error {
	full := slices.Contains(args, "-full") || slices.Contains(args, "--full")
	args = slices.DeleteFunc(args, func(a string) bool { return a == "-full" || a == "--full" })
	if len(args) == 0 {
		args = []string{"./..."}
	}
	if err := errors.Join(ensureDist(), compileOneWay()); err != nil {
		return err
	}
	if !full {
		s := newSteps(1)
		if err := s.do("client packages", func(out io.Writer) error { return clientPackages(ctx, out) }); err != nil {
			return err
		}
		return runLanes(ctx, os.Stdout, goLane(nil, args), lane{"client", clientSteps()})
	}
	s := newSteps(5)
	// Before the lanes: the Go tests embed what this writes, and those that build
	// programs find their packages compiled.
	if err := buildClient(ctx, s); err != nil {
		return err
	}
	if err := s.do("server and modules", func(out io.Writer) error { return buildBinaries(ctx, out) }); err != nil {
		return err
	}
	env, stop, err := realServers(ctx, s, "")
	if err != nil {
		return err
	}
	defer stop()
	return runLanes(ctx, os.Stdout, goLane(append(env, "DOANKET_TEST_FULL=1"), args), lane{"client", append(clientSteps(),
		step{"chart", false, checkChart},
		step{"stories in the browser", true, func(ctx context.Context, out io.Writer) error { return stories(ctx, out, nil) }})},
		lane{"supply", []step{{"known vulnerabilities", true, supply.Known}}}, fuzzLane())
}

// compileOneWay has every check compile as the product is compiled: from an empty
// cache each further way would compile all libraries again.
func compileOneWay() error {
	return errors.Join(os.Setenv("CGO_ENABLED", "0"), os.Setenv("GOFLAGS", strings.TrimSpace(os.Getenv("GOFLAGS")+" -trimpath")))
}

// goTest is go test with the bound no package may pass.
func goTest(more ...string) []string { return append([]string{"test", "-timeout", "15m"}, more...) }

func goLane(env, packages []string) lane {
	run := func(args ...string) func(context.Context, io.Writer) error {
		return func(ctx context.Context, out io.Writer) error { return sh(ctx, out, "", env, "go", args...) }
	}
	return lane{"go", []step{
		{"gofmt", false, formatted},
		{"vet", false, run("vet", "./...")},
		{"staticcheck", false, run("tool", "staticcheck", "./...")},
		{"licences of what others made", false, supply.Licences},
		{"tests", true, run(goTest(packages...)...)},
	}}
}

func clientSteps() []step {
	npm := func(args ...string) func(context.Context, io.Writer) error {
		return func(ctx context.Context, out io.Writer) error { return sh(ctx, out, clientDir, nil, "npm", args...) }
	}
	return []step{
		{"generated code", false, func(ctx context.Context, out io.Writer) error {
			return errors.Join(generateModels(true), clientTypes(ctx, out, true))
		}},
		{"lint", false, npm("run", "lint")},
		{"types", false, npm("run", "typecheck")},
		{"tests", true, npm("test")},
	}
}

// helm renders the chart; it is built from source, outside the repository.
const helm = "helm.sh/helm/v3/cmd/helm@v3.22.0"

// checkChart lints the chart and renders it embedded, in production, and with
// a mistake it must refuse.
func checkChart(ctx context.Context, out io.Writer) error {
	const chart = "charts/doanket"
	if err := sh(ctx, out, "", nil, "go", "run", helm, "lint", "--strict", chart); err != nil {
		return err
	}
	production := []string{"--set", "replicas=3,database.existingSecret=db,s3.endpoint=https://s3.example.vn,s3.existingSecret=s3,seal.existingSecret=seal,ingress.enabled=true"}
	for _, values := range [][]string{nil, production} {
		if err := sh(ctx, out, "", nil, "go", append([]string{"run", helm, "template", "front", chart, "--kube-version", "1.30.0"}, values...)...); err != nil {
			return err
		}
	}
	if err := sh(ctx, io.Discard, "", nil, "go", "run", helm, "template", "front", chart, "--kube-version", "1.30.0", "--set", "database.existingSecret=db"); err == nil {
		return errors.New("production without a master key of sealed fields must be refused")
	}
	if err := sh(ctx, io.Discard, "", nil, "go", "run", helm, "template", "front", chart, "--kube-version", "1.30.0", "--set", "replicas=3"); err == nil {
		return errors.New("three replicas on an embedded database must be refused")
	}
	return nil
}

// realServers starts what -full adds and tells the tests where it is.
func realServers(ctx context.Context, s *steps, folder string) (env []string, stop func(), err error) {
	var stops []func()
	stop = func() {
		for _, f := range stops {
			f()
		}
	}
	err = s.do("PostgreSQL", func(out io.Writer) error {
		url, stopIt, err := startPostgres(ctx, out, folder)
		if err == nil {
			env, stops = append(env, "DOANKET_TEST_POSTGRES="+url), append(stops, stopIt)
		}
		return err
	})
	if err == nil {
		err = s.do("MinIO", func(out io.Writer) error {
			url, stopIt, err := startMinio(ctx, out, folder)
			if err == nil {
				env, stops = append(env, "DOANKET_TEST_S3="+url), append(stops, stopIt)
			}
			return err
		})
	}
	if err != nil {
		stop()
	}
	return env, stop, err
}

// formatted fails with the names of files gofmt would change.
func formatted(ctx context.Context, out io.Writer) error {
	var b strings.Builder
	if err := sh(ctx, io.MultiWriter(out, &b), "", nil, "gofmt", "-l", "core", "cmd", "plugins"); err != nil {
		return err
	}
	if b.Len() > 0 {
		return fmt.Errorf("gofmt would change files")
	}
	return nil
}

// ensureDist keeps the embed of the client valid before its first build.
func ensureDist() error {
	dist := filepath.Join(clientDir, "dist")
	if err := os.MkdirAll(dist, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dist, ".gitkeep"), nil, 0o644)
}
