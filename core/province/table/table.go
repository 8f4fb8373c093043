package table

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/text"
)

// Read hands on every line behind the first one, which must be header, with the
// number it has in the file; cells are cleaned as the rooms keep text. file is
// what mistakes are named by. Fault: Invalid "file_malformed".
func Read(file string, in io.Reader, header string, row func(line int, v []string) error) error {
	r := csv.NewReader(in)
	for n := 0; ; n++ {
		v, err := r.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF) && n > 0:
			return nil
		case errors.As(err, &broken):
			return BadLine(file, broken.Line, broken.Err.Error(), err)
		case err != nil:
			return BadLine(file, 1, "the first line must be "+header, err)
		}
		line, _ := r.FieldPos(0) // not n: a cell may hold lines, and lines may be empty
		if i := slices.IndexFunc(v, func(cell string) bool { return !utf8.ValidString(cell) || strings.ContainsRune(cell, 0) }); i >= 0 {
			return BadLine(file, line, "the text is not UTF-8", nil)
		}
		for i := range v {
			v[i], _ = text.Line(v[i]) // takes away the mark spreadsheets write first, too
		}
		if n == 0 {
			if strings.Join(v, ",") != header {
				return BadLine(file, line, "the first line must be "+header, nil)
			}
			continue
		}
		if err := row(line, v); err != nil {
			return err
		}
	}
}

// BadLine refuses a line of a file: Invalid "file_malformed" with file, line and
// why.
func BadLine(file string, line int, why string, cause error) error {
	return fault.New(fault.Invalid, "file_malformed", fault.Param("file", file),
		fault.Param("line", fmt.Sprint(line)), fault.Param("why", why), fault.Cause(cause))
}
