package kind

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/text"
)

// Sizes where the manifest names none: characters, rows, choices, bytes.
const (
	maxText     = 1_000
	maxLongText = 100_000
	maxRows     = 500
	maxChoices  = 500
	maxJSON     = 64 << 10
)

// cleaner turns what came in for one field into the value the field keeps.
// Absent values (nil, "", empty lists) come out as nil.
type cleaner func(f *manifest.Field, path string, v any) (any, []fault.FieldError)

var cleaners map[string]cleaner

func init() {
	cleaners = map[string]cleaner{
		manifest.TypeText: cleanText, manifest.TypeLongText: cleanText,
		manifest.TypeInt: cleanInt, manifest.TypeMoney: cleanInt, manifest.TypeDecimal: cleanDecimal, manifest.TypeBool: cleanBool,
		manifest.TypeDate: cleanDate, manifest.TypeDateTime: cleanTime,
		manifest.TypeEnum: cleanEnum, manifest.TypeEnums: cleanMany, manifest.TypeUnits: cleanMany, manifest.TypeRefs: cleanMany,
		manifest.TypeRef: cleanID("rec"), manifest.TypeUnit: cleanID("unt"), manifest.TypeUser: cleanID("per"),
		manifest.TypeList: cleanList, manifest.TypeGeo: cleanGeo, manifest.TypeJSON: cleanJSON,
	}
}

// Clean checks type, encoding and size; it does not know whether the record
// may leave its draft. Of a sealed field it takes nothing but what is Closed.
func Clean(f *manifest.Field, path string, v any) (any, []fault.FieldError) {
	if f.Sealed && v != nil {
		if closed, ok := v.(Closed); ok {
			return closed, nil
		}
		return nil, Problem(path, "invalid")
	}
	return cleaned(f, path, v)
}

func cleaned(f *manifest.Field, path string, v any) (any, []fault.FieldError) {
	if v == nil {
		return nil, nil
	}
	fn, ok := cleaners[f.Type]
	if !ok {
		return nil, Problem(path, "unknown_type")
	}
	return fn(f, path, v)
}

// Problem is one complaint about the field at path.
func Problem(path, code string, params ...string) []fault.FieldError {
	e := fault.FieldError{Field: path, Code: code}
	for i := 0; i+1 < len(params); i += 2 {
		if e.Params == nil {
			e.Params = map[string]string{}
		}
		e.Params[params[i]] = params[i+1]
	}
	return []fault.FieldError{e}
}

// Tidy is text of several lines as it is kept (see text.Block), and what is
// wrong with it.
func Tidy(path, s string) (string, []fault.FieldError) { return tidy(path, s, text.Block) }

func tidy(path, s string, clean func(string) (string, string)) (string, []fault.FieldError) {
	s, wrong := clean(s)
	if wrong != "" {
		return "", Problem(path, wrong)
	}
	return s, nil
}

func cleanText(f *manifest.Field, path string, v any) (any, []fault.FieldError) {
	s, ok := v.(string)
	if !ok {
		return nil, Problem(path, "invalid")
	}
	clean, limit := text.Line, maxText
	if f.Type == manifest.TypeLongText {
		clean, limit = text.Block, maxLongText
	}
	s, problems := tidy(path, s, clean)
	if problems != nil || s == "" {
		return nil, problems
	}
	if f.Max != nil {
		limit = int(*f.Max)
	}
	n := utf8.RuneCountInString(s)
	switch {
	case n > limit:
		return nil, Problem(path, "too_long", "max", strconv.Itoa(limit))
	case f.Min != nil && n < int(*f.Min):
		return nil, Problem(path, "too_short", "min", strconv.Itoa(int(*f.Min)))
	}
	return s, nil
}

func number(v any) (float64, bool) {
	switch n := v.(type) {
	case json.Number:
		f, err := n.Float64()
		return f, err == nil
	case float64:
		return n, true
	case int:
		return float64(n), true
	case int64:
		return float64(n), true
	}
	return 0, false
}

