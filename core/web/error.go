package web

import (
	"log/slog"
	"math"
	"net/http"
	"strconv"

	"github.com/doanket/doanket/core/fault"
)

// statuses is the one table from kinds of faults to HTTP.
var statuses = map[fault.Kind]int{
	fault.Invalid:         http.StatusUnprocessableEntity,
	fault.Unauthenticated: http.StatusUnauthorized,
	fault.Forbidden:       http.StatusForbidden,
	fault.NotFound:        http.StatusNotFound,
	fault.Conflict:        http.StatusConflict,
	fault.Stale:           http.StatusConflict,
	fault.TooLarge:        http.StatusRequestEntityTooLarge,
	fault.Limited:         http.StatusTooManyRequests,
	fault.Unavailable:     http.StatusServiceUnavailable,
	fault.Internal:        http.StatusInternalServerError,
}

// exact holds the codes for which HTTP or tus has a status of its own.
var exact = map[string]int{
	"method_not_allowed":       http.StatusMethodNotAllowed,
	"request.malformed":        http.StatusBadRequest,
	"request.timeout":          http.StatusRequestTimeout,
	"request.header_too_large": http.StatusRequestHeaderFieldsTooLarge,
	"media_type.unsupported":   http.StatusUnsupportedMediaType,
	"range_invalid":            http.StatusRequestedRangeNotSatisfiable,
	"tus.version":              http.StatusPreconditionFailed,
	"checksum_unsupported":     http.StatusBadRequest,
	"upload.locked":            http.StatusLocked,
}

// problem is the body of RFC 9457.
type problem struct {
	Type       string            `json:"type"`
	Title      string            `json:"title"`
	Status     int               `json:"status"`
	Code       string            `json:"code"`
	Detail     string            `json:"detail"`
	Instance   string            `json:"instance"`
	Errors     []problemField    `json:"errors,omitempty"`
	Params     map[string]string `json:"params,omitempty"`
	RetryAfter int               `json:"retry_after,omitempty"`
}

type problemField struct {
	Field  string            `json:"field"`
	Code   string            `json:"code"`
	Detail string            `json:"detail"`
	Params map[string]string `json:"params,omitempty"`
}

// problemOf turns an error into what the person may know. Whatever is our own
// mistake is logged here, once, and told only by its number.
func (s *Server) problemOf(err error, id, lang string) problem {
	f := fault.Of(err)
	status, ok := exact[f.Code]
	if !ok {
		status = statuses[f.Kind]
	}
	if status == 0 {
		status = http.StatusInternalServerError
	}
	p := problem{Type: "urn:doanket:problem:" + f.Code, Status: status, Code: f.Code, Instance: "urn:request:" + id,
		Title: s.words.say(lang, "kind."+string(f.Kind), nil), Params: f.Params}
	if f.Kind == fault.Internal && f.Code != "module_malformed" {
		s.log.Error("request failed", slog.String("request", id), slog.String("error", err.Error()))
		p.Type, p.Code, p.Params = "urn:doanket:problem:internal", "internal", nil
		p.Detail = s.words.say(lang, "internal", map[string]string{"id": id})
		return p
	}
	if status >= 500 {
		s.log.Warn("request refused", slog.String("request", id), slog.String("error", err.Error()))
	}
	p.Detail = s.words.sentence(lang, f.Code, string(f.Kind), f.Params)
	for _, field := range f.Fields {
		params := field.Params
		if params == nil && field.Code == f.Code {
			params = f.Params // one thing is wrong, and told of the whole
		}
		p.Errors = append(p.Errors, problemField{Field: field.Field, Code: field.Code, Params: field.Params,
			Detail: s.words.sentence(lang, field.Code, "", params)})
	}
	p.RetryAfter = int(math.Ceil(f.RetryAfter.Seconds()))
	if p.RetryAfter == 0 && (status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests) {
		p.RetryAfter = 2
	}
	return p
}

// headers are what the answer carries beside the body.
func (p problem) headers(h http.Header) {
	if p.RetryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(p.RetryAfter))
	}
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="doanket"`)
	}
}
