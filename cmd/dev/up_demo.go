package main

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/doanket/doanket/cmd/dev/demo"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/installation"
)

// Of each province's communes and their residential areas so many are at work in the demo.
const (
	demoCommunes = 20
	demoAreas    = 4
)

// fillDemo lives a year in every province of tenants/ that the data folder does not
// have yet.
func fillDemo(ctx context.Context, data string, out io.Writer) error {
	folders, err := filepath.Glob("tenants/*/tenant.yaml")
	if err != nil {
		return err
	}
	for n, f := range folders {
		if folders[n], err = filepath.Abs(filepath.Dir(f)); err != nil {
			return err
		}
	}
	home, err := os.Getwd()
	if err != nil {
		return err
	}
	defer func() { _ = os.Chdir(home) }() // the S3 server inside this process goes to its own folder
	here := func(path string) string {
		abs, _ := filepath.Abs(path) // the folder is there
		return abs
	}
	_, err = demo.Fill(ctx, demo.Options{
		Installation: installation.Options{Data: here(data), BaseDomain: "localhost", SyncNormal: true, Log: slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: slog.LevelError})), Modules: here("bin/modules"), Exec: []string{here(binary("bin/doanket")), "module-exec"}},
		Folders:      folders, Plugins: here("plugins"), Today: calendar.Today(time.Now()), Communes: demoCommunes, Areas: demoAreas, Out: out,
	})
	return err
}
