package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"

	"github.com/doanket/doanket/cmd/dev/supply"
)

// licencesTask prints what comes from others and under which licence.
func licencesTask(ctx context.Context, _ []string) error { return licences(ctx, os.Stdout) }

// licences fails with the names of packages we may not build from.
func licences(ctx context.Context, out io.Writer) error {
	modules, err := supply.GoModules(ctx, "", "./...")
	if err != nil {
		return err
	}
	packages, err := supply.NPM(filepath.Join(clientDir, "package-lock.json"))
	if err != nil {
		return err
	}
	report, err := supply.Report(append(modules, packages...))
	return errors.Join(err, second(io.WriteString(out, report)))
}

func second(_ int, err error) error { return err }

// vulnerabilities fails with each known one that our code reaches. Without the
// database it looks at nothing, and says so as skipped, not as passed.
func vulnerabilities(ctx context.Context, out io.Writer) error {
	folder, version, err := supply.Database(ctx)
	if err != nil {
		return fmt.Errorf("%w: %w", errSkipped, err)
	}
	release, err := imageGo()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "by the database of %s, built with Go %s as the image is\n", version, release)
	found, err := supply.Vulnerabilities(ctx, "", folder, release, "./...")
	return errors.Join(err, supply.Found(found))
}

// goOfImage finds the release of Go the image is built with.
var goOfImage = regexp.MustCompile(`(?m)^FROM golang:([0-9]+\.[0-9]+\.[0-9]+)-`)

func imageGo() (string, error) {
	raw, err := os.ReadFile("Dockerfile")
	if err != nil {
		return "", err
	}
	m := goOfImage.FindSubmatch(raw)
	if m == nil {
		return "", errors.New("the Dockerfile names no release of Go, 1.26.11 or so: what it is built with would be luck")
	}
	return string(m[1]), nil
}
