package cursor

import (
	"testing"
	"unicode/utf8"

	"github.com/doanket/doanket/core/fault"
)

// FuzzCursor: whatever somebody sends as a cursor is refused as a bad one, or
// is a value of the order's type; written out again it reads the same.
func FuzzCursor(f *testing.F) {
	for _, value := range []any{"x", "Đường", 1.5, 1e300, int64(-9007199254740993), int64(7), true, []any{}, map[string]any{"a": 1}, "\x00", nil} {
		c, err := Encode("due_on", value, "rec_0")
		if err != nil {
			f.Fatal(err)
		}
		for by := range 3 {
			f.Add(c, "due_on", by)
		}
		f.Add(c, "-title", 0)
	}
	f.Add("", "", 0)
	f.Add("%%%", "people", 1)
	f.Fuzz(func(t *testing.T, cursor, sort string, typ int) {
		by := Type(uint(typ) % 3)
		value, id, err := Decode(cursor, sort, by)
		if err != nil {
			if !fault.HasCode(err, "bad_cursor") {
				t.Errorf("refused as %v", err)
			}
			return
		}
		switch v := value.(type) {
		case string:
			if by != Text || !utf8.ValidString(v) {
				t.Errorf("%q of %q is the text %q", cursor, sort, v)
			}
		case int64:
			if by == Text {
				t.Errorf("%q of %q is the number %d", cursor, sort, v)
			}
		case float64:
			if by != Number {
				t.Errorf("%q of %q is the number %v", cursor, sort, v)
			}
		default:
			t.Errorf("%q of %q is %T", cursor, sort, value)
		}
		if !utf8.ValidString(sort) {
			return // no order is called so
		}
		again, err := Encode(sort, value, id)
		if err != nil {
			t.Fatal(err)
		}
		if v, i, err := Decode(again, sort, by); err != nil || v != value || i != id {
			t.Errorf("%v %q, written out and read again %v %q, %v", value, id, v, i, err)
		}
	})
}
