package scaffold

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest/schema"
)

//go:embed files
var files embed.FS

// placeholder stands for the module's id in the templates.
const placeholder = "newmodule"

// Write makes dir with a module called id. The model is not written: gen does
// that. Faults: Invalid "module_id" for a bad or taken id, Conflict "exists"
// when the folder is there.
func Write(dir, id string) error {
	if why, nearest := refusal(id); why != "" {
		return fault.New(fault.Invalid, "module_id", fault.Param("id", id), fault.Param("fix", fmt.Sprintf("%s; %q can be", why, nearest)))
	}
	if _, err := os.Stat(dir); err == nil {
		return fault.New(fault.Conflict, "exists", fault.Param("folder", dir))
	}
	root, err := fs.Sub(files, "files")
	if err != nil {
		return fmt.Errorf("open templates: %w", err)
	}
	err = fs.WalkDir(root, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		return write(root, path, dir, id)
	})
	if err != nil {
		return err
	}
	return describe(dir)
}

// describe writes the schema by which the author's editor completes and checks
// module.yaml; `doanket module schema` prints a newer one.
func describe(dir string) error {
	text, err := schema.JSON()
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "module.schema.json"), append(text, '\n'), 0o644); err != nil {
		return fmt.Errorf("write the schema: %w", err)
	}
	return nil
}

// write copies one template; ".tmpl" keeps Go files out of this package.
func write(root fs.FS, path, dir, id string) error {
	text, err := fs.ReadFile(root, path)
	if err != nil {
		return fmt.Errorf("read template: %w", err)
	}
	target := filepath.Join(dir, filepath.FromSlash(strings.TrimSuffix(path, ".tmpl")))
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return fmt.Errorf("make module folder: %w", err)
	}
	if err := os.WriteFile(target, []byte(strings.NewReplacer(placeholder, id, strings.ToUpper(placeholder), strings.ToUpper(id)).Replace(string(text))), 0o644); err != nil {
		return fmt.Errorf("write module file: %w", err)
	}
	return nil
}
