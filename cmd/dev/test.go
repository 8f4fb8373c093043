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

	"github.com/doanket/doanket/cmd/dev/lane"
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
		return lane.Run(ctx, os.Stdout, goLane(nil, args), lane.Lane{Name: "client", Steps: clientSteps()})
	}
	s := newSteps(6)
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
	bin, err := filepath.Abs("bin")
	if err != nil {
		return err
	}
	// The stories come last, by themselves: two browsers beside the Go tests would see
	// a slower machine than anybody has, and no check would be done sooner.
	return errors.Join(lane.Run(ctx, os.Stdout, goLane(append(env, "DOANKET_TEST_FULL=1", "DOANKET_TEST_BIN="+bin), args),
		lane.Lane{Name: "client", Steps: append(clientSteps(), lane.Step{Name: "chart", Act: checkChart})},
		lane.Lane{Name: "supply", Steps: []lane.Step{{Name: "known vulnerabilities", Live: true, Act: supply.Known}}}, fuzzLane()),
		stories(ctx, os.Stdout, nil))
}

// compileOneWay has every check compile as the product is compiled: from an empty
// cache each further way would compile all libraries again.
func compileOneWay() error {
	return errors.Join(os.Setenv("CGO_ENABLED", "0"), os.Setenv("GOFLAGS", strings.TrimSpace(os.Getenv("GOFLAGS")+" -trimpath")))
}

// goTest is go test with the bound no package may pass. Vetting has a step of its
// own, and a test binary without tables for a debugger links in half the time.
func goTest(more ...string) []string {
	return append([]string{"test", "-timeout", "20m", "-vet=off", "-ldflags=-s"}, more...)
}

func goLane(env, packages []string) lane.Lane {
	run := func(args ...string) func(context.Context, io.Writer) error {
		return func(ctx context.Context, out io.Writer) error { return sh(ctx, out, "", env, "go", args...) }
	}
	return lane.Lane{Name: "go", Steps: []lane.Step{
		{Name: "gofmt", Act: formatted},
		{Name: "vet", Act: run("vet", "./...")},
		{Name: "staticcheck", Act: run("tool", "staticcheck", "./...")},
		{Name: "licences of what others made", Act: supply.Licences},
		{Name: "tests", Live: true, Act: run(goTest(packages...)...)},
	}}
}

func clientSteps() []lane.Step {
	npm := func(args ...string) func(context.Context, io.Writer) error {
		return func(ctx context.Context, out io.Writer) error { return sh(ctx, out, clientDir, nil, "npm", args...) }
	}
	return []lane.Step{
		{Name: "generated code", Act: func(ctx context.Context, out io.Writer) error {
			return errors.Join(generateModels(true), clientTypes(ctx, out, true))
		}},
		{Name: "lint", Act: npm("run", "lint")},
		{Name: "types", Act: npm("run", "typecheck")},
		{Name: "tests", Live: true, Act: npm("test")},
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
	// Values, then what the rendered chart says of them, or with "!" does not.
	for _, c := range [][]string{{"image.tag=", "!port: operator}]", "!TRUSTED_PROXIES"},
		{"replicas=3,database.existingSecret=db,s3.endpoint=https://s3.example.vn,s3.existingSecret=s3,seal.existingSecret=seal,ingress.enabled=true", "10.0.0.0/8,", "!port: operator}]"},
		{"ingress.namespace=nginx,monitoring.namespace=eyes,trustedProxies={10.2.0.0/16}", "port: operator}]", "name: eyes", "name: nginx", "10.2.0.0/16"}} {
		var rendered strings.Builder
		if err := sh(ctx, io.MultiWriter(out, &rendered), "", nil, "go", "run", helm, "template", "front", chart, "--kube-version", "1.30.0", "--set", c[0]); err != nil {
			return err
		}
		for _, want := range c[1:] {
			if word, not := strings.CutPrefix(want, "!"); strings.Contains(rendered.String(), word) == not {
				return fmt.Errorf("the chart with %s: %s", c[0], want)
			}
		}
	}
	// Production without a master key, three replicas of an embedded database.
	for _, values := range []string{"database.existingSecret=db", "replicas=3"} {
		if err := sh(ctx, io.Discard, "", nil, "go", "run", helm, "template", "front", chart, "--kube-version", "1.30.0", "--set", values); err == nil {
			return fmt.Errorf("the chart with %s must be refused", values)
		}
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
	for _, server := range []struct {
		name, variable string
		start          func(ctx context.Context, out io.Writer, folder string) (at string, stop func(), err error)
	}{{"PostgreSQL", "POSTGRES", startPostgres}, {"MinIO", "S3", startMinio}, {"OpenID Connect provider", "OIDC", providerProgram}} {
		err := s.do(server.name, func(out io.Writer) error {
			at, stopIt, err := server.start(ctx, out, folder)
			if err == nil {
				env, stops = append(env, "DOANKET_TEST_"+server.variable+"="+at), append(stops, stopIt)
			}
			return err
		})
		if err != nil {
			stop()
			return nil, stop, err
		}
	}
	return env, stop, nil
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
