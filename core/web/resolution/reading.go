package resolution

import (
	"context"
	"fmt"
	"io"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/programme/reading"
	"github.com/doanket/doanket/core/programme/target"
	"github.com/doanket/doanket/core/search/extract"
	"github.com/doanket/doanket/core/web/endpoint"
)

type readIn struct {
	Text string `json:"text,omitempty"` // of the resolution; or a file of a form: text, DOCX, or a PDF that is no scan
}

type resolutionOut struct {
	reading.Resolution
	Proposed []target.Goal      `json:"proposed"` // its targets, as they may be adopted
	Measures []measureChoiceOut `json:"measures"` // they may be seen by
}

type measureChoiceOut struct {
	Name  string        `json:"name"` // in full
	Label manifest.Text `json:"label"`
}

// Read reads a resolution into sections, clauses, targets and assignments, for whoever
// may set what the province follows: nothing is kept. What they make of it is set as
// the province's programme.
func (h Handler) Read(c *endpoint.Call, in readIn) (resolutionOut, error) {
	if err := h.Gate.Check(c.Ctx, "admin:settings", "", ""); err != nil {
		return resolutionOut{}, err
	}
	body := []byte(in.Text)
	if c.File != nil {
		var err error
		if body, err = io.ReadAll(io.LimitReader(c.File.Body, reading.MaxFile+1)); err != nil {
			return resolutionOut{}, fault.New(fault.Invalid, "body.cut", fault.Cause(err))
		}
	}
	if len(body) == 0 {
		return resolutionOut{}, fault.New(fault.Invalid, "required", fault.Field("text"))
	}
	s, err := Text(c.Ctx, h.Papers, body)
	if err != nil {
		return resolutionOut{}, fmt.Errorf("read resolution: %w", err)
	}
	r := reading.Parse(s)
	out := resolutionOut{Resolution: *r, Proposed: h.Programme.Proposed(c.Ctx, r), Measures: []measureChoiceOut{}}
	for _, m := range h.Programme.Kinds.In(c.Ctx).Manifests() {
		for i := range m.Measures {
			out.Measures = append(out.Measures, measureChoiceOut{m.Measures[i].FullName(), m.Measures[i].Label})
		}
	}
	return out, nil
}

// Text is what a file says: plain, or a PDF or a DOCX by what reads papers for search,
// in its bounds. Faults: those of reading.Plain, of a file that is neither, broken or too
// costly to read too; Invalid pdf_unread where no program reads PDFs, resolution_scanned
// for one without text.
func Text(ctx context.Context, papers *extract.Reader, body []byte) (string, error) {
	pdf := extract.IsPDF(body)
	if !pdf && !extract.IsOffice(body) || len(body) > reading.MaxFile {
		return reading.Plain(body)
	}
	s, state, err := papers.Laid(ctx, body)
	switch {
	case err != nil:
		return "", err
	case state == extract.NoProgram:
		return "", fault.New(fault.Invalid, "pdf_unread", fault.Field("file"))
	case state == extract.Empty && pdf:
		return "", fault.New(fault.Invalid, "resolution_scanned", fault.Field("file"))
	case state != extract.Read:
		return "", fault.New(fault.Invalid, "resolution_unreadable", fault.Field("file"))
	}
	return s[:min(len(s), reading.MaxText)], nil
}
