package server

import (
	"crypto/subtle"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/narrow"
)

// admit finds out who asks. Public routes take anyone, but still refuse what
// another site made the browser send.
func (s *Server) admit(c *endpoint.Call, r endpoint.Route, fc *fiber.Ctx) error {
	if bearer, ok := strings.CutPrefix(fc.Get("Authorization"), "Bearer "); ok && r.Auth == endpoint.Session {
		return s.admitToken(c, r, bearer)
	}
	if unsafe(r.Method) {
		if err := sameOrigin(fc); err != nil {
			return err
		}
	}
	_, secure := s.peer(fc)
	c.Secret = fc.Cookies(cookieName(secure))
	if r.Auth != endpoint.Session {
		return s.addresses.Take(c.IP)
	}
	if c.Secret == "" {
		if err := s.addresses.Take(c.IP); err != nil {
			return err
		}
		return fault.New(fault.Unauthenticated, "sign_in.required")
	}
	actor, sign, err := s.People.Resume(c.Ctx, c.Secret)
	if err != nil {
		if limit := s.addresses.Take(c.IP); limit != nil {
			return limit
		}
		return err
	}
	if unsafe(r.Method) && subtle.ConstantTimeCompare([]byte(fc.Get("X-CSRF-Token")), []byte(sign.CSRF)) != 1 {
		return fault.New(fault.Forbidden, "csrf")
	}
	c.Actor, c.Sign = actor, sign
	c.Ctx = identity.With(c.Ctx, actor)
	return s.sessions.Take(sign.ID)
}

// admitToken takes an API token; browsers never send one by themselves, so no
// CSRF header is asked for. One that names its actions calls the routes of these alone.
func (s *Server) admitToken(c *endpoint.Call, r endpoint.Route, secret string) error {
	actor, err := s.People.ResumeToken(c.Ctx, strings.TrimSpace(secret))
	if err != nil {
		if limit := s.addresses.Take(c.IP); limit != nil {
			return limit
		}
		return err
	}
	c.Actor = actor
	c.Ctx = identity.With(c.Ctx, actor)
	if err := s.sessions.Take(actor.TokenID); err != nil {
		return err
	}
	if narrow.Refuses(actor.Allow, r.Method, r.Path) {
		return fault.New(fault.Forbidden, "token.narrow")
	}
	return nil
}

func unsafe(method string) bool {
	return method != fiber.MethodGet && method != fiber.MethodHead && method != fiber.MethodOptions
}

// sameOrigin refuses what a page of another origin made the browser send.
// Programs send neither header and pass.
func sameOrigin(fc *fiber.Ctx) error {
	if site := fc.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return fault.New(fault.Forbidden, "origin")
	}
	origin := fc.Get("Origin")
	if origin == "" {
		return nil
	}
	u, err := url.Parse(origin)
	if err != nil || !strings.EqualFold(u.Host, string(fc.Request().Host())) {
		return fault.New(fault.Forbidden, "origin")
	}
	return nil
}
