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

// quote is the identifier as both dialects take it.
func quote(name string) string {
	out, _ := bun.Ident(name).AppendQuery(schema.NewNopQueryGen(), nil)
	return string(out)
}

// texts are the statements of the kind's table, made once.
func (k *Kind) texts() {
	names := make([]string, len(k.columns)+1)
	names[0] = "id"
	sets := make([]string, len(k.columns))
	for i, c := range k.columns {
		names[i+1] = quote(c.field.Name)
		sets[i] = names[i+1] + " = ?"
	}
	list := strings.Join(names, ", ")
	k.selectText = "SELECT " + list + " FROM " + k.table + " WHERE id IN (?)"
	k.insertText = "INSERT INTO " + k.table + " (" + list + ")"
	k.updateText = "UPDATE " + k.table + " SET " + strings.Join(sets, ", ") + " WHERE id = ?"
}
