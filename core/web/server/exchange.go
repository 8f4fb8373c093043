package server

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/problem"
)

// stall is how long a connection may stand still in either direction.
const stall = 30 * time.Second

// serve is the one way from Fiber to an act and back: who and where, decode,
// one call of a room, encode, log.
func (s *Server) serve(r endpoint.Route) fiber.Handler {
	return func(fc *fiber.Ctx) error {
		began := time.Now()
		c := s.open(fc, r)
		ctx, cancel := context.WithTimeout(s.base, r.Budget)
		c.Ctx = ctx
		out, err := s.run(c, r, fc)
		status := s.write(c, r, fc, out, err)
		if status.streaming {
			status.body.release = cancel // the stream still reads through ctx
		} else {
			cancel()
		}
		s.closeBody(c, fc)
		s.note(c, r, status.code, began)
		return nil
	}
}

// open copies what an act may know out of Fiber.
func (s *Server) open(fc *fiber.Ctx, r endpoint.Route) *endpoint.Call {
	c := &endpoint.Call{ID: strings.TrimPrefix(id.New("req"), "req_"), Lang: problem.Lang(fc.Get("Accept-Language")), Words: s.Words,
		Agent: fc.Get("User-Agent"), ContentType: fc.Get("Content-Type"),
		Size: int64(fc.Request().Header.ContentLength()), Header: http.Header{}}
	c.Problem = func(err error) problem.Problem { return s.problemOf(err, c) }
	ip, secure := s.peer(fc)
	c.IP, c.Origin = ip, "http://"+string(fc.Request().Host())
	if secure {
		c.Origin = "https://" + string(fc.Request().Host())
	}
	limit := int64(r.Body)
	c.Body = &bodyReader{r: fc.Context().RequestBodyStream(), conn: fc.Context().Conn(), left: limit, unbounded: limit < 0}
	return c
}

func (s *Server) run(c *endpoint.Call, r endpoint.Route, fc *fiber.Ctx) (any, error) {
	if r.Auth != endpoint.Operator {
		if err := s.enter(c, fc); err != nil {
			return nil, err
		}
		leave, err := s.limits.enter(c.Tenant)
		if err != nil {
			return nil, err
		}
		defer leave()
		if err := s.admit(c, r, fc); err != nil {
			return nil, err
		}
	}
	if limit := int64(r.Body); limit >= 0 && c.Size > max(limit, endpoint.MaxJSON) {
		return nil, fault.New(fault.TooLarge, "body.too_large")
	}
	if enc := fc.Get("Content-Encoding"); enc != "" && enc != "identity" {
		return nil, fault.New(fault.Invalid, "media_type.unsupported", fault.Field("Content-Encoding"))
	}
	if c.Route = r.Method + " " + r.Path; r.Once() {
		c.IdemKey = fc.Get("Idempotency-Key")
	}
	in, err := r.Act.Decode(c, fc)
	if err != nil {
		return nil, err
	}
	return r.Act.Perform(c, in)
}

// enter finds the province by the host and puts it into the context.
func (s *Server) enter(c *endpoint.Call, fc *fiber.Ctx) error {
	t, err := s.Tenants.ByHost(c.Ctx, string(fc.Request().Host()))
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.NotFound, "province.unknown")
	}
	if err != nil {
		return err
	}
	c.Tenant = t
	c.Ctx, err = s.Tenants.Enter(c.Ctx, t.Slug)
	return err
}

// rest is how much of a refused body is still read, so that who sent a little
// too much hears why instead of a broken line.
const rest = 2 << 20

// closeBody reads a short rest of the body, or else ends the connection: what
// is left unread would be taken for the next request.
func (s *Server) closeBody(c *endpoint.Call, fc *fiber.Ctx) {
	b, ok := c.Body.(*bodyReader)
	if !ok || b.r == nil || b.ended {
		return
	}
	if n, err := io.CopyN(io.Discard, b.r, rest); n == rest || err != nil && !errors.Is(err, io.EOF) {
		fc.Response().Header.SetConnectionClose()
	}
}

// bodyReader bounds a request's body and the time between two pieces of it.
type bodyReader struct {
	r         io.Reader
	conn      net.Conn
	left      int64
	unbounded bool
	ended     bool
}

// Read answers TooLarge past the bound and Invalid when the line was cut.
func (b *bodyReader) Read(p []byte) (int, error) {
	if b.r == nil || b.ended {
		return 0, io.EOF
	}
	if !b.unbounded && b.left <= 0 {
		var one [1]byte
		if n, err := b.r.Read(one[:]); n == 0 && errors.Is(err, io.EOF) {
			b.ended = true
			return 0, io.EOF
		}
		return 0, fault.New(fault.TooLarge, "body.too_large")
	}
	if !b.unbounded && int64(len(p)) > b.left {
		p = p[:b.left]
	}
	if b.conn != nil {
		_ = b.conn.SetReadDeadline(time.Now().Add(stall)) // a dead connection shows on Read
	}
	n, err := b.r.Read(p)
	b.left -= int64(n)
	if errors.Is(err, io.EOF) {
		b.ended = true
		return n, io.EOF
	}
	if err != nil {
		return n, fault.New(fault.Invalid, "body.cut", fault.Cause(err))
	}
	return n, nil
}

// note counts and logs a request without anything personal: no address, no
// login, no query.
func (s *Server) note(c *endpoint.Call, r endpoint.Route, status int, began time.Time) {
	took := time.Since(began)
	s.meter.request(r.Method, r.Path, status, took)
	province := ""
	if c.Tenant != nil {
		province = c.Tenant.Slug
	}
	s.log.LogAttrs(c.Ctx, slog.LevelInfo, "request", slog.String("request", c.ID), slog.String("method", r.Method),
		slog.String("route", r.Path), slog.Int("status", status), slog.Duration("took", took), slog.String("province", province))
}
