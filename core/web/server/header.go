package server

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/doanket/doanket/core/web/endpoint"
)

func (s *Server) secureHeaders(fc *fiber.Ctx) {
	fc.Set("Content-Security-Policy", nothingLoads)
	fc.Set("X-Content-Type-Options", "nosniff")
	fc.Set("X-Frame-Options", "DENY")
	fc.Set("Referrer-Policy", "same-origin")
	fc.Set("Permissions-Policy", "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()")
	fc.Set("Cross-Origin-Opener-Policy", "same-origin")
	fc.Set("Cross-Origin-Resource-Policy", "same-origin")
	if _, secure := s.peer(fc); secure {
		fc.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// cookieName is what the session cookie is called. By https it carries the prefix with
// which browsers take it from this very host alone, by https and for every path, so
// that no neighbour under the same domain can put its own in.
func cookieName(secure bool) string {
	if secure {
		return "__Host-" + endpoint.CookieName
	}
	return endpoint.CookieName
}

// setSession gives the browser its session cookie, or takes it away.
func (s *Server) setSession(c *endpoint.Call, fc *fiber.Ctx) {
	_, secure := s.peer(fc)
	ck := &fiber.Cookie{Name: cookieName(secure), Value: c.Cookie.Secret, Path: "/", HTTPOnly: true, Secure: secure,
		SameSite: fiber.CookieSameSiteLaxMode, MaxAge: c.Cookie.Seconds}
	if c.Cookie.Secret == "" {
		ck.Expires, ck.MaxAge = time.Unix(0, 0), -1
	}
	fc.Cookie(ck)
}

// tagOf is the strong tag of an asset's bytes.
func tagOf(raw []byte) string {
	sum := sha256.Sum256(raw)
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}
