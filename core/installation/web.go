package installation

import (
	"context"

	"github.com/doanket/doanket/core/indicator/gap"
	"github.com/doanket/doanket/core/publication"
	"github.com/doanket/doanket/core/seal"
	"github.com/doanket/doanket/core/succession"
	"github.com/doanket/doanket/core/web"
	"github.com/doanket/doanket/core/web/server"
)

// Web is the HTTP server over this installation.
func (i *Installation) Web(o web.Options) (*web.Server, error) {
	return web.New(web.Deps{
		Tenants: i.Tenants, People: i.People, Tree: i.Tree, Kinds: i.Kinds, Records: i.Records, Uploads: i.Uploads, Documents: i.Documents, Box: i.Box, Succession: &succession.Succession{Tree: i.Tree, People: i.People, Tell: i.Box.TookOver},
		Gate: gate{i}, Duties: i.Duties, Programme: i.Programme, Reports: i.Reports, Closings: i.Closings, Sheets: i.Sheets, Search: i.Search, Papers: i.papers, Public: &publication.Publications{Kinds: i.Kinds, Tree: i.Tree}, Figures: i.Figures, Gaps: &gap.Gaps{Figures: i.Figures, Records: i.Records, Kinds: i.Kinds, Aim: i.Programme.Aim}, Setup: i.Setup, Openings: i.Openings, Proposals: i.Proposals, Office: i.Office, Modules: switches{i}, Fields: i.Provinces, Roles: roles{i}, Audit: auditLog{i}, Jobs: jobs{i}, DeviceKey: i.deviceKey, Ready: i.Ready, Aside: i.asides, Unheld: i.unheld,
	}, o)
}

// deviceKey is the province's key for what browsers keep.
func (i *Installation) deviceKey(ctx context.Context) ([]byte, error) {
	return i.Keys.LastingKey(ctx, seal.ForDevices)
}

// asides names to /readyz the provinces, modules and measures set aside.
func (i *Installation) asides() []server.Aside {
	var out []server.Aside
	for _, a := range i.Provinces.Asides() {
		out = append(out, server.Aside{Tenant: a.Tenant, Reason: a.Reason})
	}
	for _, a := range i.SetAside() {
		out = append(out, server.Aside{Module: a.Module, Version: a.Version, Measure: a.Measure, Reason: a.Reason})
	}
	for slug, why := range i.CutLogs() {
		out = append(out, server.Aside{Tenant: slug, Reason: why})
	}
	return out
}

// unheld names to /readyz the bounds of modules that are not in force here.
func (i *Installation) unheld() (out []string) {
	if i.Host == nil {
		return nil
	}
	for _, b := range i.Host.Bounds() {
		if b.Missing != "" {
			out = append(out, b.Name+": "+b.Missing)
		}
	}
	return out
}
