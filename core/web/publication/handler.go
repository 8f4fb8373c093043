package publication

import (
	"bytes"
	"context"
	_ "embed"
	"html/template"
	"io"
	"net/http"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/publication"
	"github.com/doanket/doanket/core/web/endpoint"
)

// Pages makes the page of the province in ctx; the room publication fits it.
type Pages interface {
	Page(ctx context.Context) (*publication.Page, error)
}

// Handler serves it.
type Handler struct{ Pages Pages }

// Path is where everybody finds it.
const Path = "/cong-khai"

// Routes are the page.
func (h Handler) Routes() []endpoint.Route {
	return []endpoint.Route{{Method: http.MethodGet, Path: Path, Page: true, Style: endpoint.InlineStyle(page), Status: http.StatusOK, Budget: endpoint.Quick, Auth: endpoint.Public, Body: endpoint.Small,
		Act: endpoint.Handle(h.get), Summary: "What the province shows to everybody"}}
}

//go:embed page.html
var page string

var face = template.Must(template.New("page").Parse(page))

// maxAge lets neighbours on the way keep the page as long as we keep it ourselves.
const maxAge = "public, max-age=60"

// get is the page; where nothing is switched on there is none, and it says so.
func (h Handler) get(c *endpoint.Call, _ struct{}) (*endpoint.Stream, error) {
	p, err := h.Pages.Page(c.Ctx)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := face.Execute(&out, struct {
		*publication.Page
		On string
	}{p, calendar.Today(p.At).Vietnamese()}); err != nil {
		return nil, err
	}
	c.Header.Set("Content-Type", "text/html; charset=utf-8")
	c.Header.Set("Content-Language", "vi")
	c.Header.Set("Cache-Control", maxAge)
	if len(p.Sections) == 0 {
		c.Status = http.StatusNotFound
	}
	return &endpoint.Stream{Body: io.NopCloser(&out), Length: int64(out.Len())}, nil
}
