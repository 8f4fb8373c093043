package supply

import (
	"fmt"
	"slices"
	"strings"

	"github.com/github/go-spdx/v2/spdxexp"
)

// allowed are the licences we build from: each lets a province run, change and
// pass on the whole, and asks at most that its words go along and that changes
// of its own files are shown. The GPL and its kin, and what is free for some
// uses only, are not here.
var allowed = []string{"MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "ISC", "Apache-2.0", "MPL-2.0", "BlueOak-1.0.0", "Unlicense", "CC0-1.0",
	"Zlib", "Python-2.0", "OFL-1.1", "CC-BY-4.0"}

// stated are packages that say their licence where no machine reads it, or reads
// half; somebody has read what stands there, for this version.
var stated = map[string]string{
	"combine-errors@3.0.3":                                  "MIT",                          // "License: MIT" at the end of its Readme.md
	"kernel.org/pub/linux/libs/security/libcap/psx@v1.2.77": "BSD-3-Clause OR GPL-2.0-only", // the first is written out, the second named as the other choice
}

// Package is one piece made by others and the licences it comes under.
type Package struct {
	From, Name, Version string // From is "go" or "npm"
	Licence             string // an SPDX expression, "" when none is found
	Why                 string // why we cannot build from it, "" when we can
}

// judged says what is wrong with the package's licence.
func judged(p Package) Package {
	p.Licence = or(stated[p.Name+"@"+p.Version], p.Licence)
	switch ok, err := spdxexp.Satisfies(p.Licence, allowed); {
	case p.Licence == "":
		p.Why = "no licence is found"
	case err != nil:
		p.Why = "its licence is not understood: " + err.Error()
	case !ok:
		p.Why = "not among the allowed: " + strings.Join(allowed, ", ")
	}
	return p
}

// Report is a line for each package, and an error that names each we may not
// build from.
func Report(all []Package) (string, error) {
	slices.SortFunc(all, func(a, b Package) int {
		return strings.Compare(a.From+a.Name+a.Version, b.From+b.Name+b.Version)
	})
	var lines, refused strings.Builder
	for _, p := range all {
		fmt.Fprintf(&lines, "%-4s %-60s %-40s %s\n", p.From, p.Name, p.Version, p.Licence)
		if p.Why != "" {
			fmt.Fprintf(&refused, "\n%s %s %s (%s): %s", p.From, p.Name, p.Version, p.Licence, p.Why)
		}
	}
	if refused.Len() > 0 {
		return lines.String(), fmt.Errorf("licences we do not build from:%s", refused.String())
	}
	return lines.String(), nil
}
