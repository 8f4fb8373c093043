package demo

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/installation"
)

// Of each province's communes and their residential areas so many are at work.
const (
	communes = 20
	areas    = 4
)

// FillHere lives a year in every province of the repository's tenants/ that the data
// folder does not have yet, up to today, with the server that was built; out is told
// what the year came to.
func FillHere(ctx context.Context, data, server string, out io.Writer) error {
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
	_, err = Fill(ctx, Options{
		Installation: installation.Options{Data: here(data), BaseDomain: "localhost", SyncNormal: true, Log: slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: slog.LevelError})), Modules: here("bin/modules"), Exec: []string{here(server), "module-exec"}},
		Folders:      folders, Plugins: here("plugins"), Today: calendar.Today(time.Now()), Communes: communes, Areas: areas, Out: out,
	})
	return err
}
