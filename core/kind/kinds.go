package kind

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/tenant"
)

// Refused is a manifest that cannot be used, and why. Everything else serves.
type Refused struct {
	Module  string `json:"module"`
	Version string `json:"version"`
	Reason  string `json:"reason"`
}

// Kinds knows every manifest of the installation, several versions of one
// module included, and gives each province the set it uses.
type Kinds struct {
	modules   []string               // ids, the base manifest's first
	versions  map[string][]*compiled // module → its versions, newest first
	refused   []Refused
	newest    *Set
	measures  []manifest.EnumValue // see measuresOf
	provinces sync.Map             // slug → *Set
	revisions db.Kept[revisions]
	clauses   func(ctx context.Context) (values []manifest.EnumValue, revision string)
	locate    func(ctx context.Context, ids []string) ([]string, error)
}

// Follow has fields of the list of clauses offer what the room programme says the
// province in ctx follows; revision tells one list from another. Called once, before
// anything is asked.
func (ks *Kinds) Follow(clauses func(ctx context.Context) (values []manifest.EnumValue, revision string)) {
	ks.clauses = clauses
}

// compiled is one version of a module with its kinds.
type compiled struct {
	manifest *manifest.Manifest
	kinds    []*Kind
}

// New compiles the manifests; the base manifest comes by itself. One that does
// not compile is set aside with the reason; of two with the same module and
// version the first counts.
func New(manifests []*manifest.Manifest) (*Kinds, error) {
	ks := &Kinds{versions: map[string][]*compiled{}}
	base, err := compileAll(manifest.Core(), nil, nil)
	if err != nil {
		return nil, fmt.Errorf("compile the base manifest: %w", err)
	}
	ks.add(base)
	for _, m := range manifests {
		if m.ID == manifest.CoreID || ks.version(m.ID, m.Version) != nil {
			continue
		}
		c, err := compileAll(m, nil, nil)
		if err != nil {
			ks.refused = append(ks.refused, Refused{Module: m.ID, Version: m.Version, Reason: err.Error()})
			continue
		}
		ks.add(c)
	}
	for id, versions := range ks.versions {
		for _, c := range versions {
			if len(versions) > 1 {
				c.manifest.At(id + "@" + c.manifest.Version)
			}
		}
	}
	ks.measures = measuresOf(ks)
	ks.newest = ks.set(tenant.Settings{})
	return ks, nil
}

func compileAll(m *manifest.Manifest, own map[string][]manifest.Field, lists map[string][]manifest.EnumValue) (*compiled, error) {
	c := &compiled{manifest: m}
	for i := range m.Kinds {
		k, err := compile(m, &m.Kinds[i], own[m.Kinds[i].FullName()], lists)
		if err != nil {
			return nil, fmt.Errorf("compile kind %s: %w", m.Kinds[i].FullName(), err)
		}
		c.kinds = append(c.kinds, k)
	}
	return c, nil
}

func (ks *Kinds) add(c *compiled) {
	id := c.manifest.ID
	if ks.versions[id] == nil {
		ks.modules = append(ks.modules, id)
	}
	ks.versions[id] = append(ks.versions[id], c)
	slices.SortStableFunc(ks.versions[id], func(a, b *compiled) int {
		return manifest.CompareVersions(b.manifest.Version, a.manifest.Version)
	})
}

// version is one version of a module, nil if it is not installed.
func (ks *Kinds) version(module, version string) *compiled {
	for _, c := range ks.versions[module] {
		if c.manifest.Version == version {
			return c
		}
	}
	return nil
}

// Refused are the manifests set aside.
func (ks *Kinds) Refused() []Refused { return ks.refused }

// Installed is the newest version of every module, the base manifest first.
func (ks *Kinds) Installed() []*manifest.Manifest { return ks.newest.manifests }

// SeparatedSteps are the steps of all kinds that nobody takes on their own work.
func (ks *Kinds) SeparatedSteps() []string {
	var out []string
	for _, m := range ks.Installed() {
		out = append(out, m.SeparatedSteps()...)
	}
	return out
}

// Every is every version of every module, a module's newest first.
func (ks *Kinds) Every() []*manifest.Manifest {
	var out []*manifest.Manifest
	for _, id := range ks.modules {
		for _, c := range ks.versions[id] {
			out = append(out, c.manifest)
		}
	}
	return out
}

// Versions are the installed versions of a module, newest first.
func (ks *Kinds) Versions(module string) []string {
	var out []string
	for _, c := range ks.versions[module] {
		out = append(out, c.manifest.Version)
	}
	return out
}

// In is what the province in ctx uses; outside a province the newest of
// everything. The same set comes back until the province changes something.
func (ks *Kinds) In(ctx context.Context) *Set {
	t, err := tenant.From(ctx)
	if err != nil {
		return ks.newest
	}
	var clauses []manifest.EnumValue
	revision := ""
	if ks.clauses != nil {
		clauses, revision = ks.clauses(ctx)
	}
	if len(t.Settings.Versions) == 0 && len(t.Settings.Fields) == 0 && len(t.Settings.Lists) == 0 && len(clauses) == 0 {
		return ks.newest
	}
	slug, now := db.Province(ctx), stamp{t.Stamp(), revision}
	if s, ok := ks.provinces.Load(slug); ok && s.(*Set).stamp == now {
		return s.(*Set)
	}
	own := t.Settings
	if len(clauses) > 0 {
		own.Lists = maps.Clone(own.Lists)
		if own.Lists == nil {
			own.Lists = map[string][]manifest.EnumValue{}
		}
		own.Lists[manifest.ListClauses] = clauses
	}
	s := ks.set(own)
	s.stamp = now
	ks.provinces.Store(slug, s)
	return s
}

// Of is the kind with the full name ("demo.visit") as the province in ctx uses
// it: the version in use, with the province's own fields. Fault: NotFound.
func (ks *Kinds) Of(ctx context.Context, full string) (*Kind, error) { return ks.In(ctx).Get(full) }

// set puts together what a province uses: pinned versions where it names them,
// else the newest, and its own fields and lists. What does not fit is left out
// with its reason in Problems.
func (ks *Kinds) set(own tenant.Settings) *Set {
	s := &Set{byName: map[string]*Kind{}}
	own.Lists = maps.Clone(own.Lists)
	if own.Lists == nil {
		own.Lists = map[string][]manifest.EnumValue{}
	}
	own.Lists[manifest.ListMeasures] = ks.measures
	for _, id := range ks.modules {
		c := ks.versions[id][0]
		if pin := own.Versions[id]; pin != "" {
			if pinned := ks.version(id, pin); pinned != nil {
				c = pinned
			} else {
				s.Problems = append(s.Problems, Refused{id, pin, "this version is not installed; " + c.manifest.Version + " is used"})
			}
		}
		s.add(c.widened(own, &s.Problems))
	}
	s.place()
	return s
}

// widened is c with a province's own fields and lists; c itself when there are
// none for it or they do not fit.
func (c *compiled) widened(province tenant.Settings, problems *[]Refused) *compiled {
	own := map[string][]manifest.Field{}
	for full, list := range province.Fields {
		if module, _, _ := strings.Cut(full, "."); module == c.manifest.ID && len(list) > 0 {
			own[full] = list
		}
	}
	if len(own) == 0 && !takesAny(c.manifest, province.Lists) {
		return c
	}
	wider, err := compileAll(c.manifest, own, province.Lists)
	if err != nil {
		*problems = append(*problems, Refused{c.manifest.ID, c.manifest.Version, "own fields: " + err.Error()})
		return c
	}
	return wider
}
