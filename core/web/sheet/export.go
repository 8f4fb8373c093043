package sheet

import (
	"net/http"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/sheet"
	"github.com/doanket/doanket/core/sheet/grid"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/listing"
)

// Handler answers for spreadsheets.
type Handler struct {
	Sheets *sheet.Sheets
	Kinds  *kind.Kinds
}

// Routes are what can be asked of spreadsheets.
func (h Handler) Routes() []endpoint.Route {
	route := func(path, summary string, act endpoint.Endpoint) endpoint.Route {
		return endpoint.Route{Method: http.MethodGet, Path: path, Status: http.StatusOK, Budget: endpoint.Long, Auth: endpoint.Session, Body: endpoint.JSON, Act: act, Summary: summary}
	}
	return append([]endpoint.Route{
		route("/kinds/{module}.{kind}/template.xlsx", "An empty sheet to fill in records of a kind", endpoint.Handle(h.template)),
		route("/records/{module}.{kind}/export.xlsx", "A list of records, whole, as a sheet", endpoint.Handle(h.export(grid.XLSX))),
		route("/records/{module}.{kind}/export.csv", "A list of records, whole, as text", endpoint.Handle(h.export(grid.CSV))),
	}, h.importRoutes()...)
}

type templateIn struct {
	Module string `path:"module"`
	Kind   string `path:"kind"`
}

func (h Handler) template(c *endpoint.Call, in templateIn) (*endpoint.Stream, error) {
	full := in.Module + "." + in.Kind
	f, err := h.Sheets.Template(c.Ctx, full, c.Lang)
	if err != nil {
		return nil, err
	}
	return sent(c, f, h.label(c, full)), nil
}

// export sends a list. What is restricted leaves only for who has just shown that
// they are who is signed in.
func (h Handler) export(format string) func(c *endpoint.Call, in listing.In) (*endpoint.Stream, error) {
	return func(c *endpoint.Call, in listing.In) (*endpoint.Stream, error) {
		q := in.Query(c.Ctx, h.Kinds)
		if k, err := h.Kinds.Of(c.Ctx, q.Kind); err == nil && k.Sensitivity == manifest.SensitivityRestricted {
			if err := c.Fresh(); err != nil {
				return nil, err
			}
		}
		f, err := h.Sheets.Export(c.Ctx, q, format, c.Lang)
		if err != nil {
			return nil, err
		}
		return sent(c, f, h.label(c, q.Kind)+" "+calendar.Today(id.NowIn(c.Ctx)).String()), nil
	}
}

// label is what people call the kind.
func (h Handler) label(c *endpoint.Call, full string) string {
	if k, err := h.Kinds.Of(c.Ctx, full); err == nil {
		return k.Label.In(c.Lang)
	}
	return full
}

// sent is a file on its way to whoever asked, to be saved.
func sent(c *endpoint.Call, f *grid.File, name string) *endpoint.Stream {
	c.Attachment("attachment", f.Mime, name+"."+f.Format)
	c.Header.Set("Cache-Control", "no-store")
	return &endpoint.Stream{Body: f, Length: f.Size}
}
