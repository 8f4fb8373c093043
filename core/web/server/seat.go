package server

import (
	"bytes"
	"io"
	"strings"

	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/limit"
)

// seat waits for the body where the act does not take it as it comes, and then
// takes the slot of the act: what is slow to arrive keeps nobody from working.
func (s *Server) seat(c *endpoint.Call, r endpoint.Route) (leave func(), err error) {
	holder, kind := c.Actor.PersonID, limit.Act
	switch {
	case r.Auth == endpoint.Public:
		holder, kind = c.IP, limit.Stranger
	case streams(c, r):
		kind = limit.Upload
	}
	if kind != limit.Upload && unsafe(r.Method) {
		if err := s.gather(c, kind, holder); err != nil {
			return nil, err
		}
	}
	return s.slots.Take(kind, c.Tenant.Slug, holder, s.acts(c))
}

// gather reads the body into memory. A stranger's takes no slot of the
// province: it is small, and has seconds to come.
func (s *Server) gather(c *endpoint.Call, kind limit.Kind, holder string) error {
	if kind != limit.Stranger {
		leave, err := s.slots.Take(limit.Body, c.Tenant.Slug, holder, s.acts(c))
		if err != nil {
			return err
		}
		defer leave()
	}
	raw, err := io.ReadAll(c.Body)
	if err != nil {
		return err
	}
	c.Body = bytes.NewReader(raw)
	return nil
}

// acts is how many requests of the province may act at once.
func (s *Server) acts(c *endpoint.Call) int {
	if own := c.Tenant.Settings.Limits.Requests; own > 0 {
		return own
	}
	return s.options.InFlight
}

// streams reports whether the act takes its body as it comes.
func streams(c *endpoint.Call, r endpoint.Route) bool {
	return r.Body == endpoint.Raw ||
		r.Body == endpoint.Form && strings.HasPrefix(strings.ToLower(c.ContentType), "multipart/")
}

// paceOf is how slowly a route's body may come.
func paceOf(c *endpoint.Call, r endpoint.Route) limit.Pace {
	switch {
	case r.Auth == endpoint.Public:
		return limit.Hurried
	case streams(c, r):
		return limit.Patient
	}
	return limit.Steady
}
