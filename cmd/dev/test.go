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
)

// test runs every check there is. Without -full: Go on SQLite and the embedded
// S3 server, and the client. With -full the same suites also on PostgreSQL and
// a real MinIO, then the stories in a browser.
func test(ctx context.Context, args []string) error {
	full := slices.Contains(args, "-full") || slices.Contains(args, "--full")
	args = slices.DeleteFunc(args, func(a string) bool { return a == "-full" || a == "--full" })
	if len(args) == 0 {
		args = []string{"./..."}
	}
	total := 8
	if full {
		total = 13
	}
	s := newSteps(total)
	if err := checkSource(ctx, s); err != nil {
		return err
	}
	if err := checkClient(ctx, s); err != nil {
		return err
	}
	var env []string
	if full {
		more, stop, err := realServers(ctx, s)
		if err != nil {
			return err
		}
		defer stop()
		env = append(more, "DOANKET_TEST_FULL=1")
	}
	goTest := append([]string{"test", "-timeout", "30m"}, args...)
	if err := s.show("Go tests", func(out io.Writer) error { return sh(ctx, out, "", env, "go", goTest...) }); err != nil {
		return err
	}
	if !full {
		return nil
	}
	if err := s.do("chart", func(out io.Writer) error { return checkChart(ctx, out) }); err != nil {
		return err
	}
	if err := s.do("build", func(out io.Writer) error { return buildAll(ctx, out) }); err != nil {
		return err
	}
	return s.show("stories in the browser", func(out io.Writer) error { return stories(ctx, out, nil) })
}

func checkSource(ctx context.Context, s *steps) error {
	if err := s.do("gofmt", func(out io.Writer) error { return formatted(ctx, out) }); err != nil {
		return err
	}
	if err := ensureDist(); err != nil {
		return err
	}
	if err := s.do("go vet", func(out io.Writer) error { return sh(ctx, out, "", nil, "go", "vet", "./...") }); err != nil {
		return err
	}
	return s.do("staticcheck", func(out io.Writer) error {
		return sh(ctx, out, "", nil, "go", "tool", "staticcheck", "./...")
	})
}

func checkClient(ctx context.Context, s *steps) error {
	if err := s.do("client packages", func(out io.Writer) error { return clientPackages(ctx, out) }); err != nil {
		return err
	}
	if err := s.do("generated code", func(out io.Writer) error { return errors.Join(generateModels(true), clientTypes(ctx, out, true)) }); err != nil {
		return err
	}
	if err := s.do("client lint and types", func(out io.Writer) error {
		return errors.Join(sh(ctx, out, clientDir, nil, "npm", "run", "lint"), sh(ctx, out, clientDir, nil, "npm", "run", "typecheck"))
	}); err != nil {
		return err
	}
	return s.show("client tests", func(out io.Writer) error { return sh(ctx, out, clientDir, nil, "npm", "test") })
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
	production := []string{"--set", "replicas=3,database.existingSecret=db,s3.endpoint=https://s3.example.vn,s3.existingSecret=s3,ingress.enabled=true"}
	for _, values := range [][]string{nil, production} {
		if err := sh(ctx, out, "", nil, "go", append([]string{"run", helm, "template", "front", chart, "--kube-version", "1.30.0"}, values...)...); err != nil {
			return err
		}
	}
	if err := sh(ctx, io.Discard, "", nil, "go", "run", helm, "template", "front", chart, "--kube-version", "1.30.0", "--set", "replicas=3"); err == nil {
		return errors.New("three replicas on an embedded database must be refused")
	}
	return nil
}

// realServers starts what -full adds and tells the tests where it is.
func realServers(ctx context.Context, s *steps) (env []string, stop func(), err error) {
	var stops []func()
	stop = func() {
		for _, f := range stops {
			f()
		}
	}
	err = s.do("PostgreSQL", func(out io.Writer) error {
		url, stopIt, err := startPostgres(ctx, out)
		if err == nil {
			env, stops = append(env, "DOANKET_TEST_POSTGRES="+url), append(stops, stopIt)
		}
		return err
	})
	if err == nil {
		err = s.do("MinIO", func(out io.Writer) error {
			url, stopIt, err := startMinio(ctx, out)
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
