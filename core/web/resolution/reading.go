package resolution

import (
	"fmt"
	"io"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/programme/reading"
	"github.com/doanket/doanket/core/web/endpoint"
)

type readIn struct {
	Text string `json:"text,omitempty"` // of the resolution; or a file of a form: text or DOCX
}

// Read reads a resolution into sections, clauses, targets and assignments, for whoever
// may set what the province follows: nothing is kept. What they make of it is set as
// the province's programme.
func (h Handler) Read(c *endpoint.Call, in readIn) (*reading.Resolution, error) {
	if err := h.Gate.Check(c.Ctx, "admin:settings", "", ""); err != nil {
		return nil, err
	}
	body := []byte(in.Text)
	if c.File != nil {
		var err error
		if body, err = io.ReadAll(io.LimitReader(c.File.Body, reading.MaxFile+1)); err != nil {
			return nil, fault.New(fault.Invalid, "body.cut", fault.Cause(err))
		}
	}
	if len(body) == 0 {
		return nil, fault.New(fault.Invalid, "required", fault.Field("text"))
	}
	s, err := reading.Text(body)
	if err != nil {
		return nil, fmt.Errorf("read resolution: %w", err)
	}
	return reading.Parse(s), nil
}
