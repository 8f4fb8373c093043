package web

import (
	"time"

	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/fault"
)

// documentOut is a document as lists and pages show it.
type documentOut struct {
	ID          string        `json:"id"`
	Name        string        `json:"name"`
	Size        int64         `json:"size"`
	Mime        string        `json:"mime"`
	SHA256      string        `json:"sha256"`
	Version     int           `json:"version"`
	Kind        string        `json:"kind,omitempty"`
	Number      string        `json:"number,omitempty"`
	IssuedOn    string        `json:"issued_on,omitempty"`
	Issuer      string        `json:"issuer,omitempty"`
	Summary     string        `json:"summary,omitempty"`
	Scan        string        `json:"scan"`
	Sound       bool          `json:"sound"`
	CreatedAt   time.Time     `json:"created_at"`
	CreatedBy   Who           `json:"created_by"`
	Slot        string        `json:"slot,omitempty"`
	DuplicateOf string        `json:"duplicate_of,omitempty"`
	Records     []documentFor `json:"records,omitempty"`
}

// documentFor is a record a document proves.
type documentFor struct {
	ID     string `json:"id"`
	Kind   string `json:"kind"`
	Title  string `json:"title"`
	Number string `json:"number,omitempty"`
}

// documents shows documents with the names of who brought them.
func (c *call) documents(list []document.Document) []documentOut {
	ids := make([]string, len(list))
	for i, d := range list {
		ids[i] = d.CreatedBy
	}
	who := c.people(ids...)
	out := make([]documentOut, len(list))
	for i, d := range list {
		out[i] = documentOut{ID: d.ID, Name: d.Name, Size: d.Size, Mime: d.Mime, SHA256: d.SHA256, Version: d.Version, Kind: d.Kind, Number: d.Number,
			IssuedOn: d.IssuedOn, Issuer: d.Issuer, Summary: d.Summary, Scan: d.Scan, Sound: d.Sound, CreatedAt: d.CreatedAt,
			CreatedBy: who(d.CreatedBy), Slot: d.Slot, DuplicateOf: d.DuplicateOf}
	}
	return out
}

func (c *call) document(d document.Document) documentOut {
	return c.documents([]document.Document{d})[0]
}

// source is the form's file, an upload, or a document that is here already.
func (c *call) source(uploadID, documentID, sum string) (document.Source, error) {
	named := 0
	for _, given := range []bool{c.file != nil, uploadID != "", documentID != ""} {
		if given {
			named++
		}
	}
	if named != 1 {
		return document.Source{}, fault.New(fault.Invalid, "required", fault.Field("upload"))
	}
	if c.file != nil {
		return document.Source{Body: c.file.body, Size: -1, Name: c.file.name, SHA256: sum}, nil
	}
	return document.Source{UploadID: uploadID, DocumentID: documentID}, nil
}

type documentAttachIn struct {
	ID       string `path:"id"`
	IdemKey  string `header:"Idempotency-Key" maxLength:"200"`
	Slot     string `json:"slot" required:"true" maxLength:"64"`
	Document string `json:"document" maxLength:"64"`
	Upload   string `json:"upload" maxLength:"64"`
	SHA256   string `json:"sha256" maxLength:"64"`
	Name     string `json:"name" maxLength:"300"`
	Kind     string `json:"kind" maxLength:"20"`
	Number   string `json:"number" maxLength:"100"`
	IssuedOn string `json:"issued_on" maxLength:"10"`
	Issuer   string `json:"issuer" maxLength:"300"`
	Summary  string `json:"summary" maxLength:"1000"`
}

// documentAttach is safe to repeat: the same upload, document or bytes in the
// same slot is the same document.
func documentAttach(c *call, in documentAttachIn) (documentOut, error) {
	from, err := c.source(in.Upload, in.Document, in.SHA256)
	if err != nil {
		return documentOut{}, err
	}
	meta := document.Meta{Name: in.Name, Kind: in.Kind, Number: in.Number, IssuedOn: in.IssuedOn, Issuer: in.Issuer, Summary: in.Summary}
	d, err := c.Documents.Attach(c.ctx, in.ID, in.Slot, from, meta)
	if err != nil {
		return documentOut{}, err
	}
	c.header.Set("Location", prefix+"/documents/"+d.ID)
	return c.document(d), nil
}

type documentReplaceIn struct {
	ID       string `path:"id"`
	Upload   string `json:"upload" maxLength:"64"`
	SHA256   string `json:"sha256" maxLength:"64"`
	Name     string `json:"name" maxLength:"300"`
	Kind     string `json:"kind" maxLength:"20"`
	Number   string `json:"number" maxLength:"100"`
	IssuedOn string `json:"issued_on" maxLength:"10"`
	Issuer   string `json:"issuer" maxLength:"300"`
	Summary  string `json:"summary" maxLength:"1000"`
}

func documentReplace(c *call, in documentReplaceIn) (documentOut, error) {
	from, err := c.source(in.Upload, "", in.SHA256)
	if err != nil {
		return documentOut{}, err
	}
	meta := document.Meta{Name: in.Name, Kind: in.Kind, Number: in.Number, IssuedOn: in.IssuedOn, Issuer: in.Issuer, Summary: in.Summary}
	d, err := c.Documents.Replace(c.ctx, in.ID, from, meta)
	if err != nil {
		return documentOut{}, err
	}
	return c.document(d), nil
}

type documentDetachIn struct {
	ID       string `path:"id"`
	Document string `path:"document"`
}

func documentDetach(c *call, in documentDetachIn) (nothing, error) {
	return nothing{}, c.Documents.Detach(c.ctx, in.ID, in.Document)
}