func whole(v any) (int64, bool) {
	switch n := v.(type) {
	case int64:
		return n, true
	case int:
		return int64(n), true
	case json.Number:
		if i, err := n.Int64(); err == nil {
			return i, true
		}
	}
	f, ok := number(v)
	if !ok || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return 0, false
	}
	return int64(f), true
}

func within(f *manifest.Field, path string, n float64) []fault.FieldError {
	if (f.Min != nil && n < *f.Min) || (f.Max != nil && n > *f.Max) {
		params := []string{}
		if f.Min != nil {
			params = append(params, "min", strconv.FormatFloat(*f.Min, 'f', -1, 64))
		}
		if f.Max != nil {
			params = append(params, "max", strconv.FormatFloat(*f.Max, 'f', -1, 64))
		}
		return Problem(path, "out_of_range", params...)
	}
	return nil
}

func cleanInt(f *manifest.Field, path string, v any) (any, []fault.FieldError) {
	n, ok := whole(v)
	if !ok {
		return nil, Problem(path, "invalid")
	}
	return n, within(f, path, float64(n))
}

func cleanDecimal(f *manifest.Field, path string, v any) (any, []fault.FieldError) {
	n, ok := number(v)
	if !ok || math.IsNaN(n) || math.IsInf(n, 0) {
		return nil, Problem(path, "invalid")
	}
	return n, within(f, path, n)
}

func cleanBool(_ *manifest.Field, path string, v any) (any, []fault.FieldError) {
	if b, ok := v.(bool); ok {
		return b, nil
	}
	return nil, Problem(path, "invalid")
}

func cleanDate(_ *manifest.Field, path string, v any) (any, []fault.FieldError) {
	s, ok := v.(string)
	if !ok {
		return nil, Problem(path, "bad_date")
	}
	d, err := calendar.ParseDate(strings.TrimSpace(s))
	switch {
	case err != nil:
		return nil, Problem(path, "bad_date")
	case d.IsZero():
		return nil, nil
	case d.Year() < 1900 || d.Year() > 2200:
		return nil, Problem(path, "out_of_range", "min", "1900-01-01", "max", "2200-12-31")
	}
	return d.String(), nil
}

