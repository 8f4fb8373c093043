package province

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/blob"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/programme"
	"github.com/doanket/doanket/core/province/archive"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/seal"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/unit"
)

// Deps are the rooms that together hold a province.
type Deps struct {
	BaseDomain string // provinces are reached at <slug>.<base domain>

	Broken []string // modules that are installed and cannot be used

	Cluster *db.Cluster
	Store   *blob.Store
	Tenants *tenant.Registry
	Tree    *unit.Tree
	People  *identity.People
	Guard   *access.Guard
	Kinds   *kind.Kinds
	Records *record.Records
	Holders []archive.Holder // of what it keeps in the store
	Figures Figures
	Keys    *seal.Keys

	Programme *programme.Programme
}

// Figures has what measures and duties count made ready when a province is made,
// changed or restored; the rooms indicator and duty together fit it.
type Figures interface {
	Prepare(ctx context.Context) error
}

// Provinces acts on whole provinces: as an operator does, not as a person in one.
type Provinces struct {
	Deps
	asides atomic.Pointer[[]Aside]
}

// New makes Provinces over the rooms.
func New(d Deps) *Provinces { return &Provinces{Deps: d} }

// inside is a province as the system, suspended or not: for acts of the
// operator on all of it.
func (p *Provinces) inside(ctx context.Context, t *tenant.Tenant, system string) context.Context {
	return identity.System(tenant.With(p.Cluster.Enter(ctx, t.Slug), t), system)
}

// SwitchModule switches a module of the province in ctx on or off; on with ids of units,
// only these and all below them try it. What it permits takes effect at once. Faults: NotFound for a module that is not installed;
// Conflict module_unit_kinds for one that counts on kinds of units the province has not.
func (p *Provinces) SwitchModule(ctx context.Context, moduleID string, on bool, pilot ...string) error {
	t, err := tenant.From(ctx)
	if err != nil {
		return err
	}
	if moduleID == manifest.CoreID || len(p.Kinds.Versions(moduleID)) == 0 {
		return p.UnknownModule(moduleID)
	}
	if on {
		if err := p.served(ctx, moduleID); err != nil {
			return err
		}
	}
	if err := p.Tenants.SetModule(p.Cluster.With(ctx), t.Slug, moduleID, on, pilot...); err != nil {
		return err
	}
	return p.Figures.Prepare(ctx)
}

var moduleName = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,39}$`)

// UnknownModule is the fault for a module that is not installed, and which are:
// NotFound module_unknown; plain not_found for what is no name of a module, so that
// nothing that was sent is said back.
func (p *Provinces) UnknownModule(id string) error {
	if !moduleName.MatchString(id) {
		return fault.New(fault.NotFound, "not_found", fault.Field("module"))
	}
	var installed []string
	for _, m := range p.Kinds.Installed() {
		if m.ID != manifest.CoreID {
			installed = append(installed, m.ID)
		}
	}
	return fault.New(fault.NotFound, "module_unknown", fault.Param("module", id), fault.Param("fix", manifest.OneOf(id, installed)))
}

// served refuses a module that, in the version the province in ctx uses, counts
// on kinds of units which the province has not listed. One that has listed none
// yet may use any.
func (p *Provinces) served(ctx context.Context, moduleID string) error {
	all := p.Kinds.In(ctx).Manifests()
	i := slices.IndexFunc(all, func(m *manifest.Manifest) bool { return m.ID == moduleID })
	if i < 0 {
		return nil // set aside, with a reason of its own
	}
	m := all[i]
	kinds, err := p.Tree.Kinds(ctx)
	if err != nil || len(kinds) == 0 {
		return err
	}
	missing := slices.DeleteFunc(m.UnitKinds(), func(code string) bool {
		return slices.ContainsFunc(kinds, func(k unit.Kind) bool { return k.Code == code })
	})
	if len(missing) > 0 {
		return fault.New(fault.Conflict, "module_unit_kinds", fault.Param("module", m.ID), fault.Param("kinds", strings.Join(missing, ", ")))
	}
	return nil
}

// PinVersion sets which version of a module the province in ctx uses, "" for
// the newest, widens its tables and gives its roles what that version permits.
// Faults: NotFound for a version that is not installed; Conflict module_unit_kinds
// for one that counts on kinds of units the province has not, module_states_gone for one
// without a state that records are in; Stale settings_stale.
func (p *Provinces) PinVersion(ctx context.Context, moduleID, version string) error {
	t, err := tenant.From(ctx)
	if err != nil {
		return err
	}
	installed := p.Kinds.Versions(moduleID)
	if moduleID == manifest.CoreID || len(installed) == 0 || version != "" && !slices.Contains(installed, version) {
		return fault.New(fault.NotFound, "module_version_unknown", fault.Param("module", moduleID), fault.Param("version", version))
	}
	s := t.Settings
	s.Versions = maps.Clone(s.Versions)
	if s.Versions == nil {
		s.Versions = map[string]string{}
	}
	if s.Versions[moduleID] = version; version == "" {
		delete(s.Versions, moduleID)
	}
	in := tenant.With(ctx, t.Having(s))
	if err := p.served(in, moduleID); err != nil {
		return err
	}
	if err := p.Kinds.Prepare(in); err != nil {
		return fmt.Errorf("widen for %s %s: %w", moduleID, version, err)
	}
	if err := p.Kinds.Housed(in, moduleID); err != nil {
		return err
	}
	if err := p.Tenants.Set(p.Cluster.With(ctx), t, s); err != nil {
		return err
	}
	if err := p.Figures.Prepare(in); err != nil {
		return err
	}
	_, err = p.Guard.Refresh(in)
	return err
}

// Remove deletes a province: its documents, its database, its name.
func (p *Provinces) Remove(ctx context.Context, slug string) error {
	ctx = p.Cluster.With(ctx)
	if _, err := p.Tenants.Get(ctx, slug); err != nil {
		return err
	}
	if err := p.Store.Drop(ctx, p.Store.Bucket(slug)); err != nil {
		return fmt.Errorf("remove documents of %s: %w", slug, err)
	}
	return p.Tenants.Remove(ctx, slug)
}
