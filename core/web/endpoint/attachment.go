package endpoint

import (
	"bytes"
	"io"
	"mime"
	"net/url"
	"strings"
)

// Attachment says that the answer is a file: its type, its name (RFC 6266, with
// one for agents that read ASCII only), and how it is shown: "attachment" or
// "inline".
func (c *Call) Attachment(how, mimeType, name string) {
	c.Header.Set("Content-Type", mimeType)
	c.Header.Set("X-Content-Type-Options", "nosniff")
	c.Header.Set("Content-Disposition", how+`; filename="`+asciiName(name)+`"; filename*=UTF-8''`+strings.ReplaceAll(url.QueryEscape(name), "+", "%20"))
}

// Send sends a file in place of the answer.
func (c *Call) Send(mimeType, name string, content []byte) {
	c.Attachment("attachment", mimeType, name)
	c.Sent = &Stream{Body: io.NopCloser(bytes.NewReader(content)), Length: int64(len(content))}
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
