package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/view"
)

// documentHandler answers for documents, their versions and their bytes.
type documentHandler struct {
	documents *document.Documents
	records   *record.Records
	people    view.Namer
}

func (h documentHandler) kinds(_ *endpoint.Call, _ struct{}) (endpoint.Items[document.DocKind], error) {
	return endpoint.Items[document.DocKind]{Items: document.DocKinds()}, nil
}

func (h documentHandler) get(c *endpoint.Call, in endpoint.ByID) (documentOut, error) {
	d, err := h.documents.Get(c.Ctx, in.ID)
	if err != nil {
		return documentOut{}, err
	}
	out := h.document(c, d)
	for _, recordID := range d.Records {
		if r, err := h.records.Get(c.Ctx, recordID); err == nil {
			out.Records = append(out.Records, documentFor{r.ID, r.Kind, r.Title, r.Number})
		}
	}
	return out, nil
}

type versionOut struct {
	Version   int       `json:"version"`
	Name      string    `json:"name"`
	Size      int64     `json:"size"`
	Mime      string    `json:"mime"`
	SHA256    string    `json:"sha256"`
	Sound     bool      `json:"sound"`
	CreatedAt time.Time `json:"created_at"`
	CreatedBy view.Who  `json:"created_by"`
}

func (h documentHandler) versions(c *endpoint.Call, in endpoint.ByID) (endpoint.Items[versionOut], error) {
	list, err := h.documents.Versions(c.Ctx, in.ID)
	out := endpoint.Items[versionOut]{Items: []versionOut{}}
	ids := make([]string, len(list))
	for i, v := range list {
		ids[i] = v.CreatedBy
	}
	who := view.People(c.Ctx, h.people, ids...)
	for _, v := range list {
		out.Items = append(out.Items, versionOut{v.Version, v.Name, v.Size, v.Mime, v.SHA256, v.Sound, v.CreatedAt, who(v.CreatedBy)})
	}
	return out, err
}

type documentCorrectIn struct {
	ID       string  `path:"id"`
	Name     *string `json:"name"`
	Kind     *string `json:"kind"`
	Number   *string `json:"number"`
	IssuedOn *string `json:"issued_on"`
	Issuer   *string `json:"issuer"`
	Summary  *string `json:"summary"`
}

// correct changes what the face says: what is left out stays, "" clears.
func (h documentHandler) correct(c *endpoint.Call, in documentCorrectIn) (documentOut, error) {
	d, err := h.documents.Describe(c.Ctx, in.ID, document.Correction{Name: in.Name, Kind: in.Kind, Number: in.Number, IssuedOn: in.IssuedOn,
		Issuer: in.Issuer, Summary: in.Summary})
	if err != nil {
		return documentOut{}, err
	}
	return h.document(c, d), nil
}

type documentContentIn struct {
	ID      string `path:"id"`
	Version int    `query:"version"`
	Inline  bool   `query:"inline"`
	Range   string `header:"Range" maxLength:"200"`
	IfRange string `header:"If-Range" maxLength:"200"`
	IfNone  string `header:"If-None-Match" maxLength:"2000"`
}

// shownInline are the types a browser may show instead of saving; all others
// are saved, whatever the question says.
var shownInline = []string{"application/pdf", "image/jpeg", "image/png", "image/webp", "image/gif"}

