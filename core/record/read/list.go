package read

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/cursor"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/text"
)

// Query chooses records of one kind.
type Query struct {
	Kind    string
	Under   string   // unit id; "" means wherever I may read
	State   []string // any of
	Phase   []string // any of
	Q       string   // text in title, number or search fields, accents optional
	Filter  map[string]any
	DueTo   calendar.Date // open and due on this day or before
	Overdue bool          // open and due before today
	Sort    string        // due_on, updated_at, created_at, number, title or a field; "-" first for descending
	Limit   int           // 1–200, default 30
	Cursor  string        // Next of the page before, with the same Query
	Listed  bool          // only what a list shows: fields of the list's columns, no deadlines
}

// Page is some records; Next is "" on the last one.
type Page struct {
	Items []*row.Record
	Next  string
}

const (
	defaultLimit = 30
	maxLimit     = 200
)

// openPhases are those in which work is still to be done.
const openPhases = "phase IN ('draft', 'active', 'returned')"

// List is a page of the records the actor may read. Faults: NotFound for an
// unknown kind or unit; Invalid for an unknown filter, sort or cursor.
func (r *Reader) List(ctx context.Context, q Query) (Page, error) {
	k, err := r.kinds.Of(ctx, q.Kind)
	if err != nil {
		return Page{}, fmt.Errorf("list: %w", err)
	}
	reach, err := r.guard.Scope(ctx, "read", k.Full)
	if err != nil {
		return Page{}, fmt.Errorf("list %s: %w", k.Full, err)
	}
	if reach.Empty() {
		return Page{Items: []*row.Record{}}, nil
	}
	by, err := orderOf(k, q.Sort)
	if err != nil {
		return Page{}, err
	}
	c := &row.Clause{}
	c.Add("kind = ? AND phase <> 'discarded' AND ", k.Full)
	c.Within(reach)
	if err := r.narrow(ctx, c, k, q); err != nil {
		return Page{}, fmt.Errorf("list %s: %w", k.Full, err)
	}
	if err := by.after(c, q.Cursor); err != nil {
		return Page{}, err
	}
	limit := min(max(q.Limit, 0), maxLimit)
	if limit == 0 {
		limit = defaultLimit
	}
	found, values, err := by.read(ctx, q.Listed, c, limit+1)
	if err != nil {
		return Page{}, fmt.Errorf("list %s: %w", k.Full, err)
	}
	page := Page{Items: found}
	if len(found) > limit {
		page.Items = found[:limit]
		if page.Next, err = cursor.Encode(by.name, values[limit-1], found[limit-1].ID); err != nil {
			return Page{}, err
		}
	}
	columns := k.Columns
	if q.Listed {
		columns = k.Listed
	}
	if err := row.FillKind(ctx, k, columns, page.Items); err != nil {
		return Page{}, err
	}
	for _, rec := range page.Items {
		r.Show(ctx, rec)
	}
	return page, nil
}

// narrow adds the query's own conditions.
func (r *Reader) narrow(ctx context.Context, c *row.Clause, k *kind.Kind, q Query) error {
	if err := r.under(ctx, c, q.Under); err != nil {
		return err
	}
	for _, choice := range []struct {
		column string
		values []string
	}{{"state", q.State}, {"phase", q.Phase}} {
		for _, v := range choice.values {
			if _, problems := kind.Tidy(choice.column, v); len(problems) > 0 {
				return fault.New(fault.Invalid, "invalid", fault.Fields(problems...))
			}
		}
		if len(choice.values) > 0 {
			c.Add(" AND "+choice.column+" IN (?)", choice.values)
		}
	}
	if words, problems := kind.Tidy("q", q.Q); len(problems) > 0 {
		return fault.New(fault.Invalid, "invalid", fault.Fields(problems...))
	} else if words = text.Fold(words); words != "" {
		c.Add(` AND fold LIKE ? ESCAPE '\'`, db.Containing(row.Cut(words, 200)))
	}
	if !q.DueTo.IsZero() {
		c.Add(" AND "+openPhases+" AND due_on <= ?", q.DueTo.String())
	}
	if q.Overdue {
		c.Add(" AND "+openPhases+" AND due_on < ?", calendar.Today(db.Now(ctx)).String())
	}
	return filterBy(k, c, q.Filter)
}

// filter adds equality on declared fields, looked up in the typed table.
func filterBy(k *kind.Kind, c *row.Clause, filter map[string]any) error {
	for name, raw := range filter {
		i := slices.IndexFunc(k.Columns, func(col kind.Column) bool { return col.Field.Name == name })
		if i < 0 || k.Columns[i].Field.Sealed || k.Columns[i].Shape == kind.ShapeJSON {
			return fault.New(fault.Invalid, "unknown_field", fault.Field("filter."+row.Printable(name)))
		}
		if s, text := raw.(string); text && (k.Columns[i].Shape == kind.ShapeInt || k.Columns[i].Shape == kind.ShapeDecimal) {
			raw = json.Number(s)
		}
		if k.Columns[i].Shape == kind.ShapeBool && (raw == "true" || raw == "false") {
			raw = raw == "true"
		}
		value, problems := kind.Clean(k.Columns[i].Field, "filter."+name, raw)
		if len(problems) > 0 {
			return fault.New(fault.Invalid, "invalid", fault.Fields(problems...))
		}
		if value != nil {
			c.Add(" AND id IN (SELECT id FROM "+k.SQLTable+" WHERE "+kind.Quote(name)+" = ?)", k.Columns[i].Write(value))
		}
	}
	return nil
}

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
	case name == k.Due && name != "":
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
		if col.Field.Name != name || col.Field.Sealed || col.Shape == kind.ShapeJSON {
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

// after continues behind a cursor of the same order.
func (o order) after(c *row.Clause, behind string) error {
	if behind == "" {
		return nil
	}
	value, id, err := cursor.Decode(behind, o.name, o.by)
	if err != nil {
		return err
	}
	sign := ">"
	if o.down {
		sign = "<"
	}
	c.Add(" AND ("+o.expr+" "+sign+" ? OR ("+o.expr+" = ? AND id "+sign+" ?))", value, value, id)
	return nil
}

// read runs the list; values are what each row is ordered by. The page is
// chosen by id first, from an index where there is one, and only its rows are
// read whole.
func (o order) read(ctx context.Context, listed bool, c *row.Clause, limit int) ([]*row.Record, []any, error) {
	way := ""
	if o.down {
		way = " DESC"
	}
	columns := row.Directory
	if listed {
		columns = row.DirectoryListed
	}
	text := "SELECT " + columns + ", page.place FROM (SELECT id AS page_id, " + o.expr + " AS place FROM record" + o.join + " WHERE " + c.Text.String() +
		" ORDER BY " + o.expr + way + ", id" + way + " LIMIT ?) AS page JOIN record ON id = page_id ORDER BY place" + way + ", page_id" + way
	rows, err := db.Query(ctx, text, append(c.Args, limit)...)
	if err != nil {
		return nil, nil, err
	}
	found, values := []*row.Record{}, []any{}
	err = row.Each(rows, func() error {
		var value any
		rec, err := row.Scan(rows, &value)
		found, values = append(found, rec), append(values, value)
		return err
	})
	return found, values, err
}
