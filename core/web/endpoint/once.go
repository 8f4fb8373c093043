package endpoint

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"

	"github.com/doanket/doanket/core/idempotency"
)

// idemKey is the header by which a request may be sent again. Acts that have it
// among their inputs remember it themselves, in the transaction of what they do.
const idemKey = "Idempotency-Key"

// onceOnly is the input every other POST of somebody signed in has besides its
// own.
type onceOnly struct {
	IdemKey string `header:"Idempotency-Key" maxLength:"200"`
}

// Once reports whether the adapter remembers what requests of the route came
// to: POSTs of somebody signed in that do not remember it themselves. Signing
// in has nobody yet by whom to remember.
func (r Route) Once() bool {
	return r.Method == http.MethodPost && r.Auth == Session && !slices.ContainsFunc(r.Act.fields, func(f source) bool { return f.name == idemKey })
}

// answer is what a request came to, as it is told again.
type answer struct {
	Status int               `json:"status,omitempty"` // 0: the route's own
	Header map[string]string `json:"header,omitempty"`
	Body   json.RawMessage   `json:"body,omitempty"` // none of an act that answers Nothing
}

// once runs the act for the first request with the caller's key; the same
// request gets the same answer again, unless there is a secret in it.
func (e *Endpoint) once(c *Call, in any) (out any, err error) {
	request := []any{withoutSecrets(in)}
	if c.File != nil {
		request = append(request, c.File.Name)
	}
	kept, repeated, err := idempotency.Once(c.Ctx, c.IdemKey, c.Route, request, func(ctx context.Context) (string, error) {
		c.Ctx = ctx
		if out, err = e.run(c, in); err != nil || holdsSecret(e.Out) {
			return "", err
		}
		return pack(c, out)
	})
	if err != nil || !repeated {
		return out, err
	}
	return unpack(c, kept)
}

func pack(c *Call, out any) (string, error) {
	a := answer{Status: c.Status, Header: map[string]string{}}
	for name := range c.Header {
		a.Header[name] = c.Header.Get(name)
	}
	var err error
	if _, none := out.(Nothing); !none {
		if a.Body, err = json.Marshal(out); err != nil {
			return "", fmt.Errorf("keep answer: %w", err)
		}
	}
	raw, err := json.Marshal(a)
	return string(raw), err
}

func unpack(c *Call, kept string) (any, error) {
	var a answer
	if err := json.Unmarshal([]byte(kept), &a); err != nil {
		return nil, fmt.Errorf("read kept answer: %w", err)
	}
	c.Status = a.Status
	for name, value := range a.Header {
		c.Header.Set(name, value)
	}
	if a.Body == nil {
		return Nothing{}, nil
	}
	return a.Body, nil
}

// withoutSecrets is an input as a key stands for it: what is tagged secret
// leaves no trace, and how the answer should look is no part of the request.
func withoutSecrets(in any) any {
	from := reflect.ValueOf(in).Elem()
	plain := reflect.New(from.Type()).Elem()
	plain.Set(from)
	for i := range plain.NumField() {
		tag := plain.Type().Field(i).Tag
		if tag.Get("secret") == "true" || tag.Get("header") == "Prefer" {
			plain.Field(i).SetZero()
		}
	}
	return plain.Interface()
}

// holdsSecret reports whether an answer has a field tagged secret.
func holdsSecret(t reflect.Type) bool {
	if t.Kind() != reflect.Struct {
		return false
	}
	for i := range t.NumField() {
		if t.Field(i).Tag.Get("secret") == "true" {
			return true
		}
	}
	return false
}
