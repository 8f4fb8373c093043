package closing

import (
	"net/http"
	"strings"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/closing"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/view"
)

// Handler answers for closings.
type Handler struct {
	Closings *closing.Closings
	People   view.Namer
	Placed   func(c *endpoint.Call, unitID string) string // the unit asked for, else the caller's own
}

// Routes are what can be asked of closings.
func (h Handler) Routes() []endpoint.Route {
	route := func(method, path string, status int, budget time.Duration, act endpoint.Endpoint, summary string) endpoint.Route {
		return endpoint.Route{Method: method, Path: path, Status: status, Budget: budget, Auth: endpoint.Session, Body: endpoint.JSON, Act: act, Summary: summary}
	}
	return []endpoint.Route{
		route(http.MethodGet, "/closings", http.StatusOK, endpoint.Quick, endpoint.Handle(h.list), "Closed periods that hold figures of a unit"),
		route(http.MethodPost, "/closings", http.StatusCreated, endpoint.Long, endpoint.Handle(h.close), "Close a period for good: freeze its figures, signed"),
		route(http.MethodGet, "/closings/preview", http.StatusOK, endpoint.Long, endpoint.Handle(h.preview), "What closing a period would freeze"),
		route(http.MethodGet, "/closings/standing", http.StatusOK, endpoint.Slow, endpoint.Handle(h.standing), "Closed figures of a unit and period beside today's"),
		route(http.MethodGet, "/closings/key", http.StatusOK, endpoint.Quick, endpoint.Handle(h.key), "The public key closed periods are signed with"),
		route(http.MethodGet, "/closings/{id}/changes", http.StatusOK, endpoint.Slow, endpoint.Handle(h.changes), "What changed of a closed figure since, and by which acts"),
		route(http.MethodGet, "/closings/{id}/content", http.StatusOK, endpoint.Long, endpoint.Handle(h.content), "The signed statement of a closed period, as a file anybody can verify"),
	}
}

type closingOut struct {
	ID            string          `json:"id"`
	Unit          string          `json:"unit"`
	Period        calendar.Period `json:"period"`
	Edition       int             `json:"edition"`
	Replaces      string          `json:"replaces,omitempty"`
	Reason        string          `json:"reason,omitempty"`
	SHA256        string          `json:"sha256"`
	Key           string          `json:"key"`
	Signature     string          `json:"signature"`
	Measures      int             `json:"measures"`
	Figures       int             `json:"figures"`
	Contributions int             `json:"contributions"`
	By            view.Who        `json:"by"`
	At            time.Time       `json:"at"`
}

func (h Handler) shown(c *endpoint.Call, all ...*closing.Closing) []closingOut {
	var ids []string
	for _, one := range all {
		ids = append(ids, one.By)
	}
	who := view.People(c.Ctx, h.People, ids...)
	out := []closingOut{}
	for _, o := range all {
		out = append(out, closingOut{o.ID, o.Unit, o.Period, o.Edition, o.Replaces, o.Reason, o.SHA256, o.Key, o.Signature, o.Measures, o.Figures, o.Contributions, who(o.By), o.At})
	}
	return out
}

type listIn struct {
	Unit string `query:"unit"`
}

type closingsOut struct {
	Items    []closingOut `json:"items"`
	MayClose bool         `json:"may_close"`
}

func (h Handler) list(c *endpoint.Call, in listIn) (closingsOut, error) {
	unitID := h.Placed(c, in.Unit)
	found, err := h.Closings.List(c.Ctx, unitID)
	if err != nil {
		return closingsOut{}, err
	}
	return closingsOut{h.shown(c, found...), h.Closings.MayClose(c.Ctx, unitID)}, nil
}

type placeIn struct {
	Unit   string `query:"unit"`
	Period string `query:"period" maxLength:"10" required:"true"`
}

type closingPreviewOut struct {
	Seen          string      `json:"seen"` // for If-Match
	Units         int         `json:"units"`
	Measures      int         `json:"measures"`
	Figures       int         `json:"figures"`
	Contributions int         `json:"contributions"`
	Records       int         `json:"records"`
	Closed        *closingOut `json:"closed,omitempty"` // the edition that stands
	Changed       bool        `json:"changed"`          // since then
}

func (h Handler) preview(c *endpoint.Call, in placeIn) (closingPreviewOut, error) {
	p, err := h.Closings.Preview(c.Ctx, h.Placed(c, in.Unit), in.Period)
	if err != nil {
		return closingPreviewOut{}, err
	}
	out := closingPreviewOut{Seen: p.Seen, Units: p.Units, Measures: p.Measures, Figures: p.Figures, Contributions: p.Contributions, Records: p.Records, Changed: p.Changed}
	if p.Latest != nil {
		out.Closed = &h.shown(c, p.Latest)[0]
	}
	return out, nil
}

type closeIn struct {
	IfMatch  string `header:"If-Match" maxLength:"80" required:"true"` // the seen of the preview that was read
	Unit     string `json:"unit" required:"true"`
	Period   string `json:"period" required:"true" maxLength:"10"`
	Replaces string `json:"replaces,omitempty"` // the closing that this edition follows
	Reason   string `json:"reason,omitempty" maxLength:"1000"`
}

func (h Handler) close(c *endpoint.Call, in closeIn) (closingOut, error) {
	done, err := h.Closings.Close(c.Ctx, closing.Ask{Unit: in.Unit, Period: in.Period, Seen: strings.Trim(in.IfMatch, `"`), Replaces: in.Replaces, Reason: in.Reason})
	if err != nil {
		return closingOut{}, err
	}
	return h.shown(c, done)[0], nil
}

type closingKeyOut struct {
	Algorithm string `json:"algorithm" enum:"ed25519"`
	Key       string `json:"key"` // base64
}

func (h Handler) key(c *endpoint.Call, _ struct{}) (closingKeyOut, error) {
	key, err := h.Closings.PublicKey(c.Ctx)
	return closingKeyOut{"ed25519", key}, err
}

// content sends a statement to who has just shown that they are who is signed in:
// it names every record that counts.
func (h Handler) content(c *endpoint.Call, in endpoint.ByID) (*endpoint.Stream, error) {
	if err := c.Fresh(); err != nil {
		return nil, err
	}
	body, of, err := h.Closings.Content(c.Ctx, in.ID)
	if err != nil {
		return nil, err
	}
	c.Attachment("attachment", closing.Mime, string(of.Period)+"-"+of.ID+".jsonl")
	c.Header.Set("Cache-Control", "no-store")
	return &endpoint.Stream{Body: body, Length: of.Size}, nil
}
