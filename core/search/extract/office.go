package extract

import (
	"archive/zip"
	"bufio"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/upload/archive"
)

// offices are the parts of Office files that hold text, by extension, in the order
// they are read.
var offices = map[string][]string{
	"docx": {"word/document.xml", "word/header*.xml", "word/footer*.xml", "word/footnotes.xml", "word/endnotes.xml"},
	"xlsx": {"xl/sharedStrings.xml", "xl/worksheets/sheet*.xml"},
	"pptx": {"ppt/slides/slide*.xml", "ppt/notesSlides/notesSlide*.xml"},
}

// taker is what is made of the elements of one part.
type taker func(xml.Token) error

// office reads the parts of an Office file that hold text, one element at a time. A part
// that is there twice is another text for everybody who opens it: it is not read.
func office(ctx context.Context, parts []string, file io.ReaderAt, size int64, fresh func() taker) error {
	list, err := archive.Open(file, size, 2*MaxBytes)
	if err != nil {
		return err
	}
	if len(list.File) > MaxParts {
		return archive.ErrCostly
	}
	left, seen := int64(MaxInflated), map[string]bool{}
	for _, pattern := range parts {
		for _, f := range list.File {
			if named, _ := path.Match(pattern, f.Name); !named {
				continue
			}
			if seen[f.Name] {
				return errors.New("a part is there twice")
			}
			seen[f.Name] = true
			if err := part(ctx, f, &left, fresh()); err != nil {
				return err
			}
		}
	}
	return nil
}

func part(ctx context.Context, f *zip.File, left *int64, take taker) error {
	body, err := f.Open()
	if err != nil {
		return err
	}
	defer body.Close()
	in := &measured{r: bufio.NewReader(body), all: left, token: MaxToken}
	dec := xml.NewDecoder(in)
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		in.token = MaxToken
		// Raw, so that no list of open elements is kept, however deep they nest.
		token, err := dec.RawToken()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case in.spent:
			return archive.ErrCostly
		case err != nil:
			return err
		}
		if err := take(token); err != nil {
			return err
		}
	}
}

// measured reads no more than all bytes, and of those no more than token before that
// is set anew: a decoder keeps an element whole.
type measured struct {
	r     *bufio.Reader
	all   *int64
	token int64
	spent bool
}

// ReadByte is what the decoder reads by.
func (m *measured) ReadByte() (byte, error) {
	if *m.all--; *m.all < 0 || m.token <= 0 {
		m.spent = true
		return 0, archive.ErrCostly
	}
	m.token--
	return m.r.ReadByte()
}

// Read is there for the decoder to take it for a reader.
func (m *measured) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	b, err := m.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = b
	return 1, nil
}

// breaks are elements at whose end a line ends; spaces stand for one between words.
var (
	breaks = []string{"p", "si", "row", "tr", "br"}
	spaces = []string{"tab", "tc", "c"}
)

// elements takes the text out of elements.
type elements struct {
	out   *gathered
	words bool // in an element of text
	spelt bool // in a cell that has its text or its number in it, not the place of one
	count bool // … a number
}

func (e *elements) take(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		switch name := t.Name.Local; {
		case name == "c":
			kind := "n"
			if i := slices.IndexFunc(t.Attr, func(a xml.Attr) bool { return a.Name.Local == "t" }); i >= 0 {
				kind = t.Attr[i].Value
			}
			e.count = kind == "n"
			e.spelt = e.count || kind == "str"
		case name == "t", name == "v" && e.spelt:
			e.words = true
		}
	case xml.CharData:
		if e.words && e.count {
			return e.out.add(number(string(t)))
		}
		if e.words {
			return e.out.add(string(t))
		}
	case xml.EndElement:
		switch name := t.Name.Local; {
		case name == "t", name == "v":
			e.words = false
		case slices.Contains(breaks, name):
			return e.out.add("\n")
		case slices.Contains(spaces, name):
			return e.out.add(" ")
		}
	}
	return nil
}

// number is a cell's number as it may be asked for: as it is kept, and of a whole number
// with a dot before every three digits, as people read it.
func number(kept string) string {
	if len(kept) < 4 || len(kept) > 15 || strings.ContainsFunc(kept, func(r rune) bool { return r < '0' || r > '9' }) {
		return kept
	}
	shown := ""
	for i, r := range kept {
		if i > 0 && (len(kept)-i)%3 == 0 {
			shown += "."
		}
		shown += string(r)
	}
	return kept + " " + shown
}
