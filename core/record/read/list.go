package read

import (
	"context"
	"fmt"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/row"
)

// Query chooses records of one kind.
type Query struct {
	Kind    string
	Under   string   // unit id; "" means wherever I may read
	State   []string // any of
	Phase   []string // any of
	Q       string   // words of title, number or search fields in any order, the last one perhaps only begun, accents optional: what bears the accents typed comes first
	Filter  map[string]any
	DueTo   calendar.Date   // open and due on this day or before
	Overdue bool            // open and due before today
	During  calendar.Period // those of its months; "" for any
	Clause  string          // id of a clause they serve, as the room programme keeps it
	Sort    string          // due_on, updated_at, created_at, number, title or a field; "-" first for descending
	Limit   int             // 1–200, default 30
	Cursor  string          // Next of the page before, with the same Query
	Listed  bool            // only what a list shows: fields of the list's columns, and of the rest what row.ListedDirectory names
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
	k, c, err := r.Reach(ctx, q.Kind, q.Under)
	if err != nil {
		return Page{}, fmt.Errorf("list %s: %w", row.Printable(q.Kind), err)
	}
	if c == nil {
		return Page{Items: []*row.Record{}}, nil
	}
	by, err := orderOf(k, q.Sort)
	if err != nil {
		return Page{}, err
	}
	asked, err := searchOf(q.Q)
	if err != nil {
		return Page{}, err
	}
	if asked.nothing {
		return Page{Items: []*row.Record{}}, nil
	}
	if err := narrow(ctx, c, k, q); err != nil {
		return Page{}, fmt.Errorf("list %s: %w", k.Full, err)
	}
	limit := min(max(q.Limit, 0), maxLimit)
	if limit == 0 {
		limit = defaultLimit
	}
	l := listing{kind: k, order: by, search: asked, listed: q.Listed, within: c}
	page, err := l.page(ctx, q.Cursor, limit)
	if err != nil {
		return Page{}, fmt.Errorf("list %s: %w", k.Full, err)
	}
	for _, rec := range page.Items {
		r.show(ctx, k, rec)
	}
	return page, nil
}

// narrow adds the query's own conditions.
func narrow(ctx context.Context, c *row.Clause, k *kind.Kind, q Query) error {
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
	if !q.DueTo.IsZero() {
		c.Add(" AND "+openPhases+" AND due_on <= ?", q.DueTo.String())
	}
	if q.Overdue {
		c.Add(" AND "+openPhases+" AND due_on < ?", calendar.Today(db.Now(ctx)).String())
	}
	if first, last := q.During.Range(); !first.IsZero() {
		c.Add(" AND period >= ? AND period <= ?", string(calendar.PeriodOf(first, calendar.GrainMonth)), string(calendar.PeriodOf(last, calendar.GrainMonth)))
	}
	if q.Clause != "" {
		c.Add(" AND id IN (SELECT record_id FROM record_clause WHERE clause = ? AND kind = ?)", q.Clause, k.Full)
	}
	return c.Filter(k, q.Filter)
}
