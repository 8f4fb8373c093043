package kind

import (
	"context"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/tenant"
)

// Set is the kinds one province uses. It never changes; another one takes its
// place when the province does.
type Set struct {
	Problems  []Refused // what the province asked for and cannot have
	manifests []*manifest.Manifest
	kinds     []*Kind
	byName    map[string]*Kind
	placing   map[string][]string // kind → see Placing
	children  map[string][]*Kind  // kind → see Children
	stamp     stamp
}

// stamp is what a set was made of. The two are compared by themselves: settings are
// long, and while nothing changes they are the same text in the same place.
type stamp struct{ settings, clauses string }

func (s *Set) add(c *compiled) {
	s.manifests = append(s.manifests, c.manifest)
	for _, k := range c.kinds {
		s.kinds = append(s.kinds, k)
		s.byName[k.Full] = k
	}
}

// Get is the kind with the full name, or NotFound.
func (s *Set) Get(full string) (*Kind, error) {
	if k, ok := s.byName[full]; ok {
		return k, nil
	}
	return nil, fault.New(fault.NotFound, "not_found", fault.Param("kind", strings.ToValidUTF8(full, "?")))
}

// Placing lists the date fields that place a record of the kind in time: its
// period's and those by which measures of any module count it.
func (s *Set) Placing(full string) []string { return s.placing[full] }

// Children are the kinds whose records stand below those of the kind.
func (s *Set) Children(full string) []*Kind { return s.children[full] }

// place finds what Placing and Children list, once all manifests are there.
func (s *Set) place() {
	s.placing, s.children = map[string][]string{}, map[string][]*Kind{}
	put := func(full, name string) {
		if k := s.byName[full]; k != nil && k.Field(name) != nil && !slices.Contains(s.placing[full], name) {
			s.placing[full] = append(s.placing[full], name)
		}
	}
	for _, k := range s.kinds {
		put(k.Full, k.Period)
		if above := k.ParentKind(); above != "" {
			s.children[above] = append(s.children[above], k)
		}
	}
	for _, m := range s.manifests {
		for i := range m.Measures {
			put(m.Measures[i].Of, m.Measures[i].Period)
		}
	}
}

// All is every kind, by manifest and place in it.
func (s *Set) All() []*Kind { return s.kinds }

// Manifests is every manifest, the base one first.
func (s *Set) Manifests() []*manifest.Manifest { return s.manifests }

// Manifest is the manifest with the id, nil if there is none.
func (s *Set) Manifest(id string) *manifest.Manifest {
	i := slices.IndexFunc(s.manifests, func(m *manifest.Manifest) bool { return m.ID == id })
	if i < 0 {
		return nil
	}
	return s.manifests[i]
}

// Enabled reports whether the module of a kind, or of "module.", is on in the
// province in ctx, if only at some units. The base manifest always is.
func (ks *Kinds) Enabled(ctx context.Context, full string) bool {
	module, _, _ := strings.Cut(full, ".")
	if module == manifest.CoreID {
		return true
	}
	t, err := tenant.From(ctx)
	return err == nil && t.On(module)
}

// ForTenant is the kinds switched on in the province in ctx.
func (ks *Kinds) ForTenant(ctx context.Context) []*Kind {
	var out []*Kind
	for _, k := range ks.In(ctx).kinds {
		if ks.Enabled(ctx, k.Full) {
			out = append(out, k)
		}
	}
	return out
}

// Listeners are the enabled modules that listen to the event.
func (ks *Kinds) Listeners(ctx context.Context, event string) []string {
	var out []string
	for _, m := range ks.In(ctx).manifests {
		listens := slices.ContainsFunc(m.Events, func(e manifest.Event) bool { return e.On == event })
		if listens && ks.Enabled(ctx, m.ID+".") {
			out = append(out, m.ID)
		}
	}
	return out
}
