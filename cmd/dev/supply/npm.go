package supply

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

// NPM are the packages a package-lock.json names, those of the tools too: what
// builds the client is not passed on, but runs on the desks of those who do.
func NPM(lock string) ([]Package, error) {
	raw, err := os.ReadFile(lock)
	if err != nil {
		return nil, err
	}
	var file struct {
		Packages map[string]struct {
			Version string
			License any
			Link    bool
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, fmt.Errorf("read %s: %w", lock, err)
	}
	var all []Package
	for path, p := range file.Packages {
		if path == "" || p.Link { // ourselves, and folders of ours
			continue
		}
		name := path[strings.LastIndex(path, "node_modules/")+len("node_modules/"):]
		licence, _ := p.License.(string)
		all = append(all, judged(Package{From: "npm", Name: name, Version: p.Version, Licence: licence}))
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s names no packages", lock)
	}
	return all, nil
}
