package moduletest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/doanket/doanket/core/module"
	"github.com/doanket/doanket/core/module/cell"
)

// Demo is the demo module, built once for a test binary.
type Demo struct {
	Dir              string // short, for the length of socket paths
	Binary, Manifest []byte
}

// Main is the TestMain of a package that starts the demo: the test binary is
// also the command that confines a module.
func Main(m *testing.M, use func(d *Demo)) {
	if len(os.Args) > 1 && os.Args[1] == "module-exec" {
		cell.Exec(os.Args[2:])
	}
	os.Exit(run(m, use))
}

func run(m *testing.M, use func(d *Demo)) int {
	dir, err := os.MkdirTemp("", "dkm")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o711); err != nil { // modules with a user of their own pass through it
		panic(err)
	}
	d, err := build(dir)
	if err != nil {
		fmt.Println("build the demo module:", err)
		return 1
	}
	use(d)
	return m.Run()
}

func build(dir string) (*Demo, error) {
	path := filepath.Join(dir, "demo")
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, "github.com/doanket/doanket/core/module/moduletest/testdata/demo")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w: %s", err, out)
	}
	if err := module.WriteCatalog(dir, nil); err != nil {
		return nil, err
	}
	binary, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	manifest, err := os.ReadFile(filepath.Join(dir, "demo.yaml"))
	return &Demo{Dir: dir, Binary: binary, Manifest: manifest}, err
}

// Install writes a folder of modules with one demo that starts as boot says.
func (d *Demo) Install(t testing.TB, boot string) string {
	t.Helper()
	dir := t.TempDir()
	binary := d.Binary
	if boot != "" {
		binary = append(bytes.Clone(binary), fmt.Sprintf("%32s", "BOOT:"+boot)...)
	}
	Put(t, filepath.Join(dir, "demo"), binary)
	Put(t, filepath.Join(dir, "demo.yaml"), d.Manifest)
	Catalog(t, dir, binary)
	return dir
}

// Catalog writes the catalogue of a folder with the one binary.
func Catalog(t testing.TB, dir string, binary []byte) {
	t.Helper()
	sum := sha256.Sum256(binary)
	raw, err := json.Marshal(map[string]any{"demo": map[string]string{"sha256": hex.EncodeToString(sum[:]), "version": "1.2.3", "manifest": "demo.yaml"}})
	if err != nil {
		t.Fatal(err)
	}
	Put(t, filepath.Join(dir, "catalog.json"), raw)
}

// Put replaces a file so that a reader sees the old or the new one whole.
func Put(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path+".new", data, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
}
