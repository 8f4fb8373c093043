package grant

import (
	"slices"
	"strings"

	"github.com/doanket/doanket/core/manifest"
)

// Reads reports whether a module may know of records of a kind, whoever acts: its
// own, and those it is granted.
func Reads(m *manifest.Manifest, kind string) bool { return holds(m, m.Grants.Read, kind) }

// Creates reports whether a module's decisions may make records of a kind.
func Creates(m *manifest.Manifest, kind string) bool { return holds(m, m.Grants.Create, kind) }

// holds matches a kind with the module's own and with grants "demo.visit" and "demo.*".
func holds(m *manifest.Manifest, granted []string, kind string) bool {
	return strings.HasPrefix(kind, m.ID+".") || slices.ContainsFunc(granted, func(p string) bool {
		all, wild := strings.CutSuffix(p, "*")
		return p == kind || (wild && strings.HasPrefix(kind, all))
	})
}
