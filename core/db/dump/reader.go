package dump

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/doanket/doanket/core/fault"
)

// Reader reads a dump. Whatever is not as it should be is Invalid
// "backup_malformed" with why.
type Reader struct {
	Steps []string // migrations the data has been through

	in     *json.Decoder
	tables int
}

// NewReader reads the head of a dump.
func NewReader(r io.Reader) (*Reader, error) {
	in := json.NewDecoder(r)
	in.UseNumber()
	var head Head
	if err := in.Decode(&head); err != nil || head.Format != format {
		return nil, Malformed("head", err)
	}
	return &Reader{Steps: head.Steps, in: in}, nil
}

// Next is the next table, whose rows must all be read before the one after it;
// nil when the end has come and says that no table is missing.
func (r *Reader) Next() (*Table, error) {
	var raw json.RawMessage
	if err := r.in.Decode(&raw); err != nil {
		return nil, Malformed("cut after "+fmt.Sprint(r.tables)+" tables", err)
	}
	var last struct{ Tables *int }
	if json.Unmarshal(raw, &last) == nil && last.Tables != nil {
		if *last.Tables != r.tables {
			return nil, Malformed("tables are missing", nil)
		}
		return nil, nil
	}
	t := &Table{}
	if err := json.Unmarshal(raw, t); err != nil || t.Table == "" || len(t.Columns) == 0 || t.Rows < 0 {
		return nil, Malformed("table", err)
	}
	for _, c := range t.Columns {
		if !slices.Contains(Types, c.Type) {
			return nil, Malformed("type "+c.Type, nil)
		}
	}
	r.tables++
	return t, nil
}

// Row is the next row of a table: strings, int64, float64, bool, time.Time,
// []byte or nil, in the order of its columns.
func (r *Reader) Row(t *Table) ([]any, error) {
	var row []any
	if err := r.in.Decode(&row); err != nil || len(row) != len(t.Columns) {
		return nil, Malformed("row", err)
	}
	for i, v := range row {
		value, err := native(v, t.Columns[i].Type)
		if err != nil {
			return nil, Malformed("column "+t.Columns[i].Name, err)
		}
		row[i] = value
	}
	return row, nil
}

// native is portable's way back.
func native(v any, typ string) (any, error) {
	switch t := v.(type) {
	case string:
		switch typ {
		case "time":
			return time.Parse(time.RFC3339Nano, t)
		case "bytes":
			return base64.StdEncoding.DecodeString(t)
		}
	case json.Number:
		if typ == "int" {
			return t.Int64()
		}
		if typ == "float" {
			return t.Float64()
		}
		return t.String(), nil
	case []any, map[string]any:
		return nil, errors.New("a value that is none")
	}
	return v, nil
}

// Malformed refuses a dump: Invalid "backup_malformed" with why.
func Malformed(why string, cause error) error {
	if errors.Is(cause, io.EOF) {
		cause = io.ErrUnexpectedEOF
	}
	return fault.New(fault.Invalid, "backup_malformed", fault.Param("why", why), fault.Cause(cause))
}
