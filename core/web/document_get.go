package web

import (
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/fault"
)

func documentKinds(_ *call, _ struct{}) (items[document.DocKind], error) {
	return items[document.DocKind]{document.DocKinds()}, nil
}

func documentGet(c *call, in idIn) (documentOut, error) {
	d, err := c.Documents.Get(c.ctx, in.ID)
	if err != nil {
		return documentOut{}, err
	}
	out := c.document(d)
	for _, recordID := range d.Records {
		if r, err := c.Records.Get(c.ctx, recordID); err == nil {
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
	CreatedBy Who       `json:"created_by"`
}

func documentVersions(c *call, in idIn) (items[versionOut], error) {
	list, err := c.Documents.Versions(c.ctx, in.ID)
	out := items[versionOut]{Items: []versionOut{}}
	ids := make([]string, len(list))
	for i, v := range list {
		ids[i] = v.CreatedBy
	}
	who := c.people(ids...)
	for _, v := range list {
		out.Items = append(out.Items, versionOut{v.Version, v.Name, v.Size, v.Mime, v.SHA256, v.Sound, v.CreatedAt, who(v.CreatedBy)})
	}
	return out, err
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

// documentContent sends bytes, whole or one range (RFC 9110 §14). The tag is
// the SHA-256, so that a browser never fetches the same bytes twice.
func documentContent(c *call, in documentContentIn) (*stream, error) {
	if in.Version < 0 {
		return nil, fault.New(fault.Invalid, "invalid", fault.Field("version"))
	}
	whole, err := c.described(in)
	if err != nil {
		return nil, err
	}
	tag := `"` + whole.SHA256 + `"`
	c.header.Set("ETag", tag)
	c.header.Set("Accept-Ranges", "bytes")
	if noneMatch(in.IfNone, tag) {
		c.status = http.StatusNotModified
		return &stream{}, nil
	}
	rng, err := parseRange(in, tag, whole.Size)
	if err != nil {
		c.header.Set("Content-Range", fmt.Sprintf("bytes */%d", whole.Size))
		c.status = http.StatusRequestedRangeNotSatisfiable
		return &stream{}, nil
	}
	content, err := c.Documents.Open(c.ctx, in.ID, in.Version, rng)
	if err != nil {
		return nil, err
	}
	if rng != nil {
		c.status = http.StatusPartialContent
		c.header.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", content.Offset, content.Offset+content.Length-1, whole.Size))
	}
	c.disposition(content.Document, in.Inline)
	return &stream{body: content.Body, length: content.Length}, nil
}

// described is size and hash of the version asked for.
func (c *call) described(in documentContentIn) (document.Version, error) {
	if in.Version == 0 {
		d, err := c.Documents.Get(c.ctx, in.ID)
		return document.Version{Version: d.Version, Size: d.Size, SHA256: d.SHA256}, err
	}
	list, err := c.Documents.Versions(c.ctx, in.ID)
	if err != nil {
		return document.Version{}, err
	}
	i := slices.IndexFunc(list, func(v document.Version) bool { return v.Version == in.Version })
	if i < 0 {
		return document.Version{}, fault.New(fault.NotFound, "not_found", fault.Field("version"))
	}
	return list[i], nil
}

func (c *call) disposition(d document.Document, inline bool) {
	how := "attachment"
	if inline && slices.Contains(shownInline, d.Mime) {
		how = "inline"
		c.header.Set("Content-Security-Policy", sandbox)
		if d.Mime == "application/pdf" { // browsers show it by a viewer of their own, apart from the page
			c.header.Set("Content-Security-Policy", framed)
			c.header.Set("X-Frame-Options", "SAMEORIGIN")
		}
	}
	c.header.Set("Content-Type", d.Mime)
	c.header.Set("X-Content-Type-Options", "nosniff")
	c.header.Set("Content-Disposition", how+`; filename="`+asciiName(d.Name)+`"; filename*=UTF-8''`+strings.ReplaceAll(url.QueryEscape(d.Name), "+", "%20"))
}

// asciiName is a name for agents that do not know RFC 5987.
func asciiName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || r == '"' || r == '\\' || r == '%' {
			return '_'
		}
		return r
	}, name)
	if _, _, err := mime.ParseMediaType(`x; filename="` + name + `"`); err != nil {
		return "document"
	}
	return name
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
