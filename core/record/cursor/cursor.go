package cursor

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/text"
)

// mark is where a page ended.
type mark struct {
	Sort  string `json:"s"`
	Value any    `json:"v"`
	ID    string `json:"i"`
}

// Type is what an order's values are.
type Type int

// Text, whole numbers, or any numbers.
const (
	Text Type = iota
	Whole
	Number
)

// Encode is the cursor behind a record: the order's name, what the record is
// ordered by (text, an integer or a number with a fraction), and its id.
func Encode(sort string, value any, id string) (string, error) {
	if b, ok := value.([]byte); ok {
		value = string(b)
	}
	raw, err := json.Marshal(mark{sort, value, id})
	if err != nil {
		return "", fmt.Errorf("cursor of %s: %w", id, err)
	}
	return base64.RawURLEncoding.EncodeToString(raw), nil
}

// Decode reads a cursor of the order sort, whose values are of the type: a
// string, an int64, or either int64 or float64. Fault: Invalid bad_cursor.
func Decode(cursor, sort string, by Type) (value any, id string, err error) {
	refuse := fault.New(fault.Invalid, "bad_cursor", fault.Field("cursor"))
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return nil, "", refuse
	}
	var m mark
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.UseNumber()
	if err := d.Decode(&m); err != nil || m.Sort != sort {
		return nil, "", refuse
	}
	if m.Value = plain(m.Value); !compares(m.Value, by) {
		return nil, "", refuse
	}
	if _, wrong := text.Block(fmt.Sprint(m.Value) + m.ID); wrong != "" {
		return nil, "", refuse
	}
	return m.Value, m.ID, nil
}

// plain is a JSON number as the database holds it.
func plain(v any) any {
	n, ok := v.(json.Number)
	if !ok {
		return v
	}
	if i, err := n.Int64(); err == nil {
		return i
	}
	f, err := n.Float64()
	switch {
	case err != nil:
		return nil
	case f == math.Trunc(f) && f >= math.MinInt64 && f < math.MaxInt64:
		return int64(f) // "7e2" is written out as "700"
	}
	return f
}

// compares reports whether a value is of the type: PostgreSQL compares nothing
// else with its column.
func compares(value any, by Type) bool {
	switch value.(type) {
	case string:
		return by == Text
	case int64:
		return by != Text
	case float64:
		return by == Number
	}
	return false
}
