package web

import (
	"crypto/subtle"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
)

// cookieName is the session cookie; host-only, so provinces never share it.
const cookieName = "dk_session"

// admit finds out who asks. Public routes take anyone, but still refuse what
// another site made the browser send.
func (s *Server) admit(c *call, r route, fc *fiber.Ctx) error {
	if bearer, ok := strings.CutPrefix(fc.Get("Authorization"), "Bearer "); ok && r.auth == session {
		return s.admitToken(c, bearer)
	}
	if unsafe(r.method) {
		if err := sameOrigin(fc); err != nil {
			return err
		}
	}
	c.secret = fc.Cookies(cookieName)
	if r.auth != session {
		return s.limits.address.take(c.ip)
	}
	if c.secret == "" {
		if err := s.limits.address.take(c.ip); err != nil {
			return err
		}
		return fault.New(fault.Unauthenticated, "sign_in.required")
	}
	actor, sign, err := s.People.Resume(c.ctx, c.secret)
	if err != nil {
		if limit := s.limits.address.take(c.ip); limit != nil {
			return limit
		}
		return err
	}
	if unsafe(r.method) && subtle.ConstantTimeCompare([]byte(fc.Get("X-CSRF-Token")), []byte(sign.CSRF)) != 1 {
		return fault.New(fault.Forbidden, "csrf")
	}
	c.actor, c.sign = actor, sign
	c.ctx = identity.With(c.ctx, actor)
	return s.limits.session.take(sign.ID)
}

// admitToken takes an API token; browsers never send one by themselves, so no
// CSRF header is asked for.
func (s *Server) admitToken(c *call, secret string) error {
	actor, err := s.People.ResumeToken(c.ctx, strings.TrimSpace(secret))
	if err != nil {
		if limit := s.limits.address.take(c.ip); limit != nil {
			return limit
		}
		return err
	}
	c.actor = actor
	c.ctx = identity.With(c.ctx, actor)
	return s.limits.session.take(actor.TokenID)
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