// content sends bytes, whole or one range (RFC 9110 §14). The tag is
// the SHA-256, so that a browser never fetches the same bytes twice.
func (h documentHandler) content(c *endpoint.Call, in documentContentIn) (*endpoint.Stream, error) {
	if in.Version < 0 {
		return nil, fault.New(fault.Invalid, "invalid", fault.Field("version"))
	}
	whole, err := h.described(c, in)
	if err != nil {
		return nil, err
	}
	tag := `"` + whole.SHA256 + `"`
	c.Header.Set("ETag", tag)
	c.Header.Set("Accept-Ranges", "bytes")
	if endpoint.NoneMatch(in.IfNone, tag) {
		c.Status = http.StatusNotModified
		return &endpoint.Stream{}, nil
	}
	rng, err := parseRange(in, tag, whole.Size)
	if err != nil {
		c.Header.Set("Content-Range", fmt.Sprintf("bytes */%d", whole.Size))
		c.Status = http.StatusRequestedRangeNotSatisfiable
		return &endpoint.Stream{}, nil
	}
	content, err := h.documents.Open(c.Ctx, in.ID, in.Version, rng)
	if err != nil {
		return nil, err
	}
	if rng != nil {
		c.Status = http.StatusPartialContent
		c.Header.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", content.Offset, content.Offset+content.Length-1, whole.Size))
	}
	disposition(c, content.Document, in.Inline)
	return &endpoint.Stream{Body: content.Body, Length: content.Length}, nil
}

// described is size and hash of the version asked for.
func (h documentHandler) described(c *endpoint.Call, in documentContentIn) (document.Version, error) {
	if in.Version == 0 {
		return h.documents.Newest(c.Ctx, in.ID)
	}
	list, err := h.documents.Versions(c.Ctx, in.ID)
	if err != nil {
		return document.Version{}, err
	}
	i := slices.IndexFunc(list, func(v document.Version) bool { return v.Version == in.Version })
	if i < 0 {
		return document.Version{}, fault.New(fault.NotFound, "not_found", fault.Field("version"))
	}
	return list[i], nil
}

// sandbox is for pictures shown inside the browser: nothing in them runs.
const sandbox = "default-src 'none'; img-src 'self' data:; sandbox; frame-ancestors 'none'"

// framed is for PDFs, which our own pages may show beside their facts. A sandbox
// would keep the browser's viewer out, and that viewer is laid out by styles inside the
// page the browser makes for it; of ours nothing stands there.
const framed = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; object-src 'self'; frame-ancestors 'self'"

func disposition(c *endpoint.Call, d document.Document, inline bool) {
	how := "attachment"
	if inline && slices.Contains(shownInline, d.Mime) {
		how = "inline"
		c.Header.Set("Content-Security-Policy", sandbox)
		if d.Mime == "application/pdf" { // browsers show it by a viewer of their own, apart from the page
			c.Header.Set("Content-Security-Policy", framed)
			c.Header.Set("X-Frame-Options", "SAMEORIGIN")
		}
	}
	c.Attachment(how, d.Mime, d.Name)
}

// parseRange reads one byte range; several ranges, or an If-Range that no
// longer holds, mean the whole.
func parseRange(in documentContentIn, tag string, size int64) (*document.Range, error) {
	spec, ok := strings.CutPrefix(strings.TrimSpace(in.Range), "bytes=")
	if !ok || strings.Contains(spec, ",") || in.IfRange != "" && in.IfRange != tag {
		return nil, nil
	}
	refuse := fault.New(fault.Invalid, "invalid", fault.Field("Range"))
	first, last, ok := strings.Cut(spec, "-")
	if !ok {
		return nil, nil
	}
	if first == "" {
		n, err := strconv.ParseInt(last, 10, 64)
		if err != nil || n <= 0 || size == 0 {
			return nil, refuse
		}
		n = min(n, size)
		return &document.Range{Offset: size - n, Length: n}, nil
	}
	from, err := strconv.ParseInt(first, 10, 64)
	if err != nil || from < 0 || from >= size {
		return nil, refuse
	}
	to := size - 1
	if last != "" {
		n, err := strconv.ParseInt(last, 10, 64)
		if err != nil || n < from {
			return nil, refuse
		}
		to = min(n, to)
	}
	return &document.Range{Offset: from, Length: to - from + 1}, nil
}

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
	CreatedBy   view.Who      `json:"created_by"`
	Slot        string        `json:"slot,omitempty"`
	BoundStep   string        `json:"bound_step,omitempty"` // the step of the record that rests on it
	DuplicateOf string        `json:"duplicate_of,omitempty"`
	Correctable bool          `json:"correctable,omitempty"` // the reader may correct what its face says; only on its own page
	Records     []documentFor `json:"records,omitempty"`
}

