package server

import (
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/problem"
)

// mount hangs the table onto both ports.
func (s *Server) mount() {
	s.app.Use(endpoint.Prefix+"/uploads", s.override)
	for _, r := range s.routes {
		if r.Auth == endpoint.Operator {
			s.operator.Add(r.Method, pattern(r.Path), s.serve(r))
			continue
		}
		at := endpoint.Prefix + pattern(r.Path)
		if r.Page {
			at = pattern(r.Path)
		}
		s.app.Add(r.Method, at, s.serve(r))
		if r.Method == http.MethodGet && !strings.HasPrefix(r.Path, "/uploads") {
			head := r
			head.Method = http.MethodHead
			s.app.Add(http.MethodHead, at, s.serve(head))
		}
	}
	s.operator.Get("/metrics", s.metrics())
	s.operator.Use(s.nothingHere)
	s.app.Use("/api", s.unrouted)
	s.app.Use(s.client)
}

// pattern turns /records/{id} into Fiber's /records/:id.
func pattern(path string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(path)
}

// unrouted answers what no route takes: 405 where another method would do.
func (s *Server) unrouted(fc *fiber.Ctx) error {
	s.secureHeaders(fc)
	var allow []string
	for _, r := range s.routes {
		if fiber.RoutePatternMatch(fc.Path(), endpoint.Prefix+pattern(r.Path), fiber.Config{CaseSensitive: true}) && !slices.Contains(allow, r.Method) {
			allow = append(allow, r.Method)
		}
	}
	err := fault.New(fault.NotFound, "not_found")
	if len(allow) > 0 {
		fc.Set("Allow", strings.Join(allow, ", "))
		err = fault.New(fault.Invalid, "method_not_allowed")
	}
	s.refuse(fc, err)
	return nil
}

// nothingHere answers on the operator's port what it does not know.
func (s *Server) nothingHere(fc *fiber.Ctx) error {
	s.secureHeaders(fc)
	s.refuse(fc, fault.New(fault.NotFound, "not_found"))
	return nil
}

// refuse writes a problem outside the adapter and ends the connection if a
// body is left on it.
func (s *Server) refuse(fc *fiber.Ctx, err error) {
	s.writeProblem(fc, err, &endpoint.Call{ID: strings.TrimPrefix(id.New("req"), "req_"), Lang: problem.Lang(fc.Get("Accept-Language"))})
	if fc.Request().Header.ContentLength() != 0 && unsafe(fc.Method()) {
		fc.Response().Header.SetConnectionClose()
	}
}

// fiberError turns what Fiber itself refuses into problems.
func (s *Server) fiberError(fc *fiber.Ctx, err error) error {
	var fe *fiber.Error
	f := fault.New(fault.Internal, "internal", fault.Cause(err))
	if errors.As(err, &fe) {
		switch fe.Code {
		case fiber.StatusRequestHeaderFieldsTooLarge:
			f = fault.New(fault.TooLarge, "request.header_too_large")
		case fiber.StatusRequestEntityTooLarge:
			f = fault.New(fault.TooLarge, "body.too_large")
		case fiber.StatusRequestTimeout, fiber.StatusBadGateway:
			f = fault.New(fault.Invalid, "request.timeout")
		case fiber.StatusNotFound:
			f = fault.New(fault.NotFound, "not_found")
		default:
			if fe.Code < 500 {
				f = fault.New(fault.Invalid, "request.malformed")
			}
		}
	}
	s.secureHeaders(fc)
	s.refuse(fc, f)
	fc.Response().Header.SetConnectionClose()
	return nil
}

// known reports whether the host is a province's.
func (s *Server) known(fc *fiber.Ctx) bool {
	_, err := s.Tenants.ByHost(s.base, string(fc.Request().Host()))
	return !fault.Is(err, fault.NotFound)
}

// unknownHost answers pages where no province lives: the base domain has the
// operator's page, which names no province; elsewhere there is nothing.
func (s *Server) unknownHost(fc *fiber.Ctx) error {
	host := string(fc.Request().Host())
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	if !strings.EqualFold(host, s.options.BaseDomain) {
		s.refuse(fc, fault.New(fault.NotFound, "province.unknown"))
		return nil
	}
	page, csp := dressed([]byte(basePage))
	fc.Set("Content-Security-Policy", csp)
	fc.Set(fiber.HeaderContentType, "text/html; charset=utf-8")
	fc.Set(fiber.HeaderCacheControl, never)
	return fc.Send(page)
}

const basePage = `<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Đoàn Kết</title><style>body{font-family:system-ui;margin:3rem auto;max-width:34rem;padding:0 1rem}</style>
<h1>Đoàn Kết</h1><p>Mỗi tỉnh, thành phố có địa chỉ riêng. Hãy mở địa chỉ của tỉnh, thành phố mình.</p>
<p lang="en">Each province has an address of its own. The operator works with the command <code>doanket</code>.</p></body></html>
`
