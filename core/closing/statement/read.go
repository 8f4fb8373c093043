package statement

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"io"
	"strconv"

	"github.com/doanket/doanket/core/fault"
)

// maxLine bounds a line of a file, in bytes.
const maxLine = 4 << 20

// file is a statement as it was read, with what its lines hash to.
type file struct {
	Statement
	seal    *Seal
	sum     string   // of all lines before the seal
	said    []Digest // in the file
	summed  []Digest // of its lines
	section hash.Hash
	whole   hash.Hash
}

// Read reads a statement without judging it. Fault: Invalid closing.not_a_statement with
// the line's number.
func Read(in io.Reader) (*Statement, error) {
	f, err := read(in)
	if err != nil {
		return nil, err
	}
	return &f.Statement, nil
}

func read(in io.Reader) (*file, error) {
	f := &file{section: sha256.New(), whole: sha256.New()}
	scan := bufio.NewScanner(in)
	scan.Buffer(make([]byte, 64<<10), maxLine)
	n := 0
	for scan.Scan() {
		n++
		raw := append(bytes.Clone(scan.Bytes()), '\n')
		if err := f.take(raw); err != nil {
			return nil, malformed(n, err)
		}
	}
	if err := scan.Err(); err != nil {
		if errors.Is(err, bufio.ErrTooLong) {
			return nil, malformed(n+1, err)
		}
		return nil, err
	}
	if f.seal == nil {
		return nil, malformed(n, errors.New("no seal"))
	}
	return f, nil
}

func malformed(n int, why error) error {
	return fault.New(fault.Invalid, "closing.not_a_statement", fault.Param("line", strconv.Itoa(n)), fault.Cause(why))
}

var errOrder = errors.New("a line where it may not stand")

// take puts one line in its place.
func (f *file) take(raw []byte) error {
	var l line
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&l); err != nil {
		return err
	}
	if f.seal != nil || (l.Head != nil) != (f.Head.Format == "") {
		return errOrder
	}
	switch {
	case l.Seal != nil:
		f.seal, f.sum = l.Seal, hex.EncodeToString(f.whole.Sum(nil))
		return nil
	case l.Digest != nil:
		f.summed = append(f.summed, Digest{f.here(), hex.EncodeToString(f.section.Sum(nil))})
		f.said = append(f.said, *l.Digest)
		f.section.Reset()
		f.whole.Write(raw)
		return nil
	}
	f.whole.Write(raw)
	f.section.Write(raw)
	if l.Head != nil {
		f.section.Reset()
		if l.Head.Format != Format {
			return errors.New("another format")
		}
	}
	return f.put(l)
}

// here is the section the lines are of.
func (f *file) here() string {
	switch {
	case len(f.Measures) > 0:
		return f.Measures[len(f.Measures)-1].Code
	case len(f.said) > 0:
		return OfRecords
	}
	return OfUnits
}

func (f *file) put(l line) error {
	switch {
	case l.Head != nil:
		f.Head = *l.Head
	case l.Unit != nil:
		f.Units = append(f.Units, *l.Unit)
	case l.Record != nil:
		f.Records = append(f.Records, *l.Record)
	case l.Measure != nil:
		f.Measures = append(f.Measures, *l.Measure)
	case len(f.Measures) == 0:
		return errOrder
	default:
		return f.Measures[len(f.Measures)-1].put(l)
	}
	return nil
}

func (m *Measure) put(l line) error {
	switch {
	case l.Must != "":
		m.Must = append(m.Must, l.Must)
	case l.Owing != nil:
		m.Owings = append(m.Owings, *l.Owing)
	case l.Contribution != nil:
		m.Contributions = append(m.Contributions, *l.Contribution)
	case l.Figure != nil:
		m.Figures = append(m.Figures, *l.Figure)
	default:
		return errOrder
	}
	return nil
}