// documentFor is a record a document proves.
type documentFor struct {
	ID     string `json:"id"`
	Kind   string `json:"kind"`
	Title  string `json:"title"`
	Number string `json:"number,omitempty"`
}

// shown shows documents with the names of who brought them.
func (h documentHandler) shown(c *endpoint.Call, list []document.Document) []documentOut {
	ids := make([]string, len(list))
	for i, d := range list {
		ids[i] = d.CreatedBy
	}
	who := view.People(c.Ctx, h.people, ids...)
	out := make([]documentOut, len(list))
	for i, d := range list {
		out[i] = documentOut{ID: d.ID, Name: d.Name, Size: d.Size, Mime: d.Mime, SHA256: d.SHA256, Version: d.Version, Kind: d.Kind, Number: d.Number,
			IssuedOn: d.IssuedOn, Issuer: d.Issuer, Summary: d.Summary, Scan: d.Scan, Sound: d.Sound, CreatedAt: d.CreatedAt,
			CreatedBy: who(d.CreatedBy), Slot: d.Slot, BoundStep: d.BoundStep, DuplicateOf: d.DuplicateOf, Correctable: d.Correctable}
	}
	return out
}

func (h documentHandler) document(c *endpoint.Call, d document.Document) documentOut {
	return h.shown(c, []document.Document{d})[0]
}

// source is the form's file, an upload, or a document that is here already.
func source(c *endpoint.Call, uploadID, documentID, sum string) (document.Source, error) {
	named := 0
	for _, given := range []bool{c.File != nil, uploadID != "", documentID != ""} {
		if given {
			named++
		}
	}
	if named != 1 {
		return document.Source{}, fault.New(fault.Invalid, "required", fault.Field("upload"))
	}
	if c.File != nil {
		return document.Source{Body: c.File.Body, Size: -1, Name: c.File.Name, SHA256: sum}, nil
	}
	return document.Source{UploadID: uploadID, DocumentID: documentID}, nil
}

type documentAttachIn struct {
	ID       string `path:"id"`
	IdemKey  string `header:"Idempotency-Key" maxLength:"200"` // taken and not needed
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

// attach is safe to repeat: the same upload, document or bytes in the
// same slot is the same document.
func (h documentHandler) attach(c *endpoint.Call, in documentAttachIn) (documentOut, error) {
	from, err := source(c, in.Upload, in.Document, in.SHA256)
	if err != nil {
		return documentOut{}, err
	}
	meta := document.Meta{Name: in.Name, Kind: in.Kind, Number: in.Number, IssuedOn: in.IssuedOn, Issuer: in.Issuer, Summary: in.Summary}
	d, err := h.documents.Attach(c.Ctx, in.ID, in.Slot, from, meta)
	if err != nil {
		return documentOut{}, err
	}
	c.Header.Set("Location", endpoint.Prefix+"/documents/"+d.ID)
	return h.document(c, d), nil
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

func (h documentHandler) replace(c *endpoint.Call, in documentReplaceIn) (documentOut, error) {
	from, err := source(c, in.Upload, "", in.SHA256)
	if err != nil {
		return documentOut{}, err
	}
	meta := document.Meta{Name: in.Name, Kind: in.Kind, Number: in.Number, IssuedOn: in.IssuedOn, Issuer: in.Issuer, Summary: in.Summary}
	d, err := h.documents.Replace(c.Ctx, in.ID, from, meta)
	if err != nil {
		return documentOut{}, err
	}
	return h.document(c, d), nil
}

type documentDetachIn struct {
	ID       string `path:"id"`
	Document string `path:"document"`
}

func (h documentHandler) detach(c *endpoint.Call, in documentDetachIn) (endpoint.Nothing, error) {
	return endpoint.Nothing{}, h.documents.Detach(c.Ctx, in.ID, in.Document)
}
