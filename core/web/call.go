package web

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/tenant"
)

// call is one request as an act sees it: who asks, in which province, and the
// few things of HTTP an act may need. Nothing of Fiber is in it.
type call struct {
	*Server
	ctx    context.Context
	tenant *tenant.Tenant
	actor  identity.Actor
	sign   identity.Session // zero for bearer tokens

	id     string // request id, for the log and the person
	lang   string // vi or en
	ip     string
	agent  string
	origin string // scheme and host as the browser sees them
	secret string // of the session cookie, for signing out
	method string
	path   string

	body        io.Reader // the request's body, bounded
	contentType string
	size        int64     // declared length of the body, -1 unknown
	file        *formFile // the file of a multipart form

	status  int         // 0: the route's own
	header  http.Header // of the answer
	session *sessionCookie
}

// sessionCookie is what an act wants the browser to keep; empty ends it.
type sessionCookie struct {
	secret  string
	seconds int
}

// seen is the version an If-Match header names; 0 when it names none.
func seen(ifMatch string, needed bool) (int, error) {
	raw := strings.TrimSpace(ifMatch)
	if raw == "*" {
		return 0, nil
	}
	if raw == "" {
		if needed {
			return 0, fault.New(fault.Invalid, "invalid", fault.Field("If-Match", "required"))
		}
		return 0, nil
	}
	text := strings.TrimPrefix(strings.Trim(strings.TrimPrefix(raw, "W/"), `"`), "v")
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, fault.New(fault.Invalid, "invalid", fault.Field("If-Match"))
	}
	return n, nil
}

// nothing is the answer of acts that have none: 204.
type nothing struct{}

// stream is an answer that is not JSON; without body only headers go out.
type stream struct {
	body   io.ReadCloser
	length int64
}
