package scaffold_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/sdk/gen"
	"github.com/doanket/doanket/core/sdk/scaffold"
)

// A new module must compile and pass its own tests, so it is written inside
// the repository (where its imports resolve) and taken away again.
func TestNewModulePassesItsOwnTests(t *testing.T) {
	t.Parallel()
	if err := os.MkdirAll("testdata", 0o755); err != nil {
		t.Fatal(err)
	}
	base, err := os.MkdirTemp("testdata", "module")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = os.RemoveAll(base)
		_ = os.Remove("testdata") // goes only when empty
	})
	dir := filepath.Join(base, "garden")
	if err := scaffold.Write(dir, "garden"); err != nil {
		t.Fatal(err)
	}
	if _, err := gen.Write(dir); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "go", "test", "./"+dir).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if err := scaffold.Write(dir, "garden"); !fault.Is(err, fault.Conflict) {
		t.Errorf("an existing folder must stay: %v", err)
	}
}

func TestRefusedNames(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"", "a", "core", "newmodule", "func", "string", "Garden", "my-module", "../x", "vườn"} {
		if err := scaffold.Write(filepath.Join(t.TempDir(), "m"), id); !fault.HasCode(err, "module_id") {
			t.Errorf("%q: %v", id, err)
		}
	}
}
