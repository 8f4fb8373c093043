package server

import (
	"context"
	"net/http"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"

	"github.com/doanket/doanket/core/web/endpoint"
)

// health is the answer of the operator's port. What is set aside
// does not make the rest unready.
type health struct {
	Status string  `json:"status"`
	Aside  []Aside `json:"aside,omitempty"`

	Warnings []string `json:"warnings,omitempty"` // for the operator to set right
	Unheld   []string `json:"unheld,omitempty"`   // bounds of modules that this machine has not
}

// Aside is a province, a module or a measure that is set aside, and why.
type Aside struct {
	Tenant  string `json:"tenant,omitempty"`
	Module  string `json:"module,omitempty"`
	Version string `json:"version,omitempty"`
	Measure string `json:"measure,omitempty"` // full name; empty: the whole module
	Reason  string `json:"reason"`
}

// healthz says that the process answers at all.
func (s *Server) healthz(*endpoint.Call, struct{}) (health, error) { return health{Status: "ok"}, nil }

// readyz says whether requests should be sent here: not while stopping, not
// when what the wiring asks about is away.
func (s *Server) readyz(c *endpoint.Call, _ struct{}) (health, error) {
	if s.stopping.Load() {
		c.Status = http.StatusServiceUnavailable
		return health{Status: "stopping"}, nil
	}
	if s.Ready == nil {
		return health{Status: "ready"}, nil
	}
	ctx, done := context.WithTimeout(c.Ctx, 2*time.Second)
	defer done()
	if err := s.Ready(ctx); err != nil {
		s.log.Warn("not ready", "error", err.Error())
		c.Status = http.StatusServiceUnavailable
		return health{Status: "not_ready"}, nil
	}
	h := health{Status: "ready", Warnings: s.warnings()}
	if s.Aside != nil {
		h.Aside = s.Aside()
	}
	if s.Unheld != nil {
		h.Unheld = s.Unheld()
	}
	return h, nil
}

// metrics hands over to the library, which writes in its own format.
func (s *Server) metrics() fiber.Handler { return adaptor.HTTPHandler(s.meter.handler()) }
