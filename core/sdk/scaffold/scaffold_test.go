package scaffold_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
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

// TestRefusedNames: what cannot be the id of a module is refused with why and
// the nearest that can be.
func TestRefusedNames(t *testing.T) {
	t.Parallel()
	for id, fix := range map[string]string{
		"":          `3 to 30 lower case letters and digits, starting with a letter; "garden" can be`,
		"a":         `starting with a letter; "awork" can be`,
		"Garden":    `"garden" can be`,
		"my-module": `"mymodule" can be`,
		"../x":      `"xwork" can be`,
		"vườn":      `"vuon" can be`,
		"Kiến nghị": `"kiennghi" can be`,
		"2fast":     `"fast" can be`,
		"core":      `it is the platform itself; "cores" can be`,
		"newmodule": `it is what every module is called before it has a name; "newmodules" can be`,
		"main":      `it is what every module is called before it has a name; "mains" can be`,
		"func":      `it is a word of Go; "funcs" can be`,
		"string":    `it is a word of Go; "stringwork" can be`,
		"any":       `it is a word of Go; "anys" can be`,
		"fmt":       `it is a package of Go; "fmts" can be`,
		"user":      `it is a package of Go; "users" can be`,
		"list":      `it is a package of Go; "lists" can be`,
		"record":    `it is a part of the platform; "records" can be`,
		"coverage":  `it is a package of Go; "coverages" can be`,
		"subtree":   `it is a word of the manifest; "subtrees" can be`,
		"decimal":   `it is a word of the manifest; "decimals" can be`,
	} {
		err := scaffold.Write(filepath.Join(t.TempDir(), "m"), id)
		if got := fault.Of(err).Params["fix"]; !fault.HasCode(err, "module_id") || !strings.HasSuffix(got, fix) {
			t.Errorf("%q: %v, %q, want %q", id, err, got, fix)
		}
	}
}

// TestAModuleOutsideIsAModuleOfItsOwn: a path makes one beside the repository,
// which is built and tested where it lies.
func TestAModuleOutsideIsAModuleOfItsOwn(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "orchard")
	next, err := scaffold.New(dir)
	if err != nil || !strings.Contains(next, "go run ./cmd/dev gen "+dir) {
		t.Fatalf("%q, %v", next, err)
	}
	work, err := os.ReadFile(filepath.Join(dir, "go.work"))
	if err != nil {
		t.Fatal(err)
	}
	here, root := working(t), filepath.Clean(filepath.Join(working(t), "../../.."))
	if err := os.WriteFile(filepath.Join(dir, "go.work"), []byte(strings.Replace(string(work), here, root, 1)), 0o600); err != nil {
		t.Fatal(err) // the task runs in the repository's root, this test in its package
	}
	cmd := exec.CommandContext(t.Context(), "go", "vet", ".")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if _, err := scaffold.New(filepath.Join(t.TempDir(), "fmt")); !fault.HasCode(err, "module_id") {
		t.Errorf("a path with a name that cannot be: %v", err)
	}
}

func working(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestNoRoomAndNoModuleIsForgotten: every room of the core is refused, and what
// is there may keep its name.
func TestNoRoomAndNoModuleIsForgotten(t *testing.T) {
	t.Parallel()
	for where, free := range map[string]bool{"../..": false, "../../../plugins": true} {
		entries, err := os.ReadDir(where)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if !e.IsDir() || e.Name() == "adr" {
				continue
			}
			if err := scaffold.Write(filepath.Join(t.TempDir(), "m"), e.Name()); (err == nil) != free {
				t.Errorf("%s: %v", e.Name(), err)
			}
		}
	}
}
