package setup

import (
	"context"
	"net/http"

	"github.com/doanket/doanket/core/setup"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/permission"
)

// Beginnings is the room setup as web needs it.
type Beginnings interface {
	State(ctx context.Context) (*setup.SetupState, error)
}

// Handler answers for the beginning of a province.
type Handler struct {
	Beginnings Beginnings
	Gate       permission.Gate
}

// Routes are what can be asked of it.
func (h Handler) Routes() []endpoint.Route {
	return []endpoint.Route{{Method: http.MethodGet, Path: "/setup", Status: http.StatusOK, Budget: endpoint.Slow, Auth: endpoint.Session, Body: endpoint.JSON, Act: endpoint.Handle(h.get),
		Summary: "What a new province still needs before its first figure, and what starter packs would choose, each beside its source"}}
}

func (h Handler) get(c *endpoint.Call, _ struct{}) (*setup.SetupState, error) {
	if err := h.Gate.Check(c.Ctx, "admin:settings", "", ""); err != nil {
		return nil, err
	}
	return h.Beginnings.State(c.Ctx)
}
