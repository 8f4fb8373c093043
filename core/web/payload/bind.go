package payload

import (
	"encoding"
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/doanket/doanket/core/fault"
)

// Decode parses raw and binds it to the struct into points to.
func Decode(raw []byte, into any) []fault.FieldError {
	tree, errs := Parse(raw)
	if errs != nil {
		return errs
	}
	return Bind(tree, into)
}

// Bind puts a parsed value into what into points to. Struct fields are named
// by their json tag; `required:"true"`, `maxLength:"n"` and `enum:"a,b"` are
// kept. Null is the same as absent, but inside a map[string]any it stays.
func Bind(tree any, into any) []fault.FieldError {
	b := &binder{}
	if tree == nil { // a bare null: no field of it is absent, there is no object
		b.fail("", "invalid")
		return b.errs
	}
	b.bind("", tree, reflect.ValueOf(into).Elem(), "")
	return b.errs
}

type binder struct{ errs []fault.FieldError }

func (b *binder) fail(at, code string, param ...string) {
	if at == "" {
		at = "body"
	}
	if len(b.errs) >= 100 {
		return
	}
	e := fault.FieldError{Field: at, Code: code}
	if len(param) == 2 {
		e.Params = map[string]string{param[0]: param[1]}
	}
	b.errs = append(b.errs, e)
}

var textType = reflect.TypeFor[encoding.TextUnmarshaler]()

func (b *binder) bind(at string, v any, to reflect.Value, tag reflect.StructTag) {
	if v == nil && to.Kind() != reflect.Interface {
		return
	}
	if to.CanAddr() && to.Kind() != reflect.Pointer && to.Addr().Type().Implements(textType) {
		b.text(at, v, to)
		return
	}
	switch to.Kind() {
	case reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		b.bind(at, v, to.Elem(), tag)
	case reflect.Interface:
		if v != nil {
			to.Set(reflect.ValueOf(plain(v)))
		}
	case reflect.Struct:
		b.object(at, v, to)
	case reflect.Map:
		b.table(at, v, to)
	case reflect.Slice:
		b.list(at, v, to)
	default:
		b.scalar(at, v, to, tag)
	}
}

func (b *binder) text(at string, v any, to reflect.Value) {
	s, ok := v.(string)
	if !ok {
		b.fail(at, "invalid")
		return
	}
	if err := to.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(s)); err != nil {
		code := fault.Of(err).Code
		if code == "internal" {
			code = "invalid"
		}
		b.fail(at, code)
	}
}

func (b *binder) object(at string, v any, to reflect.Value) {
	m, ok := v.(map[string]any)
	if !ok {
		b.fail(at, "invalid")
		return
	}
	known := make(map[string]bool, to.NumField())
	for i := range to.NumField() {
		f := to.Type().Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			continue
		}
		known[name] = true
		b.bind(join(at, name), m[name], to.Field(i), f.Tag)
		if m[name] == nil && f.Tag.Get("required") == "true" {
			b.fail(join(at, name), "required")
		}
	}
	for name := range m {
		if !known[name] {
			b.fail(join(at, name), "unknown_field")
		}
	}
}

func (b *binder) table(at string, v any, to reflect.Value) {
	m, ok := v.(map[string]any)
	if !ok {
		b.fail(at, "invalid")
		return
	}
	out := reflect.MakeMapWithSize(to.Type(), len(m))
	for k, item := range m {
		slot := reflect.New(to.Type().Elem()).Elem()
		b.bind(join(at, k), item, slot, "")
		out.SetMapIndex(reflect.ValueOf(k).Convert(to.Type().Key()), slot)
	}
	to.Set(out)
}

func (b *binder) list(at string, v any, to reflect.Value) {
	items, ok := v.([]any)
	if !ok {
		b.fail(at, "invalid")
		return
	}
	out := reflect.MakeSlice(to.Type(), len(items), len(items))
	for i, item := range items {
		if item == nil {
			b.fail(join(at, strconv.Itoa(i)), "required")
			continue
		}
		b.bind(join(at, strconv.Itoa(i)), item, out.Index(i), "")
	}
	to.Set(out)
}

func (b *binder) scalar(at string, v any, to reflect.Value, tag reflect.StructTag) {
	ok := false
	switch v := v.(type) {
	case string:
		if ok = to.Kind() == reflect.String; ok {
			b.words(at, v, tag)
			to.SetString(v)
		}
	case bool:
		if ok = to.Kind() == reflect.Bool; ok {
			to.SetBool(v)
		}
	case json.Number:
		ok = number(v, to)
	}
	if !ok {
		b.fail(at, "invalid")
	}
}

func (b *binder) words(at, s string, tag reflect.StructTag) {
	if strings.TrimSpace(s) == "" && tag.Get("required") == "true" {
		b.fail(at, "required")
	}
	if limit, err := strconv.Atoi(tag.Get("maxLength")); err == nil && utf8.RuneCountInString(s) > limit {
		b.fail(at, "too_long", "max", strconv.Itoa(limit))
	}
	if values := tag.Get("enum"); values != "" && s != "" && !slices.Contains(strings.Split(values, ","), s) {
		b.fail(at, "unknown_value")
	}
}

func number(n json.Number, to reflect.Value) bool {
	if to.CanFloat() {
		f, err := n.Float64()
		to.SetFloat(f)
		return err == nil && !math.IsInf(f, 0)
	}
	i, err := n.Int64()
	if err != nil || !to.CanInt() || to.OverflowInt(i) {
		return false
	}
	to.SetInt(i)
	return true
}

// plain turns numbers inside free values into int64 where they are whole, and
// leaves others as json.Number so that no decimal loses digits here.
func plain(v any) any {
	switch v := v.(type) {
	case json.Number:
		if i, err := v.Int64(); err == nil {
			return i
		}
	case map[string]any:
		for k := range v {
			v[k] = plain(v[k])
		}
	case []any:
		for i := range v {
			v[i] = plain(v[i])
		}
	}
	return v
}
