package scaffold

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/doanket/doanket/core/sdk/gen"
)

// New makes the module called word under plugins/, or, where word is a path,
// one of that name in a folder of its own anywhere, with its model, and says
// what to do next. It is called in the repository's root. Faults: as Write.
func New(word string) (next string, err error) {
	dir, id := filepath.Clean(word), filepath.Base(word)
	if !strings.ContainsAny(word, `/\`) {
		dir, id = filepath.Join("plugins", word), word
	}
	if err := Write(dir, id); err != nil {
		return "", err
	}
	if _, err := gen.Write(dir); err != nil {
		return "", err
	}
	outside, err := beside(dir, id)
	if err != nil {
		return "", err
	}
	next = fmt.Sprintf("go test ./%s\n  go run ./cmd/dev up", filepath.ToSlash(dir))
	if outside {
		next = fmt.Sprintf("go run ./cmd/dev gen %[1]s   (after each change of module.yaml)\n  cd %[1]s && go test . && CGO_ENABLED=0 go build -trimpath -o MODULES/%[2]s .\n  doanket module catalog MODULES", dir, id)
	}
	return fmt.Sprintf("%s is ready. Next: read its README.md, then\n  %s", dir, next), nil
}

// beside makes a module's folder that lies outside the repository a Go module of its own, built against the repository as it stands. It reports whether the folder does lie outside.
func beside(dir, id string) (bool, error) {
	repository, err := os.Getwd()
	if err != nil {
		return false, fmt.Errorf("where the repository is: %w", err)
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return false, fmt.Errorf("where %s is: %w", dir, err)
	}
	if rel, err := filepath.Rel(repository, abs); err == nil && filepath.IsLocal(rel) {
		return false, nil
	}
	version := strings.TrimPrefix(runtime.Version(), "go")
	for name, text := range map[string]string{
		"go.mod":  fmt.Sprintf("module %s\n\ngo %s\n", id, version),
		"go.work": fmt.Sprintf("go %s\n\nuse (\n\t.\n\t%q\n)\n", version, repository),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return false, fmt.Errorf("write %s: %w", name, err)
		}
	}
	return true, nil
}
