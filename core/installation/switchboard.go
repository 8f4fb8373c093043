package installation

import (
	"context"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/module"
	"github.com/doanket/doanket/core/switchboard"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/web/admin"
	"github.com/doanket/doanket/core/web/person"
	"github.com/doanket/doanket/core/web/view"
)

// switches shows the modules of the province in ctx to the room web.
type switches struct{ i *Installation }

// List is every module of the installation and whether it is on here.
func (s switches) List(ctx context.Context) ([]admin.Module, error) {
	t, err := tenant.From(ctx)
	if err != nil {
		return nil, err
	}
	status := map[string]admin.Module{}
	held, err := s.i.pinned()
	if err != nil {
		return nil, err
	}
	if s.i.Host != nil {
		found, err := s.i.Host.Discover(ctx)
		if err != nil {
			return nil, err
		}
		files := map[string]module.Info{}
		for _, f := range found {
			files[f.ID] = f
		}
		for _, st := range s.i.Host.States(ctx) {
			id, _, _ := strings.Cut(st.ID, "@")
			f := files[st.ID]
			status[id+"@"+st.Version] = admin.Module{Status: st.Status, Detail: st.LastError, Digest: f.Digest, Signed: f.Signed, Pinned: held[st.ID]}
		}
	}
	out := []admin.Module{}
	for _, m := range s.i.Kinds.In(ctx).Manifests() {
		if m.ID == manifest.CoreID {
			continue
		}
		line := status[m.ID+"@"+m.Version]
		line.ID, line.Label, line.Version, line.Enabled, line.Kinds = m.ID, m.Label, m.Version, t.On(m.ID), len(m.Kinds)
		for _, id := range t.Pilot(m.ID) {
			line.Pilot = append(line.Pilot, view.Named(ctx, s.i.Tree, id))
		}
		line.Versions, line.Held = s.i.Kinds.Versions(m.ID), t.Settings.Versions[m.ID]
		line.SetAside = s.i.asideOf(ctx, m.ID)
		out = append(out, line)
	}
	for _, a := range s.i.SetAside() {
		if a.Measure == "" {
			out = append(out, admin.Module{ID: a.Module, Label: manifest.Text{VI: a.Module, EN: a.Module}, Version: a.Version,
				Versions: []string{}, Enabled: t.On(a.Module), Status: admin.StatusSetAside, Detail: a.Reason})
		}
	}
	return out, nil
}

// Set switches a module. What it permits takes effect at once.
func (s switches) Set(ctx context.Context, moduleID string, w switchboard.Wish) error {
	return s.i.Switchboard.Set(ctx, moduleID, w)
}

// Hold moves the version the province is held to.
func (s switches) Hold(ctx context.Context, moduleID, version string) error {
	return s.i.Provinces.PinVersion(ctx, moduleID, version)
}

// Effect says what switching a module will mean.
func (s switches) Effect(ctx context.Context, moduleID string, w switchboard.Wish) (*switchboard.Effect, error) {
	return s.i.Switchboard.Effect(ctx, moduleID, w)
}

// placed are the paths of units that try a module; of one that has ended also those of
// the units that took over from it.
func (i *Installation) placed(ctx context.Context, ids []string) ([]string, error) {
	var out []string
	seen := map[string]bool{}
	for n := 0; n < len(ids); n++ {
		if seen[ids[n]] {
			continue
		}
		seen[ids[n]] = true
		u, err := i.Tree.Get(ctx, ids[n])
		if fault.Is(err, fault.NotFound) {
			continue // of a tree that was replaced
		}
		if err != nil {
			return nil, err
		}
		out, ids = append(out, u.Path), append(slices.Clone(ids), u.Successors...)
	}
	return out, nil
}

// roles shows the province's roles to the room web.
type roles struct{ i *Installation }

// List is the province's roles.
func (r roles) List(ctx context.Context) ([]person.Role, error) {
	list, err := r.i.Guard.Roles(ctx)
	if err != nil {
		return nil, err
	}
	out := []person.Role{}
	for _, x := range list {
		role := person.Role{ID: x.ID, Label: manifest.Text{VI: x.Label.VI, EN: x.Label.EN}, Inherits: x.Inherits, Plays: x.Plays}
		for _, p := range x.Permissions {
			role.Permissions = append(role.Permissions, person.Permission{Kind: p.Kind, Action: p.Action, Reach: string(p.Reach)})
		}
		for _, line := range x.Help {
			role.Help = append(role.Help, manifest.Text{VI: line.VI, EN: line.EN})
		}
		out = append(out, role)
	}
	return out, nil
}

// roleIDs are the ids of the province's roles.
func (i *Installation) roleIDs(ctx context.Context) ([]string, error) {
	list, err := i.Guard.Roles(ctx)
	out := make([]string, len(list))
	for n, r := range list {
		out[n] = r.ID
	}
	return out, err
}
