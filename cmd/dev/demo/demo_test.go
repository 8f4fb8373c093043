package demo

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest/program"
	"github.com/doanket/doanket/core/installation"
)

func TestMain(m *testing.M) { os.Exit(program.Main(m)) }

// TestAYearOfAFewCommunes lives the year with the real modules: no step of any story is
// refused, every kind occurs, and who fills once finds it done the second time.
func TestAYearOfAFewCommunes(t *testing.T) {
	t.Parallel()
	modules, shim := program.Modules(t), []string{program.Server(t), "module-exec"}
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
