package rule

import (
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/audience"
	"github.com/doanket/doanket/core/manifest/bound"
	"github.com/doanket/doanket/core/manifest/child"
	"github.com/doanket/doanket/core/manifest/clause"
	"github.com/doanket/doanket/core/manifest/duty"
	"github.com/doanket/doanket/core/manifest/effort"
	"github.com/doanket/doanket/core/manifest/example"
	"github.com/doanket/doanket/core/manifest/grant"
	"github.com/doanket/doanket/core/manifest/link"
	"github.com/doanket/doanket/core/manifest/measure"
	"github.com/doanket/doanket/core/manifest/need"
	"github.com/doanket/doanket/core/manifest/overlap/lint"
	"github.com/doanket/doanket/core/manifest/publication"
	"github.com/doanket/doanket/core/manifest/section"
	"github.com/doanket/doanket/core/manifest/way"
)

// Parse is manifest.Parse and Check together: the gate a manifest passes before
// anything is made of it.
func Parse(files fs.FS) (*manifest.Manifest, []manifest.Problem) {
	m, problems := manifest.Parse(files)
	if m != nil {
		if beyond := bound.Check("module.yaml", m.Source()); len(beyond) > 0 {
			return m, append(problems, beyond...)
		}
	}
	return checked(m, problems)
}

// ParseBytes is Parse of one stream, as Manifest.Source gives it.
func ParseBytes(name string, data []byte) (*manifest.Manifest, []manifest.Problem) {
	if beyond := bound.Check(name, data); len(beyond) > 0 {
		return nil, beyond
	}
	return checked(manifest.ParseBytes(name, data))
}

func checked(m *manifest.Manifest, problems []manifest.Problem) (*manifest.Manifest, []manifest.Problem) {
	if m == nil {
		return nil, problems
	}
	seen := map[manifest.Problem]bool{}
	return m, slices.DeleteFunc(append(problems, Check(m)...), func(p manifest.Problem) bool {
		told := seen[p]
		seen[p] = true
		return told
	})
}

// Check compiles every expression of a manifest and says what does not
// compile or has the wrong type, with file and line. others are the manifests
// its measures may look at (the core's always included); a measure over a
// kind found in none of them is checked where that module is installed.
func Check(m *manifest.Manifest, others ...*manifest.Manifest) []manifest.Problem {
	var out []manifest.Problem
	say := func(prefix string, l located) {
		c := asComplaint(l.err)
		out = append(out, m.Locate(prefix+"."+l.path, c.what, c.fix))
	}
	until := time.Now().Add(bound.Compile)
	for i := range m.Kinds {
		_, complaints := compile(&m.Kinds[i], until)
		for _, l := range complaints {
			say(manifest.Path("kinds", i), l)
		}
	}
	checkDuties(m, append(others, m, manifest.Core()), say)
	out = slices.Concat(out, duty.Check(m), effort.Check(m), example.Check(m), measure.Check(m), clause.Check(m), need.Check(m), child.Check(m), audience.Check(m), section.Check(m), link.Check(m), grant.Check(m), lint.Check(m), publication.Check(m), way.Check(m))
	for i := range m.Measures {
		k := kindIn(m.Measures[i].Of, append(others, m, manifest.Core()))
		if k == nil || time.Now().After(until) {
			continue
		}
		_, complaints := compileMeasure(k, &m.Measures[i])
		for _, l := range complaints {
			say(manifest.Path("measures", i), l)
		}
	}
	return out
}

func kindIn(full string, manifests []*manifest.Manifest) *manifest.Kind {
	module, _, _ := strings.Cut(full, ".")
	for _, m := range manifests {
		if m.ID == module {
			return m.Kind(full)
		}
	}
	return nil
}
