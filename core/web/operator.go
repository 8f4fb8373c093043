package web

import (
	"context"
	"net/http"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
)

// health is the answer of the operator's port.
type health struct {
	Status string `json:"status"`
}

// healthz says that the process answers at all.
func healthz(*call, struct{}) (health, error) { return health{"ok"}, nil }

// readyz says whether requests should be sent here: not while stopping, not
// when what the wiring asks about is away.
func readyz(c *call, _ struct{}) (health, error) {
	if c.stopping.Load() {
		c.status = http.StatusServiceUnavailable
		return health{"stopping"}, nil
	}
	if c.Ready == nil {
		return health{"ready"}, nil
	}
	ctx, done := context.WithTimeout(c.ctx, 2*time.Second)
	defer done()
	if err := c.Ready(ctx); err != nil {
		c.log.Warn("not ready", "error", err.Error())
		c.status = http.StatusServiceUnavailable
		return health{"not_ready"}, nil
	}
	return health{"ready"}, nil
}

// metrics hands over to the library, which writes in its own format.
func (s *Server) metrics() fiber.Handler { return adaptor.HTTPHandler(s.meter.handler()) }
