package demo

import (
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest/program"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/manifest"
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
	owed(t, counted.Efforts)
	if again, err := Fill(t.Context(), o); err != nil || len(again.Records) > 0 {
		t.Errorf("filled twice: %+v, %v", again, err)
	}
}

// owed looks whether the year is one: at each commune the Front's office has had a hand in
// a record of every kind its duties ask for, and no kind anybody works on is for nothing.
func owed(t *testing.T, all []Effort) {
	t.Helper()
	kinds, had := map[string]bool{}, map[string]map[string]bool{}
	for _, m := range manifests(t) {
		for i := range m.Kinds {
			if k := &m.Kinds[i]; len(k.Minutes) == 0 && slices.ContainsFunc(slices.Collect(maps.Values(k.Access)), func(a []string) bool { return slices.Contains(a, "create") }) {
				t.Errorf("%s costs no minutes: whoever makes one would seem to do nothing", k.FullName())
			}
		}
		for i := range m.Duties {
			if d := &m.Duties[i]; !d.Off && d.Rhythm != manifest.RhythmBefore && d.Rhythm != "term" && slices.Contains(d.UnitKinds, "front_committee") && (len(d.Places) == 0 || slices.Contains(d.Places, "commune")) {
				kinds[d.Kind] = true
			}
		}
	}
	if len(kinds) < 3 {
		t.Fatalf("a commune's Front owes only %v", kinds)
	}
	for _, e := range all {
		if slices.Contains(frontOffice, e.Role) {
			if had[e.Commune] == nil {
				had[e.Commune] = map[string]bool{}
			}
			for k := range e.Kinds {
				had[e.Commune][k] = true
			}
		}
	}
	if len(had) != 2 {
		t.Errorf("%d of two communes have a Front's office at work", len(had))
	}
	for commune, done := range had {
		for k := range kinds {
			if !done[k] {
				t.Errorf("%s: nobody of the Front's office had a hand in a %s", commune, k)
			}
		}
	}
}
