package program

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/doanket/doanket/core/module"
)

// Variable names the folder that holds doanket and modules/ when cmd/dev has
// built them in the same run.
const Variable = "DOANKET_TEST_BIN"

// bound is how long one program may take from an empty cache.
const bound = 10 * time.Minute

// shared is what all tests of this process use; dir is "" until one asks.
var shared struct {
	sync.Mutex
	dir             string
	server, modules bool
}

// root is the repository, found before an embedded S3 server moves the process.
var root, errRoot = repository()

// Main runs the tests of a package and removes what was built for them.
func Main(m *testing.M) int {
	defer func() {
		if shared.dir != "" {
			_ = os.RemoveAll(shared.dir) // a folder of the temporary ones
		}
	}()
	return m.Run()
}

// Server is the path of the built server. Nobody may change the file.
func Server(t testing.TB) string {
	t.Helper()
	if dir := os.Getenv(Variable); dir != "" {
		return filepath.Join(dir, "doanket")
	}
	shared.Lock()
	defer shared.Unlock()
	path := filepath.Join(folder(t), "doanket")
	if !shared.server {
		Build(t, path, "cmd/doanket")
		shared.server = true
	}
	return path
}

// Modules is the folder of every task area's module with their catalogue. Nobody
// may change what is in it: who damages a module copies it first.
func Modules(t testing.TB) string {
	t.Helper()
	if dir := os.Getenv(Variable); dir != "" {
		return filepath.Join(dir, "modules")
	}
	server := Server(t) // the catalogue asks each for its manifest in the cell, which begins in it
	shared.Lock()
	defer shared.Unlock()
	dir := filepath.Join(folder(t), "modules")
	if shared.modules {
		return dir
	}
	areas, err := filepath.Glob(filepath.Join(root, "plugins", "*", "module.yaml"))
	if err != nil || len(areas) == 0 {
		t.Fatalf("no modules: %v", err)
	}
	for _, a := range areas {
		area := filepath.Base(filepath.Dir(a))
		Build(t, filepath.Join(dir, area), "plugins/"+area)
	}
	if err := module.WriteCatalog(dir, []string{server, "module-exec"}); err != nil {
		t.Fatal(err)
	}
	shared.modules = true
	return dir
}

// Build makes one program of the repository's folder pkg as the product is built:
// modules must be static, they run without files.
func Build(t testing.TB, target, pkg string, flags ...string) {
	t.Helper()
	if errRoot != nil {
		t.Fatal(errRoot)
	}
	ctx, stop := context.WithTimeout(t.Context(), bound)
	defer stop()
	args := append([]string{"build", "-trimpath", "-ldflags", "-s -w", "-o", target}, flags...)
	c := exec.CommandContext(ctx, "go", append(args, "./"+pkg)...)
	c.Dir = root
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "PWD="+root)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("build %s: %v\n%s", pkg, err, out)
	}
}

// folder is made for the first who asks; the lock is held.
func folder(t testing.TB) string {
	t.Helper()
	if shared.dir == "" {
		dir, err := os.MkdirTemp("", "dkp")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(dir, 0o711); err != nil { // modules with a user of their own pass through it
			t.Fatal(err)
		}
		shared.dir = dir
	}
	return shared.dir
}

// repository is the folder above the tests that holds go.mod.
func repository() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return at, nil
		}
		if at == filepath.Dir(at) {
			return "", fmt.Errorf("no go.mod above %s", dir)
		}
	}
}
