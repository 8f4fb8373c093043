package search

import (
	"net/http"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/search"
	"github.com/doanket/doanket/core/unit"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/view"
)

// Handler answers for the search over everything.
type Handler struct {
	Search *search.Search
	Tree   *unit.Tree
}

// Routes are what can be asked.
func (h Handler) Routes() []endpoint.Route {
	return []endpoint.Route{{Method: http.MethodGet, Path: "/search", Status: http.StatusOK, Budget: endpoint.Quick, Auth: endpoint.Session, Body: endpoint.JSON,
		Act: endpoint.Handle(h.find), Summary: "Records of all kinds, the text inside documents, units and kinds, by words"}}
}

type searchIn struct {
	Q     string        `query:"q" maxLength:"200"`
	Under string        `query:"under"`
	Kind  string        `query:"kind" maxLength:"120"`
	From  calendar.Date `query:"from"` // of a record's period, else the day it was made; of a paper's date, else the day it was brought
	To    calendar.Date `query:"to"`
	Limit int           `query:"limit"` // of each sort of thing
}

type searchOut struct {
	Records   []foundRecordOut   `json:"records"`
	Documents []foundDocumentOut `json:"documents"`
	Units     []view.UnitRef     `json:"units"`
	Kinds     []foundKindOut     `json:"kinds"`
}

type foundRecordOut struct {
	ID     string         `json:"id"`
	Kind   string         `json:"kind"`
	Title  []search.Piece `json:"title"`
	Number string         `json:"number,omitempty"`
	State  string         `json:"state"`
	DueOn  calendar.Date  `json:"due_on,omitzero"`
	Unit   view.UnitRef   `json:"unit"`
}

type foundDocumentOut struct {
	ID       string         `json:"id"`
	Name     string         `json:"name"`
	Title    []search.Piece `json:"title"`
	Kind     string         `json:"kind,omitempty"`
	Number   string         `json:"number,omitempty"`
	IssuedOn string         `json:"issued_on,omitempty"`
	Issuer   string         `json:"issuer,omitempty"`
	Passage  []search.Piece `json:"passage"` // of its text; empty where only its description has the words
	Record   foundInOut     `json:"record"`
}

type foundInOut struct {
	ID    string       `json:"id"`
	Kind  string       `json:"kind"`
	Title string       `json:"title"`
	Unit  view.UnitRef `json:"unit"`
}

type foundKindOut struct {
	Name  string        `json:"name"`
	Label manifest.Text `json:"label"`
}

func (h Handler) find(c *endpoint.Call, in searchIn) (searchOut, error) {
	out := searchOut{Records: []foundRecordOut{}, Documents: []foundDocumentOut{}, Units: []view.UnitRef{}, Kinds: []foundKindOut{}}
	limit, err := endpoint.Limit(in.Limit, 10, 50)
	if err != nil {
		return out, err
	}
	found, err := h.Search.Find(c.Ctx, search.Question{Words: in.Q, Under: in.Under, Kind: in.Kind, From: in.From, To: in.To, Limit: limit})
	if err != nil {
		return out, err
	}
	for _, r := range found.Records {
		out.Records = append(out.Records, foundRecordOut{r.ID, r.Kind, r.Title, r.Number, r.State, r.DueOn, view.Named(c.Ctx, h.Tree, r.UnitID)})
	}
	for _, d := range found.Documents {
		out.Documents = append(out.Documents, foundDocumentOut{d.ID, d.Name, d.Title, d.Kind, d.Number, d.IssuedOn, d.Issuer, append([]search.Piece{}, d.Passage...), h.proven(c, d.Record)})
	}
	for i := range found.Units {
		out.Units = append(out.Units, view.UnitOf(&found.Units[i]))
	}
	for _, k := range found.Kinds {
		out.Kinds = append(out.Kinds, foundKindOut{k.Full, k.Label})
	}
	return out, nil
}

func (h Handler) proven(c *endpoint.Call, r *record.Record) foundInOut {
	return foundInOut{r.ID, r.Kind, r.Title, view.Named(c.Ctx, h.Tree, r.UnitID)}
}
