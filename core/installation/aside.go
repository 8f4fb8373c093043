package installation

import (
	"context"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/web/admin"
)

// Aside is a module or one of its measures that cannot be used, and why;
// everything else serves.
type Aside struct {
	Module  string        `json:"module"`
	Version string        `json:"version,omitempty"`
	Measure string        `json:"measure,omitempty"` // full name; empty: the whole module
	Label   manifest.Text `json:"label,omitzero"`
	Reason  string        `json:"reason"`
}

// String is "demo: why" or "demo.visits: why".
func (a Aside) String() string {
	if a.Measure != "" {
		return a.Measure + ": " + a.Reason
	}
	return a.Module + ": " + a.Reason
}

// SetAside is what was set aside when the installation opened: modules whose
// binary or manifest cannot be used, manifests that do not compile, measures
// over what no installed module declares.
func (i *Installation) SetAside() []Aside {
	out := append([]Aside{}, i.unusable...)
	for _, r := range i.Kinds.Refused() {
		out = append(out, Aside{Module: r.Module, Version: r.Version, Reason: r.Reason})
	}
	for _, r := range i.Figures.Refused() {
		out = append(out, Aside{Module: r.Module, Measure: r.FullName(), Label: r.Label, Reason: r.Reason})
	}
	return out
}

// asideOf gives the switchboard what it shows of a module in the province in
// ctx: the measures set aside, and what the province asked for and cannot have.
// A module set aside as a whole has a line of its own.
func (i *Installation) asideOf(ctx context.Context, moduleID string) []admin.Aside {
	var out []admin.Aside
	for _, r := range i.Kinds.In(ctx).Problems {
		if r.Module == moduleID {
			out = append(out, admin.Aside{Reason: r.Version + ": " + r.Reason})
		}
	}
	for _, a := range i.SetAside() {
		if a.Module == moduleID && a.Measure != "" {
			out = append(out, admin.Aside{Measure: a.Measure, Label: a.Label, Reason: a.Reason})
		}
	}
	return out
}

// unusableModules are the ids of modules whose binary or manifest cannot be used.
func (i *Installation) unusableModules() []string {
	var out []string
	for _, a := range i.unusable {
		out = append(out, a.Module)
	}
	return out
}
