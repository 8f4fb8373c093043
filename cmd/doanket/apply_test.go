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

// TestApplyOnTheCommandLine: answers, drift and mistakes as a script sees them,
// and a dry run ends with the same code as the run.
func TestApplyOnTheCommandLine(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	binary, folder := program.Server(t), filepath.Join(dir, "mau")
	write := func(name, body string) {
		t.Helper()
		write(t, folder, map[string]string{name: body})
	}
	run := func(args ...string) (code int, out, complaint string) {
		t.Helper()
		c := exec.CommandContext(t.Context(), binary, args...)
		c.Env = append(os.Environ(), "DOANKET_DATA="+filepath.Join(dir, "data"), "DOANKET_MODULES=", "DOANKET_LOG=error")
		var o, e strings.Builder
		c.Stdout, c.Stderr = &o, &e
		err := c.Run()
		if _, ended := err.(*exec.ExitError); err != nil && !ended {
			t.Fatal(err)
		}
		return c.ProcessState.ExitCode(), o.String(), e.String()
	}
	write("tenant.yaml", "slug: mau\ncode: \"01\"\nname: Tỉnh Mẫu\n")
	write("modules.yaml", "enabled: []\n")
	write("units.csv", "code,parent,kind,name,short_name,from,to\nT,,province,Tỉnh Mẫu,Mẫu,2025-07-01,\n")
	write("posts.csv", "login,family_middle,given,role,unit,from\nquantri,Nguyễn Thị,Hạnh,admin,T,2025-07-01\n")
	role := func(action string) {
		write("roles.yaml", "roles:\n  - id: admin\n    label: {vi: Quản trị, en: Admin}\n    permissions:\n      - {kind: \"*\", action: "+action+", reach: subtree}\n")
	}
	role("discrad")
	for _, flags := range [][]string{{"--dry-run"}, nil} {
		code, _, complaint := run(append([]string{"tenant", "apply", folder}, flags...)...)
		if code != 1 || !strings.Contains(complaint, "roles.yaml:5: unknown action 'discrad'; did you mean 'discard'?") {
			t.Errorf("%v: %d %s", flags, code, complaint)
		}
	}
	role("\"admin:*\"")
	type report struct {
		Tenant         string
		Changes, Drift []string
		DryRun         bool `json:"dry_run"`
	}
	apply := func(flags ...string) (r report) {
		t.Helper()
		code, out, complaint := run(append([]string{"tenant", "apply", folder, "--json"}, flags...)...)
		if err := json.Unmarshal([]byte(out), &r); err != nil || code != 0 || r.Tenant != "mau" || r.Changes == nil || r.Drift == nil {
			t.Fatalf("%v: %d %q %s %v", flags, code, out, complaint, err)
		}
		return r
	}
	dry := apply("--dry-run")
	if _, out, _ := run("tenant", "list"); strings.Contains(out, "mau") {
		t.Errorf("the dry run made %s", out)
	}
	if done := apply(); !dry.DryRun || done.DryRun || strings.Join(dry.Changes, "\n") != strings.Join(done.Changes, "\n") || len(done.Changes) == 0 {
		t.Errorf("dry run %+v, run %+v", dry, done)
	}
	if again := apply(); len(again.Changes)+len(again.Drift) != 0 {
		t.Errorf("again: %+v", again)
	}
	if code, out, _ := run("doctor"); code != 0 || !strings.Contains(out, "program PDF_TEXT pdftotext") || !strings.Contains(out, "--   program TESSERACT  is not there: photographed") {
		t.Errorf("doctor: %d %s", code, out)
	}
	file := filepath.Join(dir, "data", "db", "provinces", "mau.db")
	for _, f := range []string{file, file + "-wal", file + "-shm"} {
		if err := os.WriteFile(f, []byte(strings.Repeat("hỏng", 4096)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if code, out, _ := run("doctor", "--json"); code != 1 || !strings.Contains(out, "province mau") {
		t.Errorf("doctor of a broken file: %d %s", code, out)
	}
}
