package reading

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/upload/archive"
)

// Limits of files.
const (
	MaxFile   = 20 << 20 // bytes
	maxXML    = 16 << 20 // bytes of a DOCX's text, unpacked
	maxPacked = 8 << 20  // and packed
	maxTokens = 500_000  // beginnings, ends and texts of its elements: a resolution has some thousands a page, read in a microsecond each
	maxDepth  = 200      // of its elements
)

// IsPDF reports whether a file is a PDF: its text is read by a program (search/extract)
// and comes here plain.
func IsPDF(body []byte) bool { return bytes.HasPrefix(body, []byte("%PDF")) }

// Text is the text of a file: of a DOCX, or plain. Faults: Invalid
// resolution_unreadable for what is neither or is too large, pdf_unread for a PDF.
func Text(body []byte) (string, error) {
	unreadable := fault.New(fault.Invalid, "resolution_unreadable", fault.Field("file"))
	switch {
	case len(body) > MaxFile:
		return "", unreadable
	case bytes.HasPrefix(body, []byte("PK\x03\x04")):
		s, err := docx(body)
		if err != nil || strings.TrimSpace(s) == "" {
			return "", unreadable
		}
		return s, nil
	case IsPDF(body):
		return "", fault.New(fault.Invalid, "pdf_unread", fault.Field("file"))
	case !utf8.Valid(body) || bytes.IndexByte(body, 0) >= 0:
		return "", unreadable
	}
	return string(body[:min(len(body), MaxText)]), nil
}

// docx is the text of a DOCX: a line for each paragraph, cells of a row with | between.
func docx(body []byte) (string, error) {
	z, err := archive.Open(bytes.NewReader(body), int64(len(body)), maxPacked)
	if err != nil {
		return "", err
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	d := &document{}
	dec := xml.NewDecoder(io.LimitReader(f, maxXML))
	for tokens := 0; d.out.Len() < MaxText; tokens++ {
		if tokens > maxTokens {
			return "", archive.ErrCostly
		}
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", err
		}
		if err := d.take(token); err != nil {
			return "", err
		}
	}
	return d.out.String(), nil
}

// document gathers the text of a DOCX's elements.
type document struct {
	out   strings.Builder
	line  strings.Builder
	row   int // depth of rows of tables
	depth int
	words bool
}

func (d *document) take(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		if d.depth++; d.depth > maxDepth {
			return errors.New("nested too deep")
		}
		switch t.Name.Local {
		case "t":
			d.words = true
		case "tab":
			d.line.WriteString(" ")
		case "br":
			d.end()
		case "tr":
			d.row++
		}
	case xml.EndElement:
		d.depth--
		switch t.Name.Local {
		case "t":
			d.words = false
		case "p":
			d.end()
		case "tc":
			d.line.WriteString(" | ")
		case "tr":
			d.row--
			d.end()
		}
	case xml.CharData:
		if d.words {
			d.line.Write(t)
		}
	}
	return nil
}

// end ends a line; inside a row of a table its paragraphs stay on one.
func (d *document) end() {
	if d.row > 0 {
		d.line.WriteString(" ")
		return
	}
	d.out.WriteString(d.line.String() + "\n\n")
	d.line.Reset()
}
