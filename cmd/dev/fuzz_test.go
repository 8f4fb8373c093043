package main

import (
	"os/exec"
	"strings"
	"testing"
)

// TestFuzzTargetsKnowNoDatabase, and each is where the lane looks for it.
func TestFuzzTargetsKnowNoDatabase(t *testing.T) {
	t.Parallel()
	for _, target := range fuzzTargets {
		deps := exec.CommandContext(t.Context(), "go", "list", "-deps", "-test", target.pkg)
		deps.Dir = "../.."
		out, err := deps.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", target.pkg, err, out)
		}
		if strings.Contains(string(out), "doanket/core/db\n") || strings.Contains(string(out), "go-sqlite3") {
			t.Errorf("%s imports the database", target.pkg)
		}
		list := exec.CommandContext(t.Context(), "go", "test", "-list", "^"+target.name+"$", target.pkg)
		list.Dir = "../.."
		if out, err := list.CombinedOutput(); err != nil || !strings.HasPrefix(string(out), target.name+"\n") {
			t.Errorf("%s has no %s: %v\n%s", target.pkg, target.name, err, out)
		}
	}
}
