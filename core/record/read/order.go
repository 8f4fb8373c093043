package read

import (
	"slices"
	"strings"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/cursor"
	"github.com/doanket/doanket/core/record/row"
)

// order is how a list runs: an expression of the directory or of a typed
// column, then the id.
type order struct {
	name string
	expr string
	join string // the typed table, when the expression is of one of its columns
	down bool
	by   cursor.Type // of the values
}

// columnsOfOrder are the directory's own columns a list may run by.
var columnsOfOrder = []string{"due_on", "updated_at", "created_at"}

func orderOf(k *kind.Kind, sort string) (order, error) {
	name, down := strings.CutPrefix(sort, "-")
	switch {
	case name == "":
		return order{name: "-updated_at", expr: "updated_at", down: true, by: cursor.Whole}, nil
	case name == k.Due && name != "" && !k.Clocked():
		return order{name: sort, expr: "due_on", down: down}, nil
	case name == "title", name == "number", name == k.Title && name != "":
		key := "title_key"
		if name == "number" {
			key = "number_key"
		}
		return order{name: sort, expr: key, down: down}, nil
	case slices.Contains(columnsOfOrder, name):
		o := order{name: sort, expr: name, down: down}
		if strings.HasSuffix(name, "_at") {
			o.by = cursor.Whole
		}
		return o, nil
	}
	for _, col := range k.Columns {
		if col.Field.Name != name || col.Field.Sealed || col.Field.Own() || col.Shape == kind.ShapeJSON {
			continue
		}
		own := "typed_value"
		join := " JOIN (SELECT id AS typed_id, " + kind.Quote(name) + " AS typed_value FROM " + k.SQLTable + ") AS typed ON typed_id = id"
		switch col.Shape {
		case kind.ShapeInt:
			return order{name: sort, expr: "COALESCE(" + own + ", 0)", join: join, down: down, by: cursor.Whole}, nil
		case kind.ShapeDecimal:
			return order{name: sort, expr: "COALESCE(" + own + ", 0)", join: join, down: down, by: cursor.Number}, nil
		}
		return order{name: sort, expr: "COALESCE(CAST(" + own + " AS TEXT), '')", join: join, down: down}, nil
	}
	return order{}, fault.New(fault.Invalid, "unknown_field", fault.Field("sort"))
}

// after adds that rows stand behind a value and an id.
func (o order) after(c *row.Clause, value any, id string) {
	sign := ">"
	if o.down {
		sign = "<"
	}
	c.Add(" AND ("+o.expr+" "+sign+" ? OR ("+o.expr+" = ? AND id "+sign+" ?))", value, value, id)
}

// sorted is ORDER BY a place, then an id.
func (o order) sorted(place, id string) string {
	way := ""
	if o.down {
		way = " DESC"
	}
	return " ORDER BY " + place + way + ", " + id + way
}
