package discarded

import (
	"net/http"
	"time"

	"github.com/doanket/doanket/core/record/bin"
	"github.com/doanket/doanket/core/unit"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/view"
)

// Handler answers for discarded drafts.
type Handler struct {
	Bin    *bin.Bin
	Tree   *unit.Tree
	People view.Namer
}

// Routes are what can be asked of discarded drafts.
func (h Handler) Routes() []endpoint.Route {
	return []endpoint.Route{
		{Method: http.MethodGet, Path: "/me/discarded", Status: 200, Budget: endpoint.Quick, Auth: endpoint.Session, Body: endpoint.JSON,
			Act: endpoint.Handle(h.list), Summary: "Drafts I made or discarded, that can still be restored"},
		{Method: http.MethodPost, Path: "/records/{id}/restore", Status: 200, Budget: endpoint.Quick, Auth: endpoint.Session, Body: endpoint.JSON,
			Act: endpoint.Handle(h.restore), Summary: "Make a discarded draft a draft again"},
	}
}

type discardedOut struct {
	ID          string       `json:"id"`
	Kind        string       `json:"kind"`
	Title       string       `json:"title"`
	Unit        view.UnitRef `json:"unit"`
	DiscardedAt time.Time    `json:"discarded_at"`
	By          view.Who     `json:"by"`
	Until       time.Time    `json:"until"` // it can be restored
}

func (h Handler) list(c *endpoint.Call, _ struct{}) (endpoint.Items[discardedOut], error) {
	out := endpoint.Items[discardedOut]{Items: []discardedOut{}}
	found, err := h.Bin.List(c.Ctx)
	if err != nil {
		return out, err
	}
	var ids []string
	for _, r := range found {
		ids = append(ids, r.UpdatedBy)
	}
	who := view.People(c.Ctx, h.People, ids...)
	for _, r := range found {
		out.Items = append(out.Items, discardedOut{ID: r.ID, Kind: r.Kind, Title: r.Title, Unit: view.Named(c.Ctx, h.Tree, r.UnitID),
			DiscardedAt: r.UpdatedAt, By: who(r.UpdatedBy), Until: r.UpdatedAt.Add(bin.Kept)})
	}
	return out, nil
}

type restoredOut struct {
	ID      string `json:"id"`
	Kind    string `json:"kind"`
	Version int    `json:"version"`
}

func (h Handler) restore(c *endpoint.Call, in endpoint.ByID) (restoredOut, error) {
	r, err := h.Bin.Restore(c.Ctx, in.ID)
	if err != nil {
		return restoredOut{}, err
	}
	return restoredOut{r.ID, r.Kind, r.Version}, nil
}
