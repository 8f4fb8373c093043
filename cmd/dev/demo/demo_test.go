package demo

import (
	"context"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/module"
	"github.com/doanket/doanket/core/module/cell"
)

// TestMain is also the shim that module processes start through.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "module-exec" {
		cell.Exec(os.Args[2:]) // becomes the module or ends the process
	}
	os.Exit(m.Run())
}

// TestAYearOfAFewCommunes lives the year with the real modules: no step of any story is
// refused, every kind occurs, and who fills once finds it done the second time.
func TestAYearOfAFewCommunes(t *testing.T) {
	t.Parallel()
	modules, shim := built(t)
	today, err := calendar.ParseDate("2026-11-27")
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	o := Options{
		Installation: installation.Options{Data: t.TempDir(), BaseDomain: "localhost", SyncNormal: true, Modules: modules, Exec: shim,
			Log: slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelError}))},
		Folders: []string{filepath.Join(here, "../../../tenants/ha-tinh")}, Plugins: filepath.Join(here, "../../../plugins"), Today: today, Communes: 2, Areas: 2, Out: &said,
	}
	counted, err := Fill(t.Context(), o)
	if err != nil {
		t.Fatalf("%v\n%s", err, said.String())
	}
	for name := range declared(t) {
		if counted.Records[name] == 0 {
			t.Errorf("no %s occurs", name)
		}
	}
	for _, e := range counted.Efforts {
		t.Logf("%-8s %-20s %4d records %6.1f minutes", e.Commune, e.Role, e.Records, e.Minutes)
	}
	if most := FrontOffice(counted.Efforts); most == 0 || most > 600 {
		t.Errorf("the year took the Front office of a commune %.0f minutes, at most ten hours", most)
	}
	if again, err := Fill(t.Context(), o); err != nil || len(again.Records) > 0 {
		t.Errorf("filled twice: %+v, %v", again, err)
	}
}

// built are the modules of plugins/, and how they start.
func built(t *testing.T) (modules string, shim []string) {
	t.Helper()
	modules = t.TempDir()
	areas, err := filepath.Glob(filepath.Join(here, "../../../plugins/*/module.yaml"))
	if err != nil || len(areas) == 0 {
		t.Fatalf("no modules: %v", err)
	}
	bounded, stop := context.WithTimeout(t.Context(), 3*wait.Bound)
	defer stop()
	for _, a := range areas {
		area := filepath.Base(filepath.Dir(a))
		c := exec.CommandContext(bounded, "go", "build", "-o", filepath.Join(modules, area), ".")
		c.Dir = filepath.Dir(a)
		c.Env = append(os.Environ(), "CGO_ENABLED=0", "PWD="+c.Dir)
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("build %s: %v\n%s", area, err, out)
		}
	}
	me, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	shim = []string{me, "module-exec"}
	if err := module.WriteCatalog(modules, shim); err != nil {
		t.Fatal(err)
	}
	return modules, shim
}
