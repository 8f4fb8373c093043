package payload

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/doanket/doanket/core/fault"
)

// Value binds the text of a path, query or header field. The tag may demand
// `required:"true"` or `maxLength:"n"`. Comma-separated text fills a slice.
func Value(name, s string, to reflect.Value, tag reflect.StructTag) []fault.FieldError {
	b := &binder{}
	switch {
	case !utf8.ValidString(s):
		b.fail(name, "not_utf8")
	case strings.IndexByte(s, 0) >= 0:
		b.fail(name, "invalid")
	case s == "":
		if tag.Get("required") == "true" {
			b.fail(name, "required")
		}
	default:
		b.bind(name, valueOf(s, to), to, tag)
	}
	return b.errs
}

// valueOf gives text the shape the target wants; what does not fit stays text
// and is refused by bind.
func valueOf(s string, to reflect.Value) any {
	if to.CanAddr() && to.Addr().Type().Implements(textType) {
		return s
	}
	switch to.Kind() {
	case reflect.Pointer:
		return valueOf(s, reflect.New(to.Type().Elem()).Elem())
	case reflect.Bool:
		if on, err := strconv.ParseBool(s); err == nil {
			return on
		}
	case reflect.Int, reflect.Int64, reflect.Int32, reflect.Float64:
		return json.Number(s)
	case reflect.Slice:
		var out []any
		for part := range strings.SplitSeq(s, ",") {
			if part = strings.TrimSpace(part); part != "" {
				out = append(out, part)
			}
		}
		return out
	}
	return s
}
