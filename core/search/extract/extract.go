package extract

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/doanket/doanket/core/text"
	"github.com/doanket/doanket/core/upload/archive"
	"github.com/doanket/doanket/core/upload/child"
)

// Bounds of one document.
const (
	MaxBytes    = 64 << 20         // a larger file is not read
	MaxText     = 400_000          // bytes of text; what follows is left out
	MaxInflated = 32 << 20         // bytes of an archive's parts together, as they come out
	MaxToken    = 1 << 20          // bytes of one element, attribute list or run of text
	MaxParts    = 2_000            // of an archive, looked through for those with text
	within      = 20 * time.Second // for all but scans
)

// State is what came of reading a file.
type State string

// States of a file. All are final for these bytes: what might be otherwise the next
// time is an error.
const (
	Read       State = "read"
	Empty      State = "empty"      // nothing is said in it, as in a photograph, or a scan without tesseract
	Unknown    State = "unknown"    // of a type whose text nobody here reads
	Unreadable State = "unreadable" // it is not what it says
	TooCostly  State = "too_costly" // it asks for more than the bounds
	NoProgram  State = "no_program" // the program that reads the type is not installed
)

// errEnough ends the reading of a file whose text is as long as is kept.
var errEnough = errors.New("enough text")

// Reader reads files. The zero Reader has no programs.
type Reader struct {
	programs
	apart child.Command
	desk  chan struct{} // who waits for what is laid out has it read here, one at a time
}

// New finds the programs, each a path or a name; those that are not installed, or "",
// read nothing.
func New(p Programs) *Reader { return &Reader{p.found(), p.Apart, make(chan struct{}, 1)} }

// Text reads a file of the type its extension says. An error is of the disk or of ctx,
// never of the file.
func (r *Reader) Text(ctx context.Context, extension string, file *os.File, size int64) (string, State, error) {
	if size > MaxBytes {
		return "", TooCostly, nil
	}
	var out gathered
	var err error
	switch {
	case offices[extension] != nil:
		return r.office(ctx, file, words, extension)
	case extension == "txt" || extension == "csv":
		err = plain(&out, file)
	case extension == "pdf":
		return r.pdf(ctx, file)
	case slices.Contains(pictures, extension):
		return r.picture(ctx, file)
	default:
		return "", Unknown, nil
	}
	body, state := settle(out.String(), err)
	return body, state, nil
}

// settle says what came of it.
func settle(body string, err error) (string, State) {
	switch {
	case errors.Is(err, archive.ErrCostly), errors.Is(err, context.DeadlineExceeded):
		return "", TooCostly
	case err != nil && !errors.Is(err, errEnough):
		return "", Unreadable
	}
	body = Clean(body)
	if body == "" {
		return "", Empty
	}
	return body, Read
}

// plain reads text.
func plain(out *gathered, file io.Reader) error {
	body, err := io.ReadAll(io.LimitReader(file, MaxText))
	if err != nil {
		return err
	}
	for cut := 0; cut < utf8.UTFMax && !utf8.Valid(body) && len(body) > 0; cut++ { // a letter cut in two
		body = body[:len(body)-1]
	}
	if !utf8.Valid(body) {
		return errors.New("no UTF-8")
	}
	return out.add(string(body))
}

// gathered is text as it is found, to its bound.
type gathered struct{ strings.Builder }

func (g *gathered) add(s string) error {
	if left := MaxText - g.Len(); len(s) > left {
		g.WriteString(s[:left]) // half a letter is cleaned away
		return errEnough
	}
	g.WriteString(s)
	return nil
}

// Clean is text as it is kept: composed, one space between words, one line end
// between lines, nothing that is not shown.
func Clean(s string) string {
	s = strings.ToValidUTF8(s, " ")
	var b strings.Builder
	for line := range strings.Lines(s) {
		words := strings.FieldsFunc(line, func(r rune) bool {
			return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Co, r) || r == unicode.ReplacementChar
		})
		if len(words) > 0 {
			b.WriteString(strings.Join(words, " ") + "\n")
		}
	}
	return text.Composed(strings.TrimSuffix(b.String(), "\n"))
}
