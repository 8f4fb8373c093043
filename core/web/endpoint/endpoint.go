package endpoint

import (
	"fmt"
	"io"
	"reflect"
	"runtime/debug"
	"strings"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/web/payload"
)

// Endpoint is an act behind the adapter: the types of its input and output,
// from which the OpenAPI document is made, and how to run it.
type Endpoint struct {
	In, Out reflect.Type
	fields  []source
	json    bool // the input has fields in the body
	form    bool // the body may be a form
	run     func(c *Call, in any) (any, error)
}

// source is one input field that comes from the path, the query or a header.
type source struct {
	index int
	from  string // path, query, header
	name  string
	tag   reflect.StructTag
}

// Handle puts an act behind the adapter. The input's fields are tagged `path`,
// `query`, `header` or `json`.
func Handle[In, Out any](act func(*Call, In) (Out, error)) Endpoint {
	e := Endpoint{In: reflect.TypeFor[In](), Out: outOf[Out]()}
	for i := range e.In.NumField() {
		f := e.In.Field(i)
		for _, from := range []string{"path", "query", "header"} {
			if name, ok := f.Tag.Lookup(from); ok {
				e.fields = append(e.fields, source{i, from, name, f.Tag})
			}
		}
		if _, ok := f.Tag.Lookup("json"); ok {
			e.json = true
		}
	}
	e.run = func(c *Call, in any) (any, error) { return act(c, *in.(*In)) }
	return e
}

// Request is how the adapter reads what Fiber holds.
type Request interface {
	Params(key string, defaultValue ...string) string
	Get(key string, defaultValue ...string) string
	Queries() map[string]string
}

// Decode fills the input; everything wrong with it is told at once.
func (e *Endpoint) Decode(c *Call, r Request) (any, error) {
	in := reflect.New(e.In)
	queries := r.Queries()
	var errs []fault.FieldError
	for _, f := range e.fields {
		to := in.Elem().Field(f.index)
		switch f.from {
		case "path":
			errs = append(errs, payload.Value(f.name, r.Params(f.name), to, f.tag)...)
		case "header":
			errs = append(errs, payload.Value(f.name, r.Get(f.name), to, f.tag)...)
		default:
			errs = append(errs, query(f, queries, to)...)
		}
	}
	for name := range queries {
		errs = append(errs, fault.FieldError{Field: payload.Clip(name), Code: "unknown_field"})
	}
	if e.json {
		more, err := c.decodeBody(in.Interface())
		if err != nil {
			return nil, err
		}
		errs = append(errs, more...)
	}
	if len(errs) > 0 {
		return nil, fault.New(fault.Invalid, "invalid", fault.Fields(errs...))
	}
	return in.Interface(), nil
}

// query binds one query field and takes it out of queries, so that what is
// left is unknown. A map takes every name[key].
func query(f source, queries map[string]string, to reflect.Value) []fault.FieldError {
	if to.Kind() != reflect.Map {
		defer delete(queries, f.name)
		return payload.Value(f.name, queries[f.name], to, f.tag)
	}
	var errs []fault.FieldError
	out := map[string]string{}
	for name, value := range queries {
		key, ok := strings.CutPrefix(name, f.name+"[")
		if !ok || !strings.HasSuffix(key, "]") {
			continue
		}
		var text string
		errs = append(errs, payload.Value(payload.Clip(name), value, reflect.ValueOf(&text).Elem(), "")...)
		out[strings.TrimSuffix(key, "]")] = text
		delete(queries, name)
	}
	to.Set(reflect.ValueOf(out))
	return errs
}

// decodeBody reads the JSON body; an empty one is an empty object.
func (c *Call) decodeBody(into any) ([]fault.FieldError, error) {
	raw, err := io.ReadAll(c.Body)
	if err != nil {
		return nil, err
	}
	if len(raw) == 0 {
		return payload.Bind(map[string]any{}, into), nil
	}
	if kind, _, _ := strings.Cut(c.ContentType, ";"); strings.TrimSpace(strings.ToLower(kind)) != "application/json" {
		return nil, fault.New(fault.Invalid, "media_type.unsupported", fault.Field("Content-Type"))
	}
	return payload.Decode(raw, into), nil
}

// Perform runs the act; a panic in it becomes an error with its stack for the
// log, and the process lives.
func (e *Endpoint) Perform(c *Call, in any) (out any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fault.New(fault.Internal, "internal", fault.Cause(fmt.Errorf("panic: %v\n%s", p, debug.Stack())))
		}
	}()
	if e.form {
		problems, err := c.decodeForm(in)
		if err != nil {
			return nil, err
		}
		if len(problems) > 0 {
			return nil, fault.New(fault.Invalid, "invalid", fault.Fields(problems...))
		}
	}
	if c.IdemKey != "" {
		return e.once(c, in)
	}
	return e.run(c, in)
}
