package endpoint

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

// File is the file of a form; it streams, so it must come last.
type File struct {
	Name string
	Body io.Reader
}

// WithForm lets an act take its fields from a multipart form as well as from
// JSON. The form's one file is handed on as it arrives.
func WithForm(e Endpoint) Endpoint {
	e.json, e.form = false, true
	return e
}

func (c *Call) decodeForm(into any) ([]fault.FieldError, error) {
	kind, params, err := mime.ParseMediaType(c.ContentType)
	if err != nil || kind != "multipart/form-data" {
		return c.decodeBody(into)
	}
	values := map[string]any{}
	parts := multipart.NewReader(c.Body, params["boundary"])
	for {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fault.New(fault.Invalid, "body.malformed", fault.Cause(err))
		}
		if p.FormName() == "file" {
			c.File = &File{Name: p.FileName(), Body: p}
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
