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
	total := 7
	if full {
		total = 11
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
		env = more
	}
	goTest := append([]string{"test", "-timeout", "30m"}, args...)
	if err := s.show("Go tests", func(out io.Writer) error { return sh(ctx, out, "", env, "go", goTest...) }); err != nil {
		return err
	}
	if !full {
		return nil
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
	if err := s.do("client lint and types", func(out io.Writer) error {
		return errors.Join(sh(ctx, out, clientDir, nil, "npm", "run", "lint"), sh(ctx, out, clientDir, nil, "npm", "run", "typecheck"))
	}); err != nil {
		return err
	}
	return s.show("client tests", func(out io.Writer) error { return sh(ctx, out, clientDir, nil, "npm", "test") })
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
