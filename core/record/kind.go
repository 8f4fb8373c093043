package record

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
	"github.com/doanket/doanket/core/tenant"
)

// Kind is a manifest's kind with everything compiled from it.
type Kind struct {
	*manifest.Kind
	Manifest *manifest.Manifest
	Rules    *rule.Set

	full                               string
	columns                            []column
	table                              string   // quoted
	selectText, insertText, updateText string   // of the table's columns, id first
	search                             []string // fields that q looks into
	refs                               []string // fields that point at records
	goInputs                           []string // inputs of fields the module derives
}

// Kinds are all kinds of all manifests, the base manifest included.
type Kinds struct {
	manifests []*manifest.Manifest
	kinds     []*Kind
	byName    map[string]*Kind
	revisions revisions
}

// NewKinds compiles the manifests; the base manifest comes by itself. A
// manifest that does not compile is refused as a whole.
func NewKinds(manifests []*manifest.Manifest) (*Kinds, error) {
	ks := &Kinds{byName: map[string]*Kind{}}
	for _, m := range append([]*manifest.Manifest{manifest.Core()}, manifests...) {
		if slices.ContainsFunc(ks.manifests, func(o *manifest.Manifest) bool { return o.ID == m.ID }) {
			continue
		}
		ks.manifests = append(ks.manifests, m)
		for i := range m.Kinds {
			k, err := compile(m, &m.Kinds[i])
			if err != nil {
				return nil, fmt.Errorf("compile kind %s: %w", m.Kinds[i].FullName(), err)
			}
			ks.kinds = append(ks.kinds, k)
			ks.byName[k.full] = k
		}
	}
	return ks, nil
}

func compile(m *manifest.Manifest, k *manifest.Kind) (*Kind, error) {
	rules, err := rule.Compile(k)
	if err != nil {
		return nil, err
	}
	out := &Kind{Kind: k, Manifest: m, Rules: rules, full: k.FullName(), columns: columnsOf(k), table: quote(k.Table())}
	out.texts()
	for i := range k.Fields {
		f := &k.Fields[i]
		if _, known := shapes[f.Type]; !known {
			return nil, fault.New(fault.Invalid, "unknown_type", fault.Field(f.Name))
		}
		if f.Search && !f.Sealed {
			out.search = append(out.search, f.Name)
		}
		if f.Type == manifest.TypeRef {
			out.refs = append(out.refs, f.Name)
		}
		if f.Derived == manifest.DecideGo {
			out.goInputs = append(out.goInputs, f.From...)
		}
	}
	if k.Lifecycle.State(k.Lifecycle.Initial) == nil {
		return nil, fault.New(fault.Invalid, "unknown_state", fault.Param("state", k.Lifecycle.Initial))
	}
	return out, nil
}

// Get is the kind with the full name ("demo.visit"), or NotFound.
func (ks *Kinds) Get(full string) (*Kind, error) {
	if k, ok := ks.byName[full]; ok {
		return k, nil
	}
	return nil, fault.New(fault.NotFound, "not_found", fault.Param("kind", strings.ToValidUTF8(full, "?")))
}

// All is every kind, by manifest and place in it.
func (ks *Kinds) All() []*Kind { return ks.kinds }

// Manifests is every manifest, the base one first.
func (ks *Kinds) Manifests() []*manifest.Manifest { return ks.manifests }

// Enabled reports whether the kind's module is on in the province in ctx.
// Kinds of the base manifest always are.
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
	for _, k := range ks.kinds {
		if ks.Enabled(ctx, k.full) {
			out = append(out, k)
		}
	}
	return out
}

// writable is Conflict module_disabled where the kind's module is off.
func (ks *Kinds) Writable(ctx context.Context, k *Kind) error {
	if ks.Enabled(ctx, k.full) {
		return nil
	}
	return fault.New(fault.Conflict, "module_disabled", fault.Param("module", k.Module))
}

// Listeners are the enabled manifests that listen to the event.
func (ks *Kinds) Listeners(ctx context.Context, event string) []string {
	var out []string
	for _, m := range ks.manifests {
		listens := slices.ContainsFunc(m.Events, func(e manifest.Event) bool { return e.On == event })
		if listens && ks.Enabled(ctx, m.ID+".") {
			out = append(out, m.ID)
		}
	}
	return out
}

// manifest is the manifest with the id, nil if there is none.
func (ks *Kinds) Manifest(id string) *manifest.Manifest {
	i := slices.IndexFunc(ks.manifests, func(m *manifest.Manifest) bool { return m.ID == id })
	if i < 0 {
		return nil
	}
	return ks.manifests[i]
}
