package supply

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/google/licensecheck"
)

// licenceFile is the name of a file that holds a licence.
var licenceFile = regexp.MustCompile(`(?i)^(un)?(licen[cs]es?|copying)([-._].*)?$`)

// enough of a file must be the text of known licences; the rest is names, years
// and what the file is about.
const enough = 60.0

// GoModules are the modules whose packages the patterns are built from, with
// the licences that lie beside those packages and in the folders above.
func GoModules(ctx context.Context, dir string, patterns ...string) ([]Package, error) {
	list := exec.CommandContext(ctx, "go", append([]string{"list", "-deps", "-json=Dir,Module"}, patterns...)...)
	list.Dir = dir
	var out, complaint bytes.Buffer
	list.Stdout, list.Stderr = &out, &complaint
	if err := list.Run(); err != nil {
		return nil, fmt.Errorf("go list: %w: %s", err, complaint.String())
	}
	type listed struct {
		Dir    string
		Module *struct {
			Path, Version, Dir string
			Main               bool
			Replace            *struct{ Path, Version string }
		}
	}
	folders, found := map[string][]string{}, map[string]Package{}
	for d := json.NewDecoder(&out); ; {
		var l listed
		if err := d.Decode(&l); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		if l.Module == nil || l.Module.Main {
			continue // the standard library, and ourselves
		}
		p := Package{From: "go", Name: l.Module.Path, Version: l.Module.Version}
		if r := l.Module.Replace; r != nil {
			p.Name, p.Version = r.Path, r.Version
		}
		found[l.Module.Path] = p
		for at := l.Dir; strings.HasPrefix(at, l.Module.Dir) && !slices.Contains(folders[l.Module.Path], at); at = filepath.Dir(at) {
			folders[l.Module.Path] = append(folders[l.Module.Path], at)
		}
	}
	all := make([]Package, 0, len(found))
	for path, p := range found {
		var err error
		if p.Licence, err = licencesIn(folders[path]); err != nil {
			p.Why = err.Error()
			all = append(all, p)
			continue
		}
		all = append(all, judged(p))
	}
	return all, nil
}

// licencesIn are the licences of all licence files of the folders, all of which
// bind.
func licencesIn(folders []string) (string, error) {
	var names []string
	for _, folder := range folders {
		entries, err := os.ReadDir(folder)
		if err != nil {
			return "", err
		}
		for _, e := range entries {
			if e.IsDir() || !licenceFile.MatchString(e.Name()) || strings.HasSuffix(e.Name(), ".go") {
				continue
			}
			text, err := os.ReadFile(filepath.Join(folder, e.Name()))
			if err != nil {
				return "", err
			}
			seen := licensecheck.Scan(text)
			if seen.Percent < enough {
				return "", fmt.Errorf("%s is %.0f %% the text of a known licence: read it", filepath.Join(folder, e.Name()), seen.Percent)
			}
			for _, m := range seen.Match {
				names = append(names, m.ID)
			}
		}
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), " AND "), nil
}
