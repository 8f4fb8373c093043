package web

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"unicode/utf8"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/web/payload"
)

// maxFormField bounds one text field of a form; maxFormFields their number.
const (
	maxFormField  = 16 << 10
	maxFormFields = 20
)

// formFile is the file of a form; it streams, so it must come last.
type formFile struct {
	name string
	body io.Reader
}

// withForm lets an act take its fields from a multipart form as well as from
// JSON. The form's one file is handed on as it arrives.
func withForm(e endpoint) endpoint {
	e.json = false
	plain := e.run
	e.run = func(c *call, in any) (any, error) {
		problems, err := c.decodeForm(in)
		if err != nil {
			return nil, err
		}
		if len(problems) > 0 {
			return nil, fault.New(fault.Invalid, "invalid", fault.Fields(problems...))
		}
		return plain(c, in)
	}
	return e
}

func (c *call) decodeForm(into any) ([]fault.FieldError, error) {
	kind, params, err := mime.ParseMediaType(c.contentType)
	if err != nil || kind != "multipart/form-data" {
		return c.decodeBody(into)
	}
	values := map[string]any{}
	parts := multipart.NewReader(c.body, params["boundary"])
	for {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fault.New(fault.Invalid, "body.malformed", fault.Cause(err))
		}
		if p.FormName() == "file" {
			c.file = &formFile{name: p.FileName(), body: p}
			break
		}
		text, err := io.ReadAll(io.LimitReader(p, maxFormField+1))
		if err != nil {
			return nil, fault.New(fault.Invalid, "body.cut", fault.Cause(err))
		}
		if len(text) > maxFormField || len(values) >= maxFormFields {
			return nil, fault.New(fault.TooLarge, "body.too_large", fault.Field(payload.Clip(p.FormName())))
		}
		if !utf8.Valid(text) {
			return []fault.FieldError{{Field: payload.Clip(p.FormName()), Code: "not_utf8"}}, nil
		}
		values[p.FormName()] = string(text)
	}
	return payload.Bind(values, into), nil
}
