package reporting

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/report"
	"github.com/doanket/doanket/core/report/print"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/view"
)

// Handler answers for reports.
type Handler struct {
	Reports *report.Reports
	People  view.Namer
	Placed  func(c *endpoint.Call, unitID string) string // the unit asked for, else the caller's own
	Office  Office
}

// Office makes PDFs of papers.
type Office interface {
	PDF(ctx context.Context, file []byte, extension string) ([]byte, error)
}

// Routes are what can be asked of reports.
func (h Handler) Routes() []endpoint.Route {
	route := func(method, path string, act endpoint.Endpoint, summary string) endpoint.Route {
		return endpoint.Route{Method: method, Path: path, Status: http.StatusOK, Budget: endpoint.Slow, Auth: endpoint.Session, Body: endpoint.JSON, Act: act, Summary: summary}
	}
	return []endpoint.Route{
		route(http.MethodGet, "/reports", endpoint.Handle(h.list), "Reports that can be written"),
		route(http.MethodGet, "/reports/{template}", endpoint.Handle(h.get), "A report of a unit and a period, as it stands or as it was frozen; as a paper where a file is asked for"),
		route(http.MethodPut, "/reports/{template}/texts/{section}", endpoint.Handle(h.write), "Write beside a section of a report, or on its face"),
		route(http.MethodPost, "/reports/{template}/freeze", endpoint.Handle(h.freeze), "Freeze a report for good"),
	}
}

func (h Handler) list(c *endpoint.Call, _ struct{}) (endpoint.Items[report.Template], error) {
	return endpoint.Items[report.Template]{Items: h.Reports.Templates(c.Ctx)}, nil
}

type getIn struct {
	Template string `path:"template"`
	Unit     string `query:"unit"`
	Period   string `query:"period" maxLength:"10"`
	Format   string `query:"format" enum:"json,docx,xlsx,pdf"` // docx and pdf: the paper, xlsx: its annex, all in Vietnamese, as a file
}

// reportOut is a report with what its reader may do to it.
type reportOut struct {
	*report.Report
	Frozen    *frozenOut `json:"frozen,omitempty"`
	MayWrite  bool       `json:"may_write"`
	MayFreeze bool       `json:"may_freeze"`
}

type frozenOut struct {
	By     view.Who  `json:"by"`
	At     time.Time `json:"at"`
	SHA256 string    `json:"sha256"`
}

func (h Handler) get(c *endpoint.Call, in getIn) (reportOut, error) {
	ask := report.Ask{Template: in.Template, Unit: h.Placed(c, in.Unit), Period: in.Period, Lang: c.Lang}
	if _, file := files[in.Format]; file {
		return reportOut{}, h.send(c, ask, in.Format)
	}
	r, err := h.Reports.Get(c.Ctx, ask)
	if err != nil {
		return reportOut{}, err
	}
	return h.shown(c, r), nil
}

// files are the formats in which a report leaves the product.
var files = map[string]struct {
	mime  string
	write func(*report.Report, print.Options) ([]byte, error)
}{"docx": {print.Mime, print.DOCX}, "xlsx": {print.AnnexMime, print.XLSX}, "pdf": {"application/pdf", print.DOCX}}

// send sends the report as a file.
func (h Handler) send(c *endpoint.Call, ask report.Ask, format string) error {
	r, err := h.Reports.Export(c.Ctx, ask, format)
	if err != nil {
		return err
	}
	f := files[format]
	content, err := f.write(r, print.Options{Origin: c.Origin, Now: id.NowIn(c.Ctx)})
	if err == nil && format == "pdf" {
		content, err = h.Office.PDF(c.Ctx, content, "docx")
	}
	if err != nil {
		return err
	}
	c.Send(f.mime, print.Name(r, format), content)
	return nil
}

func (h Handler) shown(c *endpoint.Call, r *report.Report) reportOut {
	out := reportOut{Report: r}
	if f := r.Frozen; f != nil {
		out.Frozen = &frozenOut{By: view.People(c.Ctx, h.People, f.By)(f.By), At: f.At, SHA256: f.SHA256}
		return out
	}
	out.MayWrite, out.MayFreeze = h.Reports.May(c.Ctx, r.Unit.ID)
	return out
}

type writeIn struct {
	Template string `path:"template"`
	Section  string `path:"section"`
	IfMatch  string `header:"If-Match" maxLength:"60"` // "v" and the text's version; left out: nothing is written yet
	Unit     string `json:"unit" required:"true"`
	Period   string `json:"period" required:"true" maxLength:"10"`
	Text     string `json:"text"`
}

type textVersionOut struct {
	Version int `json:"version"`
}

// write keeps what a person writes. Without If-Match nothing may be there yet.
func (h Handler) write(c *endpoint.Call, in writeIn) (textVersionOut, error) {
	version, err := endpoint.Version(in.IfMatch, false)
	if err != nil {
		return textVersionOut{}, err
	}
	ask := report.Ask{Template: in.Template, Unit: in.Unit, Period: in.Period}
	return textVersionOut{version + 1}, h.Reports.Write(c.Ctx, ask, in.Section, in.Text, version)
}

type freezeIn struct {
	Template string `path:"template"`
	IfMatch  string `header:"If-Match" maxLength:"80" required:"true"` // the seen of the report that was read
	Unit     string `json:"unit" required:"true"`
	Period   string `json:"period" required:"true" maxLength:"10"`
}

func (h Handler) freeze(c *endpoint.Call, in freezeIn) (reportOut, error) {
	ask := report.Ask{Template: in.Template, Unit: in.Unit, Period: in.Period}
	r, err := h.Reports.Freeze(c.Ctx, ask, strings.Trim(in.IfMatch, `"`))
	if err != nil {
		return reportOut{}, err
	}
	return h.shown(c, r), nil
}
