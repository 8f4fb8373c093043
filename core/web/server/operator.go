package server

import (
	"context"
	"net/http"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"

	"github.com/doanket/doanket/core/web/endpoint"
)

// health is the answer of the operator's port.
type health struct {
	Status string `json:"status"`
}

// healthz says that the process answers at all.
func (s *Server) healthz(*endpoint.Call, struct{}) (health, error) { return health{"ok"}, nil }

// readyz says whether requests should be sent here: not while stopping, not
// when what the wiring asks about is away.
func (s *Server) readyz(c *endpoint.Call, _ struct{}) (health, error) {
	if s.stopping.Load() {
		c.Status = http.StatusServiceUnavailable
		return health{"stopping"}, nil
	}
	if s.Ready == nil {
		return health{"ready"}, nil
	}
	ctx, done := context.WithTimeout(c.Ctx, 2*time.Second)
	defer done()
	if err := s.Ready(ctx); err != nil {
		s.log.Warn("not ready", "error", err.Error())
		c.Status = http.StatusServiceUnavailable
		return health{"not_ready"}, nil
	}
	return health{"ready"}, nil
}

// metrics hands over to the library, which writes in its own format.
func (s *Server) metrics() fiber.Handler { return adaptor.HTTPHandler(s.meter.handler()) }
