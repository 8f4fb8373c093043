package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest/program"
)

// TestUnitsComeInByATable: below what stands in the tree already, looked at before, a
// refused row at its cell, and twice changes nothing.
func TestUnitsComeInByATable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	binary, folder := program.Server(t), filepath.Join(dir, "mau")
	write(t, folder, map[string]string{
		"tenant.yaml":  "slug: mau\ncode: \"01\"\nname: Tỉnh Mẫu\n",
		"modules.yaml": "enabled: []\n",
		"units.csv":    "code,parent,kind,name,short_name,from,to\nT,,province,Tỉnh Mẫu,Mẫu,2025-07-01,\nX1,T,commune,Xã Một,,2025-07-01,\n",
		"roles.yaml":   "roles: []\n",
		"posts.csv":    "login,family_middle,given,role,unit,from\n",
	})
	run := func(want int, has string, args ...string) {
		t.Helper()
		c := exec.CommandContext(t.Context(), binary, args...)
		c.Env = append(os.Environ(), "DOANKET_DATA="+filepath.Join(dir, "data"), "DOANKET_MODULES=", "DOANKET_LOG=error")
		out, err := c.CombinedOutput()
		if _, ended := err.(*exec.ExitError); err != nil && !ended {
			t.Fatal(err)
		}
		if code := c.ProcessState.ExitCode(); code != want || !strings.Contains(string(out), has) {
			t.Errorf("%v: code %d, want %d with %q:\n%s", args, code, want, has, out)
		}
	}
	table := filepath.Join(dir, "thon.csv")
	give := func(rows string) {
		t.Helper()
		if err := os.WriteFile(table, []byte("code,parent,kind,name,from\n"+rows), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	load := func(flags ...string) []string {
		return append([]string{"unit", "import", "--tenant", "mau", table}, flags...)
	}
	run(0, "", "tenant", "apply", folder)
	give("X1-K1,X1,residential_area,Thôn Đông,2025-07-01\nX1-K2,X9,residential_area,Thôn Đoài,2025-07-01\n")
	run(0, "1 new, 0 changed, 0 same, 1 refused", load("--dry-run")...)
	run(1, "B3: No unit you administer has the code \"X9\".", load()...)
	run(0, "1 new, 0 changed, 0 same, 1 refused", load("--good")...)
	give("X1-K1,X1,residential_area,Thôn Đông,2025-07-01\nX1-K2,X1,residential_area,Thôn Đoài,2025-07-01\n")
	run(0, "1 new, 0 changed, 1 same, 0 refused", load()...)
	run(0, "0 new, 0 changed, 2 same, 0 refused", load()...)
	run(0, "Thôn Đoài", "unit", "list", "--tenant", "mau")
	run(0, "", "audit", "verify", "--tenant", "mau")
}