func cleanTime(_ *manifest.Field, path string, v any) (any, []fault.FieldError) {
	s, ok := v.(string)
	if !ok {
		return nil, Problem(path, "bad_date")
	}
	if s == "" {
		return nil, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || t.Year() < 1900 || t.Year() > 2200 {
		return nil, Problem(path, "bad_date")
	}
	return t.UTC().Truncate(time.Second).Format(time.RFC3339), nil
}

func cleanEnum(f *manifest.Field, path string, v any) (any, []fault.FieldError) {
	s, ok := v.(string)
	if !ok {
		return nil, Problem(path, "invalid")
	}
	s, problems := Tidy(path, s)
	if problems != nil || s == "" {
		return nil, problems
	}
	if f.Value(s) == nil && (!f.Open || utf8.RuneCountInString(s) > 100) {
		return nil, Problem(path, "unknown_value")
	}
	return s, nil
}

func cleanID(prefix string) cleaner {
	return func(_ *manifest.Field, path string, v any) (any, []fault.FieldError) {
		s, ok := v.(string)
		switch {
		case !ok:
			return nil, Problem(path, "invalid")
		case s == "":
			return nil, nil
		case !id.Valid(s, prefix):
			return nil, Problem(path, "unknown_value")
		}
		return s, nil
	}
}

// cleanMany takes several values, units or records, each once, in the order given.
func cleanMany(f *manifest.Field, path string, v any) (any, []fault.FieldError) {
	one, limit := cleanEnum, maxChoices
	switch f.Type {
	case manifest.TypeUnits:
		one = cleanID("unt")
	case manifest.TypeRefs:
		one, limit = cleanID("rec"), f.MostRefs()
	}
	var in []any
	switch t := v.(type) {
	case []any:
		in = t
	case []string:
		for _, s := range t {
			in = append(in, s)
		}
	default:
		return nil, Problem(path, "invalid")
	}
	if len(in) > maxChoices {
		return nil, Problem(path, "too_long", "max", strconv.Itoa(maxChoices))
	}
	var out []string
	for _, item := range in {
		value, problems := one(f, path, item)
		if problems != nil {
			return nil, problems
		}
		if s, ok := value.(string); ok && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	switch {
	case len(out) > limit:
		return nil, Problem(path, "too_many_records", "max", strconv.Itoa(limit))
	case len(out) == 0:
		return nil, nil
	}
	return out, nil
}

// RowID is the key of a row's id among its cells: it tells the row from others
// for good, wherever it moves in the list.
const RowID = "id"

func cleanList(f *manifest.Field, path string, v any) (any, []fault.FieldError) {
	var rows []map[string]any
	switch t := v.(type) {
	case []map[string]any:
		rows = t
	case []any:
		for i, item := range t {
			row, ok := item.(map[string]any)
			if !ok {
				return nil, Problem(path+"["+strconv.Itoa(i)+"]", "invalid")
			}
			rows = append(rows, row)
		}
	default:
		return nil, Problem(path, "invalid")
	}
	limit := maxRows
	if f.Max != nil {
		limit = int(*f.Max)
	}
	if len(rows) > limit {
		return nil, Problem(path, "too_long", "max", strconv.Itoa(limit))
	}
	var problems []fault.FieldError
	var out []map[string]any
	for i, row := range rows {
		given, named := row[RowID].(string)
		if named {
			row = maps.Clone(row)
			delete(row, RowID)
		}
		kept, wrong := CleanRow(f.Fields, path+"["+strconv.Itoa(i)+"].", row)
		problems = append(problems, wrong...)
		if len(kept) == 0 {
			continue
		}
		if named && id.Valid(given, "row") {
			kept[RowID] = given
		}
		out = append(out, kept)
	}
	if problems != nil || len(out) == 0 {
		return nil, problems
	}
	return out, nil
}

// CleanRow cleans a map by its fields; path ends in a dot or is empty.
func CleanRow(fields []manifest.Field, path string, in map[string]any) (map[string]any, []fault.FieldError) {
	var problems []fault.FieldError
	out := make(map[string]any, len(in))
	seen := 0
	for i := range fields {
		raw, there := in[fields[i].Name]
		if !there {
			continue
		}
		seen++
		value, wrong := Clean(&fields[i], path+fields[i].Name, raw)
		problems = append(problems, wrong...)
		if value != nil {
			out[fields[i].Name] = value
		}
	}
	if seen == len(in) {
		return out, problems
	}
	for name := range in {
		if !slices.ContainsFunc(fields, func(f manifest.Field) bool { return f.Name == name }) {
			problems = append(problems, Problem(path+strings.ToValidUTF8(name, "?"), "unknown_field")...)
		}
	}
	return out, problems
}

func cleanGeo(_ *manifest.Field, path string, v any) (any, []fault.FieldError) {
	m, ok := v.(map[string]any)
	if !ok {
		return nil, Problem(path, "invalid")
	}
	lat, okLat := number(m["lat"])
	lng, okLng := number(m["lng"])
	if len(m) != 2 || !okLat || !okLng {
		return nil, Problem(path, "invalid")
	}
	if math.IsNaN(lat) || math.IsNaN(lng) {
		return nil, Problem(path, "invalid")
	}
	if math.Abs(lat) > 90 || math.Abs(lng) > 180 {
		return nil, Problem(path, "out_of_range")
	}
	return map[string]any{"lat": lat, "lng": lng}, nil
}

func cleanJSON(_ *manifest.Field, path string, v any) (any, []fault.FieldError) {
	raw, err := json.Marshal(v)
	switch {
	case err != nil || strings.Contains(strings.ReplaceAll(string(raw), `\\`, ""), `\u0000`): // a NUL, not the word for one
		return nil, Problem(path, "invalid")
	case len(raw) > maxJSON:
		return nil, Problem(path, "too_long", "max", strconv.Itoa(maxJSON))
	}
	return Plain(v), nil
}
