package extract

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/upload/archive"
)

// IsPDF and IsOffice tell files by how they begin.
func IsPDF(body []byte) bool { return bytes.HasPrefix(body, []byte("%PDF")) }

// IsOffice is true of any archive.
func IsOffice(body []byte) bool { return bytes.HasPrefix(body, []byte("PK\x03\x04")) }

// Laid reads the text of a PDF or a DOCX as it is laid out: for who looks for paragraphs
// and tables, not for words. Somebody waits for it, so one is read at a time, in the
// bounds all documents have, and given up with ctx.
func (r *Reader) Laid(ctx context.Context, body []byte) (string, State, error) {
	if len(body) > MaxBytes {
		return "", TooCostly, nil
	}
	if r.desk != nil {
		select {
		case r.desk <- struct{}{}:
			defer func() { <-r.desk }()
		case <-ctx.Done():
			return "", "", ctx.Err()
		}
	}
	switch {
	case IsPDF(body):
		return r.laidPDF(ctx, body)
	case IsOffice(body):
		return r.laidDOCX(ctx, body)
	}
	return "", Unknown, nil
}

// layout takes the text out of the elements of a DOCX.
type layout struct {
	out   gathered
	rows  int // open, of tables
	words bool
	seen  int // elements and texts
}

// maxSeen is how many beginnings, ends and texts of elements are looked at while somebody
// waits: a resolution has some thousands a page.
const maxSeen = 500_000

func (l *layout) take(token xml.Token) error {
	if l.seen++; l.seen > maxSeen {
		return archive.ErrCostly
	}
	switch t := token.(type) {
	case xml.StartElement:
		switch t.Name.Local {
		case "t":
			l.words = true
		case "tab":
			return l.out.add(" ")
		case "br":
			return l.end()
		case "tr":
			l.rows++
		}
	case xml.EndElement:
		switch t.Name.Local {
		case "t":
			l.words = false
		case "p":
			return l.end()
		case "tc":
			return l.out.add(" | ")
		case "tr":
			l.rows--
			return l.end()
		}
	case xml.CharData:
		if l.words {
			return l.out.add(string(t))
		}
	}
	return nil
}

// end ends a line; inside a row of a table its paragraphs stay on one.
func (l *layout) end() error {
	if l.rows > 0 {
		return l.out.add(" ")
	}
	return l.out.add("\n\n")
}

// laidDOCX is a line for each paragraph and an empty one between; cells of a row stand
// with | between.
func (r *Reader) laidDOCX(ctx context.Context, docx []byte) (body string, state State, err error) {
	err = spooled(docx, func(file *os.File) (err error) {
		body, state, err = r.office(ctx, file, paragraphs)
		return err
	})
	return body, state, err
}

// laidPDF keeps the empty lines of its pages. Of a scan it is Empty.
func (r *Reader) laidPDF(ctx context.Context, pdf []byte) (body string, state State, err error) {
	if r.pdfText == "" {
		return "", NoProgram, nil
	}
	err = spooled(pdf, func(file *os.File) (err error) {
		body, state, err = r.output(ctx, within, r.pdfText, "-q", "-enc", "UTF-8", "-nopgbrk", "-layout", "-l", strconv.Itoa(pdfPages), file.Name(), "-")
		return err
	})
	if err == nil && state == Read && strings.TrimSpace(body) == "" {
		return "", Empty, nil
	}
	return body, state, err
}

// spooled reads bytes by way of a file.
func spooled(body []byte, read func(*os.File) error) (err error) {
	file, err := os.CreateTemp("", "doanket-paper-")
	if err != nil {
		return fmt.Errorf("read a paper: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close(), os.Remove(file.Name())) }()
	if _, err := file.Write(body); err != nil {
		return fmt.Errorf("read a paper: %w", err)
	}
	return read(file)
}
