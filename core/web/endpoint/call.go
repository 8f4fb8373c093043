package endpoint

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/web/problem"
)

// TusVersion is the version of the resumable upload protocol that is spoken.
const TusVersion = "1.0.0"

// Prefix is where the API of a province lives.
const Prefix = "/api/v1"

// Call is one request as a handler sees it: who asks, in which province, and
// the few things of HTTP it may need. Nothing of Fiber is in it.
type Call struct {
	Ctx    context.Context // ends with the route's budget
	Tenant *tenant.Tenant
	Actor  identity.Actor
	Sign   identity.Session // zero for bearer tokens
	Words  problem.Words

	// Problem is what an error is to the person, for one item of many; our own
	// mistakes are logged.
	Problem func(error) problem.Problem

	Route   string // method and path, as the table has them
	IdemKey string // by which the request may be sent again, where the adapter remembers

	ID     string // request id, for the log and the person
	Lang   string // vi or en
	IP     string
	Agent  string
	Origin string // scheme and host as the browser sees them
	Secret string // of the session cookie, for signing out

	Body        io.Reader // the request's body, bounded
	ContentType string
	Size        int64 // declared length of the body, -1 unknown
	File        *File // the file of a multipart form

	Bare   bool        // no body goes out, as the caller prefers
	Sent   *Stream     // goes out in place of the answer, where a file was asked for
	Status int         // 0: the route's own
	Header http.Header // of the answer
	Cookie *Cookie     // nil leaves the browser's as it is
}

// Cookie is the session an act wants the browser to keep; empty ends it.
type Cookie struct {
	Secret  string
	Seconds int
}

// Nothing is the answer of acts that have none: 204.
type Nothing struct{}

// Stream is an answer that is not JSON; without body only headers go out.
type Stream struct {
	Body   io.ReadCloser
	Length int64
}

// Sentence says a code in the language of the call.
func (c *Call) Sentence(code string, params map[string]string) string {
	return c.Words.Sentence(c.Lang, code, "", params)
}

// InPerson refuses API tokens: one that could make tokens or change how its
// owner signs in would outlive its own end and its own narrow rights.
func (c *Call) InPerson() error {
	if c.Actor.TokenID != "" {
		return fault.New(fault.Forbidden, "session.by_token")
	}
	return nil
}

// fresh is how long after password or factor grave acts may be done.
const fresh = 10 * time.Minute

// Fresh refuses a session whose owner has not shown password or factor for a while:
// whoever borrowed it could make something that lasts. The client asks for it and
// sends the request again. API tokens pass; what is theirs to do is named in them.
func (c *Call) Fresh() error {
	if c.Actor.TokenID == "" && id.NowIn(c.Ctx).Sub(c.Sign.ProvedAt) > fresh {
		return fault.New(fault.Forbidden, "sign_in.again")
	}
	return nil
}

// Version is what an If-Match header names; 0 when it names none.
func Version(ifMatch string, needed bool) (int, error) {
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

// Minimal reports whether the caller wants no body for an answer (RFC 7240,
// return=minimal), and says that it is so.
func (c *Call) Minimal(prefer string) bool {
	for part := range strings.SplitSeq(prefer, ",") {
		what, _, _ := strings.Cut(part, ";")
		name, value, _ := strings.Cut(what, "=")
		if strings.EqualFold(strings.TrimSpace(name), "return") && strings.EqualFold(strings.Trim(strings.TrimSpace(value), `"`), "minimal") {
			c.Bare = true
			c.Header.Set("Preference-Applied", "return=minimal")
			return true
		}
	}
	return false
}

// NoneMatch reports whether an If-None-Match header names the tag.
func NoneMatch(header, tag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		if p := strings.TrimSpace(part); p == "*" || p != "" && strings.TrimPrefix(p, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}
