package server

import (
	"net/http"
	"slices"

	"github.com/gofiber/fiber/v2"
)

// overridable are the methods a client of tus may be unable to send.
var overridable = []string{http.MethodPatch, http.MethodDelete, http.MethodHead, http.MethodOptions}

// override takes X-HTTP-Method-Override of a POST for its method, as tus 1.0
// demands; what is checked from there on is the other method's.
func (s *Server) override(fc *fiber.Ctx) error {
	method := fc.Get("X-HTTP-Method-Override")
	if fc.Method() != http.MethodPost || !slices.Contains(overridable, method) {
		return fc.Next()
	}
	fc.Method(method)
	return fc.RestartRouting()
}
