package server

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/limit"
	"github.com/doanket/doanket/core/web/problem"
)

// stall is how long an answer may stand still, and a head may take to come.
const stall = 30 * time.Second

// serve is the one way from Fiber to an act and back: who and where, the body,
// a slot, one call of a room, encode, log.
func (s *Server) serve(r endpoint.Route) fiber.Handler {
	return func(fc *fiber.Ctx) error {
		began := time.Now()
		c := s.open(fc, r)
		body := limit.NewInbound(fc.Context().RequestBodyStream(), fc.Context().Conn(), int64(r.Body), paceOf(c, r))
		c.Body = body
		out, cancel, err := s.run(c, r, fc)
		status := s.write(c, r, fc, out, err)
		if status.streaming {
			status.body.release = cancel // the stream still reads through ctx
		} else {
			cancel()
		}
		if !body.Drain() {
			fc.Response().Header.SetConnectionClose()
		}
		s.note(c, r, status.code, began)
		return nil
	}
}

// open copies what an act may know out of Fiber.
func (s *Server) open(fc *fiber.Ctx, r endpoint.Route) *endpoint.Call {
	c := &endpoint.Call{Ctx: s.base, ID: strings.TrimPrefix(id.New("req"), "req_"), Lang: problem.Lang(fc.Get("Accept-Language")), Words: s.Words,
		Agent: fc.Get("User-Agent"), ContentType: fc.Get("Content-Type"),
		Size: int64(fc.Request().Header.ContentLength()), Header: http.Header{}}
	c.Problem = func(err error) problem.Problem { return s.problemOf(err, c) }
	ip, secure := s.peer(fc)
	c.IP, c.Origin = ip, "http://"+string(fc.Request().Host())
	if secure {
		c.Origin = "https://" + string(fc.Request().Host())
	}
	return c
}

// run calls the act; cancel ends its time, which begins when its body is in.
func (s *Server) run(c *endpoint.Call, r endpoint.Route, fc *fiber.Ctx) (out any, cancel context.CancelFunc, err error) {
	cancel = func() {}
	if r.Auth != endpoint.Operator {
		if err := s.identify(c, r, fc); err != nil {
			return nil, cancel, err
		}
		leave, err := s.seat(c, r)
		if err != nil {
			return nil, cancel, err
		}
		defer leave()
	}
	ctx, end := context.WithTimeout(c.Ctx, r.Budget)
	stop := context.AfterFunc(s.base, end)
	c.Ctx, cancel = ctx, func() { stop(); end() }
	if c.Route = r.Method + " " + r.Path; r.Once() {
		c.IdemKey = fc.Get("Idempotency-Key")
	}
	in, err := r.Act.Decode(c, fc)
	if err != nil {
		return nil, cancel, err
	}
	out, err = r.Act.Perform(c, in)
	return out, cancel, err
}

// identify finds province and caller, and refuses what its head alone
// condemns. It holds no slot: whoever is refused here has cost the province
// none.
func (s *Server) identify(c *endpoint.Call, r endpoint.Route, fc *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(s.base, endpoint.Quick)
	defer cancel()
	c.Ctx = ctx
	if err := s.enter(c, fc); err != nil {
		return err
	}
	if err := s.admit(c, r, fc); err != nil {
		return err
	}
	c.Ctx = context.WithoutCancel(c.Ctx) // the act has a time of its own
	if most := int64(r.Body); most >= 0 && c.Size > most {
		return fault.New(fault.TooLarge, "body.too_large")
	}
	if enc := fc.Get("Content-Encoding"); enc != "" && enc != "identity" {
		return fault.New(fault.Invalid, "media_type.unsupported", fault.Field("Content-Encoding"))
	}
	return nil
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

// note counts and logs a request without anything personal: no address, no
// login, no query.
func (s *Server) note(c *endpoint.Call, r endpoint.Route, status int, began time.Time) {
	took := time.Since(began)
	province := ""
	if c.Tenant != nil {
		province = c.Tenant.Slug
	}
	s.meter.request(province, r.Method, r.Path, status, took)
	s.log.LogAttrs(c.Ctx, slog.LevelInfo, "request", slog.String("request", c.ID), slog.String("method", r.Method),
		slog.String("route", r.Path), slog.Int("status", status), slog.Duration("took", took), slog.String("province", province))
}
