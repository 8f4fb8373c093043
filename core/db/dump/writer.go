package dump

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"time"
)

// Writer writes a dump line by line.
type Writer struct {
	line   *json.Encoder
	tables int
}

// NewWriter begins a dump with the migrations its data has been through.
func NewWriter(w io.Writer, steps []string) (*Writer, error) {
	line := json.NewEncoder(w)
	line.SetEscapeHTML(false)
	return &Writer{line: line}, line.Encode(Head{Format: format, Steps: steps})
}

// Table begins a table; t.Rows rows follow.
func (w *Writer) Table(t Table) error {
	w.tables++
	return w.line.Encode(t)
}

// Row writes a row of the table as a driver read it, and changes row for it.
func (w *Writer) Row(t Table, row []any) error {
	for i := range row {
		row[i] = portable(row[i], t.Columns[i].Type)
	}
	return w.line.Encode(row)
}

// End writes the last line.
func (w *Writer) End() error { return w.line.Encode(end{w.tables}) }

// portable is a value as JSON carries it; the drivers name the same things
// differently.
func portable(v any, typ string) any {
	switch t := v.(type) {
	case time.Time:
		if typ == "date" {
			return t.Format(time.DateOnly)
		}
		return t.UTC().Format(time.RFC3339Nano)
	case []byte:
		if typ == "bytes" {
			return base64.StdEncoding.EncodeToString(t)
		}
		return string(t)
	case int64:
		if typ == "bool" {
			return t != 0
		}
	}
	return v
}
