package main_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest/program"
	"github.com/doanket/doanket/core/module"
)

// TestModulesOfAProvinceOnTheCommandLine: the list of a province shows the
// version it uses and whether the module is on, that of the installation the
// newest one.
func TestModulesOfAProvinceOnTheCommandLine(t *testing.T) {
	t.Parallel()
	p := newBareProduct(t)
	other := filepath.Join(t.TempDir(), "khac")
	write(t, other, map[string]string{
		"tenant.yaml": "slug: khac\ncode: \"02\"\nname: Tỉnh Khác\n", "modules.yaml": "enabled: []\n",
		"roles.yaml": "roles:\n  - id: admin\n    label: {vi: Quản trị, en: Admin}\n",
		"units.csv":  "code,parent,kind,name,short_name,from,to\nT,,province,Tỉnh Khác,Khác,2025-07-01,\n",
		"posts.csv":  "login,family_middle,given,role,unit,from\nquantri,Nguyễn Thị,Hạnh,admin,T,2025-07-01\n"})
	p.run("tenant", "apply", other)
	p.modules = filepath.Join(t.TempDir(), "modules")
	program.Build(t, filepath.Join(p.modules, "cadre"), "plugins/cadre")
	program.Build(t, filepath.Join(p.modules, "cadre@0.9.0"), "plugins/cadre", "-overlay", older(t, "cadre"))
	if err := module.WriteCatalog(p.modules, []string{p.binary, "module-exec"}); err != nil {
		t.Fatal(err)
	}

	p.run("module", "enable", "cadre", "--tenant", "mau", "--version", "0.9.0")
	if said := p.run("module", "enable", "cadre", "--tenant", "khac", "--dry-run"); strings.Contains(said, "nobody works in it") {
		t.Errorf("asked what it would mean: %s", said)
	}
	if said := p.run("module", "enable", "cadre", "--tenant", "khac"); !strings.Contains(said, "nobody works in it as officer") || !strings.Contains(said, "`plays: {cadre: [officer]}`") {
		t.Errorf("no role of the province plays a part, and it says %s", said)
	}
	p.run("module", "disable", "cadre", "--tenant", "khac")
	for _, want := range []struct {
		flags         []string
		version, text string
		on            bool
	}{
		{[]string{"--tenant", "mau"}, "0.9.0", "0.9.0 on", true},
		{[]string{"--tenant", "khac"}, "1.0.0", "1.0.0 off", false},
		{nil, "1.0.0", "1.0.0", false},
	} {
		var list []struct {
			ID, Version string
			Enabled     *bool
		}
		if err := json.Unmarshal([]byte(p.run(append([]string{"module", "list", "--json"}, want.flags...)...)), &list); err != nil {
			t.Fatal(err)
		}
		if len(list) != 1 || list[0].ID != "cadre" || list[0].Version != want.version || (list[0].Enabled != nil) != (want.flags != nil) ||
			list[0].Enabled != nil && *list[0].Enabled != want.on {
			t.Errorf("%v: %+v, want version %s, on %v", want.flags, list, want.version, want.on)
		}
		if text := strings.Join(strings.Fields(p.run(append([]string{"module", "list"}, want.flags...)...)), " "); !strings.HasPrefix(text, "cadre "+want.text+" ") {
			t.Errorf("%v: %s", want.flags, text)
		}
	}
}

// older is an overlay for go build in which the module says version 0.9.0.
func older(t testing.TB, name string) string {
	t.Helper()
	declared := filepath.Join(here, "../../plugins", name, "module.yaml")
	raw, err := os.ReadFile(declared)
	if err != nil {
		t.Fatal(err)
	}
	before := strings.Replace(string(raw), "version: 1.0.0", "version: 0.9.0", 1)
	if before == string(raw) {
		t.Fatal("the module does not say version 1.0.0")
	}
	dir := t.TempDir()
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{declared: filepath.Join(dir, "module.yaml")}})
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, map[string]string{"module.yaml": before, "overlay.json": string(overlay)})
	return filepath.Join(dir, "overlay.json")
}
