package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheLogOnTheCommandLine: what the command line does is in the log, the log
// goes out as a file, and the file is walked with the master key alone.
func TestTheLogOnTheCommandLine(t *testing.T) {
	t.Parallel()
	p := newBareProduct(t)
	p.run("user", "create", "--tenant", "mau", "--login", "moi", "--name", "Trần Văn Mới")
	p.run("user", "disable", "moi", "--tenant", "mau")
	p.run("tenant", "suspend", "mau")
	p.run("tenant", "resume", "mau")
	backup := filepath.Join(t.TempDir(), "mau.tar")
	p.run("tenant", "backup", "mau", backup)
	p.run("tenant", "restore", backup, "--as", "lai")
	if said := p.run("audit", "verify", "--tenant", "mau"); !strings.Contains(said, "keyed from 1,") || !strings.Contains(said, " 0 breaks") {
		t.Errorf("verify: %s", said)
	}
	file := filepath.Join(t.TempDir(), "log.jsonl")
	p.run("audit", "export", "--tenant", "lai", "--out", file)
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, action := range []string{"tenant.apply", "person.create", "person.change", "tenant.suspend", "tenant.resume", "tenant.restore"} {
		if !strings.Contains(string(raw), `"action":"`+action+`"`) {
			t.Errorf("no line says %s", action)
		}
	}
	if err := os.Rename(filepath.Join(p.data, "db"), filepath.Join(p.data, "elsewhere")); err != nil {
		t.Fatal(err)
	}
	if said := p.run("audit", "verify", "--file", file); !strings.Contains(said, " 0 breaks") {
		t.Errorf("verify the file: %s", said)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(raw), "person.change", "person.chance", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if said := p.refused("audit", "verify", "--file", file); !strings.Contains(said, "audit_broken") {
		t.Errorf("a changed file: %s", said)
	}
}
