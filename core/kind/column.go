package kind

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/manifest"
)

// shape is how a field is kept: the type of its column and how the value is
// read back.
type shape string

// The shapes. A column never changes its shape.
const (
	ShapeText    shape = "text"
	ShapeInt     shape = "int"
	ShapeDecimal shape = "decimal"
	ShapeBool    shape = "bool"
	shapeDate    shape = "date"
	shapeTime    shape = "time"
	ShapeJSON    shape = "json"
	shapeSealed  shape = "sealed"
)

var shapes = map[string]shape{
	manifest.TypeText: ShapeText, manifest.TypeLongText: ShapeText, manifest.TypeEnum: ShapeText,
	manifest.TypeRef: ShapeText, manifest.TypeUnit: ShapeText, manifest.TypeUser: ShapeText,
	manifest.TypeInt: ShapeInt, manifest.TypeMoney: ShapeInt, manifest.TypeDecimal: ShapeDecimal, manifest.TypeBool: ShapeBool,
	manifest.TypeDate: shapeDate, manifest.TypeDateTime: shapeTime,
	manifest.TypeEnums: ShapeJSON, manifest.TypeUnits: ShapeJSON, manifest.TypeRefs: ShapeJSON, manifest.TypeList: ShapeJSON, manifest.TypeGeo: ShapeJSON, manifest.TypeJSON: ShapeJSON,
}

// ddl is the column type. SQLite keeps dates as text, which sorts the same;
// structured values are text on both, since nothing looks inside them by SQL.
func (s shape) ddl(d db.Dialect) string {
	switch s {
	case ShapeInt:
		return "{int}"
	case ShapeDecimal:
		return "{float}"
	case ShapeBool:
		return "{bool}"
	case shapeDate:
		if d == db.Postgres {
			return "{date}"
		}
	case shapeTime:
		if d == db.Postgres {
			return "{time}"
		}
	}
	return "{text}"
}

// Column is one declared field and its column.
type Column struct {
	Field *manifest.Field
	Shape shape
}

func columnsOf(k *manifest.Kind) []Column {
	out := make([]Column, len(k.Fields))
	for i := range k.Fields {
		out[i] = Column{Field: &k.Fields[i], Shape: shapes[k.Fields[i].Type]}
		if k.Fields[i].Sealed {
			out[i].Shape = shapeSealed
		}
	}
	return out
}

// Write is the value as the statement carries it.
func (c Column) Write(v any) any {
	if closed, ok := v.(Closed); ok {
		return string(closed)
	}
	if v == nil || c.Shape != ShapeJSON {
		return v
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return nil // cannot be: the value came through clean
	}
	return string(raw)
}

// Read is the value as Fields has it, nil if the column is empty.
func (c Column) Read(v any) any {
	switch t := v.(type) {
	case nil:
		return nil
	case []byte:
		v = string(t)
	case time.Time:
		if c.Shape == shapeDate {
			return t.Format(time.DateOnly)
		}
		return t.UTC().Format(time.RFC3339)
	}
	switch c.Shape {
	case shapeSealed:
		text, _ := v.(string)
		return Closed(text)
	case ShapeBool:
		if n, ok := v.(int64); ok {
			return n != 0
		}
	case ShapeDecimal:
		if n, ok := v.(int64); ok {
			return float64(n)
		}
	case ShapeJSON:
		text, _ := v.(string)
		return c.decode(text)
	}
	return v
}

// decode is a structured value as it was written; it came through Clean then and
// is not judged again.
func (c Column) decode(text string) any {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var raw any
	if d.Decode(&raw) != nil {
		return nil
	}
	return restore(c.Field, raw)
}

// restore gives decoded JSON the Go type its field's values have. What is of
// another shape, kept by an older version of the field, comes as it is.
func restore(f *manifest.Field, raw any) any {
	list, isList := raw.([]any)
	switch f.Type {
	case manifest.TypeEnums, manifest.TypeUnits, manifest.TypeRefs:
		if out, ok := texts(list); ok && isList {
			return out
		}
	case manifest.TypeList:
		if out, ok := restoreRows(f, list); ok && isList {
			return out
		}
	case manifest.TypeDecimal:
		if n, ok := number(raw); ok {
			return n
		}
	case manifest.TypeGeo:
		if m, ok := raw.(map[string]any); ok {
			lat, _ := number(m["lat"])
			lng, _ := number(m["lng"])
			return map[string]any{"lat": lat, "lng": lng}
		}
	}
	return Plain(raw)
}

func texts(list []any) ([]string, bool) {
	out := make([]string, len(list))
	for i, item := range list {
		s, ok := item.(string)
		if !ok {
			return nil, false
		}
		out[i] = s
	}
	return out, true
}

func restoreRows(f *manifest.Field, list []any) ([]map[string]any, bool) {
	out := make([]map[string]any, len(list))
	for i, item := range list {
		row, ok := item.(map[string]any)
		if !ok {
			return nil, false
		}
		for name, value := range row {
			if at := slices.IndexFunc(f.Fields, func(sub manifest.Field) bool { return sub.Name == name }); at >= 0 {
				row[name] = restore(&f.Fields[at], value)
			} else {
				row[name] = Plain(value)
			}
		}
		out[i] = row
	}
	return out, true
}

// Plain turns the numbers of decoded JSON into int64 or float64.
func Plain(v any) any {
	switch t := v.(type) {
	case json.Number:
		if n, err := t.Int64(); err == nil {
			return n
		}
		f, _ := t.Float64()
		return f
	case []any:
		for i := range t {
			t[i] = Plain(t[i])
		}
	case map[string]any:
		for k := range t {
			t[k] = Plain(t[k])
		}
	}
	return v
}

// Quote is the identifier as both dialects take it.
func Quote(name string) string {
	out, _ := bun.Ident(name).AppendQuery(schema.NewNopQueryGen(), nil)
	return string(out)
}

// prepareTexts makes the statements of the kind's table once.
func (k *Kind) prepareTexts() {
	for _, c := range k.Columns {
		if slices.Contains(k.Views.List.Columns, c.Field.Name) {
			k.Listed = append(k.Listed, c)
		}
	}
	guarding := k.Rules.Guarding()
	for _, c := range k.Columns {
		if slices.Contains(guarding, c.Field.Name) {
			k.Guarding = append(k.Guarding, c)
		}
	}
	k.GuardText = "SELECT id, " + strings.Join(names(k.Guarding), ", ") + " FROM " + k.SQLTable + " WHERE id IN (?)"
	sets := names(k.Columns)
	for i := range sets {
		sets[i] += " = ?"
	}
	list := "id, " + strings.Join(names(k.Columns), ", ")
	k.SelectText = "SELECT " + list + " FROM " + k.SQLTable + " WHERE id IN (?)"
	k.InsertText = "INSERT INTO " + k.SQLTable + " (" + list + ")"
	k.UpdateText = "UPDATE " + k.SQLTable + " SET " + strings.Join(sets, ", ") + " WHERE id = ?"
}

// Typed is columns of the kind's table under a name it has in a statement.
func Typed(table string, columns []Column) string {
	var b strings.Builder
	for _, c := range columns {
		b.WriteString(", " + table + "." + Quote(c.Field.Name))
	}
	return b.String()
}

func names(columns []Column) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = Quote(c.Field.Name)
	}
	return out
}
