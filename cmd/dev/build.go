package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/doanket/doanket/core/module"
)

const clientDir = "core/web/client"

// build makes bin/doanket with the client inside and bin/modules with one
// executable a task area and the catalogue that pins their checksums.
func build(ctx context.Context) error {
	s := newSteps(4)
	if err := buildClient(ctx, s); err != nil {
		return err
	}
	return buildServer(ctx, s)
}

// buildTask is build; --server-only leaves the client as it stands, for the
// container image that built it in another step.
func buildTask(ctx context.Context, args []string) error {
	if slices.Contains(args, "--server-only") {
		return buildServer(ctx, newSteps(2))
	}
	return build(ctx)
}

func buildClient(ctx context.Context, s *steps) error {
	if err := s.do("client packages", func(out io.Writer) error { return clientPackages(ctx, out) }); err != nil {
		return err
	}
	return s.do("client", func(out io.Writer) error { return sh(ctx, out, clientDir, nil, "npm", "run", "build") })
}

func buildServer(ctx context.Context, s *steps) error {
	if err := s.do("modules", func(out io.Writer) error { return buildModules(ctx, out, "bin/modules") }); err != nil {
		return err
	}
	return s.do("server", func(out io.Writer) error { return goBuild(ctx, out, binary("bin/doanket"), "./cmd/doanket") })
}

func goBuild(ctx context.Context, out io.Writer, target, pkg string) error {
	return sh(ctx, out, "", []string{"CGO_ENABLED=0"}, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", target, pkg)
}

func buildModules(ctx context.Context, out io.Writer, dir string) error {
	areas, err := os.ReadDir("plugins")
	if errors.Is(err, os.ErrNotExist) {
		return errors.New("no plugins folder")
	}
	if err != nil {
		return err
	}
	for _, a := range areas {
		if !a.IsDir() {
			continue
		}
		if err := goBuild(ctx, out, binary(filepath.Join(dir, a.Name())), "./plugins/"+a.Name()); err != nil {
			return err
		}
	}
	return module.WriteCatalog(dir, nil)
}

// clientPackages installs what package-lock.json names, once per lock.
func clientPackages(ctx context.Context, out io.Writer) error {
	lock, err := os.ReadFile(filepath.Join(clientDir, "package-lock.json"))
	if err != nil {
		return err
	}
	sum := sha256.Sum256(lock)
	mark := filepath.Join(clientDir, "node_modules", ".installed")
	if have, _ := os.ReadFile(mark); string(have) == hex.EncodeToString(sum[:]) {
		return nil
	}
	if err := sh(ctx, out, clientDir, nil, "npm", "ci", "--no-audit", "--no-fund"); err != nil {
		return err
	}
	return os.WriteFile(mark, []byte(hex.EncodeToString(sum[:])), 0o600)
}

func binary(path string) string {
	if runtime.GOOS == "windows" {
		return path + ".exe"
	}
	return path
}
