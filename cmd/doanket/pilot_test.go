package main_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/module"
)

// TestAPilotOnTheCommandLine: what a pilot would mean is said without being done; then
// the list names the units that try it, and enabling without units ends it.
func TestAPilotOnTheCommandLine(t *testing.T) {
	t.Parallel()
	p := newBareProduct(t)
	p.modules = filepath.Join(t.TempDir(), "modules")
	build(t, filepath.Join(p.modules, "cadre"), "../../plugins/cadre")
	if err := module.WriteCatalog(p.modules, []string{p.binary, "module-exec"}); err != nil {
		t.Fatal(err)
	}
	state := func() (out struct {
		Enabled bool
		Pilot   []string
	}) {
		t.Helper()
		list := []*struct {
			Enabled bool
			Pilot   []string
		}{}
		if err := json.Unmarshal([]byte(p.run("module", "list", "--json", "--tenant", "mau")), &list); err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		return *list[0]
	}
	said := p.run("module", "enable", "cadre", "--tenant", "mau", "--pilot", "T", "--dry-run")
	if !strings.Contains(said, "figure cadre.courses_held: none -> part") || state().Enabled {
		t.Errorf("a trial of the act: %s, then %+v", said, state())
	}
	p.run("module", "enable", "cadre", "--tenant", "mau", "--pilot", "T")
	if s := state(); !s.Enabled || strings.Join(s.Pilot, " ") != "T" {
		t.Errorf("tried: %+v", s)
	}
	p.run("module", "enable", "cadre", "--tenant", "mau")
	if s := state(); !s.Enabled || len(s.Pilot) != 0 {
		t.Errorf("on everywhere: %+v", s)
	}
}
