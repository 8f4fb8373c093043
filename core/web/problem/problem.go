package problem

import (
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
	fault.Precondition:    http.StatusPreconditionRequired,
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

// Problem is the body of RFC 9457.
type Problem struct {
	Type       string            `json:"type"`
	Title      string            `json:"title"`
	Status     int               `json:"status"`
	Code       string            `json:"code"`
	Detail     string            `json:"detail"`
	Instance   string            `json:"instance"`
	Errors     []ProblemField    `json:"errors,omitempty"`
	Params     map[string]string `json:"params,omitempty"`
	RetryAfter int               `json:"retry_after,omitempty"`
}

// ProblemField is what is wrong with one field.
type ProblemField struct {
	Field  string            `json:"field"`
	Code   string            `json:"code"`
	Detail string            `json:"detail"`
	Params map[string]string `json:"params,omitempty"`
}

// Of turns an error into what the person may know. Whatever is our own mistake
// is told only by its number.
func Of(err error, w Words, id, lang string) Problem {
	f := fault.Of(err)
	status, ok := exact[f.Code]
	if !ok {
		status = statuses[f.Kind]
	}
	if status == 0 {
		status = http.StatusInternalServerError
	}
	p := Problem{Type: "urn:doanket:problem:" + f.Code, Status: status, Code: f.Code, Instance: "urn:request:" + id,
		Title: w.say(lang, "kind."+string(f.Kind), nil), Params: f.Params}
	if f.Kind == fault.Internal && f.Code != "module_malformed" {
		p.Type, p.Code, p.Params = "urn:doanket:problem:internal", "internal", nil
		p.Detail = w.say(lang, "internal", map[string]string{"id": id})
		return p
	}
	p.Detail = w.Sentence(lang, f.Code, string(f.Kind), f.Params)
	for _, field := range f.Fields {
		params := field.Params
		if params == nil && field.Code == f.Code {
			params = f.Params // one thing is wrong, and told of the whole
		}
		p.Errors = append(p.Errors, ProblemField{Field: field.Field, Code: field.Code, Params: field.Params,
			Detail: w.Sentence(lang, field.Code, "", params)})
	}
	p.RetryAfter = int(math.Ceil(f.RetryAfter.Seconds()))
	if p.RetryAfter == 0 && (status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests) {
		p.RetryAfter = 2
	}
	return p
}

// Headers are what the answer carries beside the body.
func (p Problem) Headers(h http.Header) {
	if p.RetryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(p.RetryAfter))
	}
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="doanket"`)
	}
}
