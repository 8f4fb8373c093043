package record

import (
	"encoding/json"
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
	shapeText    shape = "text"
	shapeInt     shape = "int"
	shapeDecimal shape = "decimal"
	shapeBool    shape = "bool"
	shapeDate    shape = "date"
	shapeTime    shape = "time"
	shapeJSON    shape = "json"
)

var shapes = map[string]shape{
	manifest.TypeText: shapeText, manifest.TypeLongText: shapeText, manifest.TypeEnum: shapeText,
	manifest.TypeRef: shapeText, manifest.TypeUnit: shapeText, manifest.TypeUser: shapeText,
	manifest.TypeInt: shapeInt, manifest.TypeMoney: shapeInt, manifest.TypeDecimal: shapeDecimal, manifest.TypeBool: shapeBool,
	manifest.TypeDate: shapeDate, manifest.TypeDateTime: shapeTime,
	manifest.TypeEnums: shapeJSON, manifest.TypeUnits: shapeJSON, manifest.TypeList: shapeJSON, manifest.TypeGeo: shapeJSON, manifest.TypeJSON: shapeJSON,
}

// ddl is the column type. SQLite keeps dates as text, which sorts the same;
// structured values are text on both, since nothing looks inside them by SQL.
func (s shape) ddl(d db.Dialect) string {
	switch s {
	case shapeInt:
		return "{int}"
	case shapeDecimal:
		return "{float}"
	case shapeBool:
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

// column is one declared field and its column.
type column struct {
	field *manifest.Field
	shape shape
}

func columnsOf(k *manifest.Kind) []column {
	out := make([]column, len(k.Fields))
	for i := range k.Fields {
		out[i] = column{field: &k.Fields[i], shape: shapes[k.Fields[i].Type]}
	}
	return out
}

// write is the value as the statement carries it.
func (c column) write(v any) any {
	if v == nil || c.shape != shapeJSON {
		return v
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return nil // cannot be: the value came through clean
	}
	return string(raw)
}

// read is the value as Fields has it, nil if the column is empty.
func (c column) read(v any) any {
	switch t := v.(type) {
	case nil:
		return nil
	case []byte:
		v = string(t)
	case time.Time:
		if c.shape == shapeDate {
			return t.Format(time.DateOnly)
		}
		return t.UTC().Format(time.RFC3339)
	}
	switch c.shape {
	case shapeBool:
		if n, ok := v.(int64); ok {
			return n != 0
		}
	case shapeDecimal:
		if n, ok := v.(int64); ok {
			return float64(n)
		}
	case shapeJSON:
		text, _ := v.(string)
		return c.decode(text)
	}
	return v
}

func (c column) decode(text string) any {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var raw any
	if d.Decode(&raw) != nil {
		return nil
	}
	value, problems := clean(c.field, c.field.Name, raw)
	if len(problems) > 0 { // an older shape of the same field: show what is there
		return plain(raw)
	}
	return value
}

// plain turns the numbers of decoded JSON into int64 or float64.
func plain(v any) any {
	switch t := v.(type) {
	case json.Number:
		if n, err := t.Int64(); err == nil {
			return n
		}
		f, _ := t.Float64()
		return f
	case []any:
		for i := range t {
			t[i] = plain(t[i])
		}
	case map[string]any:
		for k := range t {
			t[k] = plain(t[k])
		}
	}
	return v
}

// text is the kind's statements, made once. Names come from the manifest and
// are quoted by bun; values are added later.
type text struct {
	table, sel, insert, update string
}

func textOf(k *manifest.Kind, columns []column) text {
	table := quote(k.Table())
	names, marks, sets := []string{"id"}, []string{"?"}, []string{}
	for _, c := range columns {
		name := quote(c.field.Name)
		names, marks, sets = append(names, name), append(marks, "?"), append(sets, name+" = ?")
	}
	t := text{table: table}
	t.sel = "SELECT " + strings.Join(names, ", ") + " FROM " + table + " WHERE id IN (?)"
	t.insert = "INSERT INTO " + table + " (" + strings.Join(names, ", ") + ") VALUES (" + strings.Join(marks, ", ") + ")"
	t.update = "UPDATE " + table + " SET " + strings.Join(sets, ", ") + " WHERE id = ?"
	return t
}

// quote is the identifier as both dialects take it.
func quote(name string) string {
	out, _ := bun.Ident(name).AppendQuery(schema.NewNopQueryGen(), nil)
	return string(out)
}
