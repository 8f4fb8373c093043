package main_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest/program"
)

// TestSignPinAndRollBack: the way of a module from its author to the
// installation and back, with the commands an operator has.
func TestSignPinAndRollBack(t *testing.T) {
	t.Parallel()
	p := newBareProduct(t)
	p.modules = filepath.Join(t.TempDir(), "modules")
	binary := filepath.Join(p.modules, "cadre")
	program.Build(t, binary, "plugins/cadre")
	catalogue := func() {
		t.Helper()
		if got := strings.TrimSpace(p.run("module", "catalog", p.modules)); got != "cadre" {
			t.Errorf("the catalogue holds %q", got)
		}
	}
	ask := exec.CommandContext(t.Context(), p.binary, "doctor")
	ask.Env = p.env()
	if said, err := ask.Output(); err == nil || !strings.Contains(string(said), "doanket module catalog") {
		t.Errorf("a folder without a catalogue is said to be %q, %v", said, err)
	}
	catalogue()
	keys := filepath.Join(t.TempDir(), "key")
	public := strings.TrimSpace(p.run("module", "key", keys))
	if st, err := os.Stat(keys); err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("the key lies open: %v, %v", st, err)
	}
	config := filepath.Join(t.TempDir(), "doanket.yaml")
	if err := os.WriteFile(config, []byte("module_keys: "+public+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	shows := func(want string) {
		t.Helper()
		if got := p.run("module", "list", "--config", config); !strings.Contains(got, want) {
			t.Errorf("the list says %q, want %q", got, want)
		}
	}
	shows("module.unsigned")
	p.run("module", "sign", p.modules, keys)
	shows("cadre")
	p.run("module", "pin", "cadre", "--by", "an", "--config", config)

	sound, err := os.ReadFile(binary)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(binary, append(sound, 0), 0o755); err != nil { //nolint:gosec // a module is executable
		t.Fatal(err)
	}
	catalogue()
	shows("module.unsigned")
	p.run("module", "sign", p.modules, keys)
	shows("module.not_pinned")
	p.run("module", "pin", "cadre", "--by", "binh", "--config", config)
	if got := p.run("module", "list", "--config", config); strings.Contains(got, "set aside") {
		t.Errorf("pinned and still set aside: %s", got)
	}
	p.run("module", "rollback", "cadre", "--by", "an", "--config", config)
	back, err := os.ReadFile(binary)
	if err != nil || len(back) != len(sound) {
		t.Errorf("%d bytes lie there, were %d: %v", len(back), len(sound), err)
	}
	if got := p.run("module", "list", "--config", config); strings.Contains(got, "set aside") {
		t.Errorf("rolled back and set aside: %s", got)
	}
	log := filepath.Join(t.TempDir(), "log.jsonl")
	p.run("audit", "export", "--tenant", "mau", "--out", log)
	said, err := os.ReadFile(log)
	if err != nil || strings.Count(string(said), `"action":"module.pin"`) != 3 || strings.Count(string(said), `\"by\":\"binh\"`)+strings.Count(string(said), `"by":"binh"`) != 1 {
		t.Errorf("the province's log says of the three moves: %s, %v", said, err)
	}
	var moves []struct{ Module, By, Digest string }
	if err := json.Unmarshal([]byte(p.run("module", "pin", "--json")), &moves); err != nil {
		t.Fatal(err)
	}
	if len(moves) != 3 || moves[0].By != "an" || moves[1].By != "binh" || moves[0].Digest != moves[2].Digest || moves[0].Digest == moves[1].Digest {
		t.Errorf("moved: %+v", moves)
	}
	rolledBackUnlogged(t, p, config)
}

// rolledBackUnlogged: a province that cannot be entered has no line, and machines are told.
func rolledBackUnlogged(t *testing.T, p *product, config string) {
	t.Helper()
	p.run("tenant", "suspend", "mau")
	var moved struct {
		Module   string
		Unlogged []struct{ Tenant, Error string }
	}
	if err := json.Unmarshal([]byte(p.run("module", "rollback", "cadre", "--config", config, "--json")), &moved); err != nil {
		t.Fatal(err)
	}
	if moved.Module != "cadre" || len(moved.Unlogged) != 1 || moved.Unlogged[0].Tenant != "mau" || moved.Unlogged[0].Error == "" {
		t.Errorf("a province whose log has no line is not said: %+v", moved)
	}
}
