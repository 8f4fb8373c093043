package read

import (
	"context"
	"database/sql"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/cursor"
	"github.com/doanket/doanket/core/record/row"
)

// listing is one question for a page: which rows, in which order, and the words
// they must have.
type listing struct {
	kind   *kind.Kind
	order  order
	search search
	listed bool        // without what no list shows
	within *row.Clause // what rows are asked for, beside words and cursor
}

// page is what stands behind a cursor, round by round of the search.
func (l listing) page(ctx context.Context, behind string, limit int) (Page, error) {
	begin, within, err := l.from(behind)
	if err != nil {
		return Page{}, err
	}
	page := Page{Items: []*row.Record{}}
	var last any // what the last item is ordered by
	in := begin  // the round it is of
	for n := begin; n < len(l.search.rounds); n++ {
		if n > begin {
			within = l.within.Clone()
		}
		found, values, err := l.find(ctx, l.search.rounds[n], within, limit+1-len(page.Items))
		if err != nil {
			return Page{}, err
		}
		for i, rec := range found {
			if len(page.Items) == limit {
				page.Next, err = cursor.Encode(l.sort(in), last, page.Items[limit-1].ID)
				return page, err
			}
			page.Items, last, in = append(page.Items, rec), values[i], n
		}
	}
	return page, nil
}

// sort is the order's name in cursors of a round.
func (l listing) sort(round int) string { return l.order.name + strings.Repeat("~", round) }

// from is the round a cursor stands in, and what rows are behind it.
func (l listing) from(behind string) (round int, within *row.Clause, err error) {
	within = l.within.Clone()
	if behind == "" {
		return 0, within, nil
	}
	for round = range l.search.rounds {
		value, id, e := cursor.Decode(behind, l.sort(round), l.order.by)
		if err = e; err == nil {
			l.order.after(within, value, id)
			return round, within, nil
		}
	}
	return 0, nil, err
}

const (
	walked = 2000 // rows looked through, in the list's order, for words: a page of a frequent word is full before
	fewHit = 4000 // rows of the province that have a word few rows have
)

// atMost is LIMIT with the number in the text: PostgreSQL keeps one plan for all
// values, takes a limit it does not know for a tenth of the rows, and then reads
// the whole table rather than the index of words.
func atMost(rows int) string { return " LIMIT " + strconv.Itoa(rows) }

// find chooses rows by id first, from an index where there is one, so that only
// a page's rows are read whole. Words are looked for along the list; where that
// fills no page soon, the index of words gives all rows that have them, unless
// those are so many that the next ones cannot be far.
func (l listing) find(ctx context.Context, r round, c *row.Clause, limit int) ([]*row.Record, []any, error) {
	if len(r.words) == 0 {
		return l.along(ctx, c, limit)
	}
	found, values, err := l.first(ctx, r, c, limit)
	if err != nil || len(found) == limit {
		return found, values, err
	}
	var rows int
	err = db.QueryRow(ctx, "SELECT count(*) FROM (SELECT 1 FROM record"+l.order.join+" WHERE "+c.Text.String()+atMost(walked)+") AS walked", c.Args...).Scan(&rows)
	if err != nil || rows < walked {
		return found, values, err
	}
	hits, same := r.hits(db.DialectOf(ctx), l.kind.Full)
	err = db.QueryRow(ctx, "SELECT count(*) FROM (SELECT 1 FROM "+hits.Text.String()+atMost(fewHit)+") AS few", hits.Args...).Scan(&rows)
	if err != nil {
		return nil, nil, err
	}
	test := r.test("fold")
	if rows == fewHit {
		c.Add(" AND "+test.Text.String(), test.Args...)
		return l.along(ctx, c, limit)
	}
	chosen := &row.Clause{}
	chosen.Add(l.columns(ctx)+" FROM "+hits.Text.String()+" CROSS JOIN record"+l.order.join+" WHERE "+same+" AND ", hits.Args...)
	chosen.Add(c.Text.String(), c.Args...)
	chosen.Add(" AND "+test.Text.String(), test.Args...)
	chosen.Add(l.order.sorted(l.order.expr, "id")+" LIMIT ?", limit)
	return l.read(ctx, chosen)
}

// columns is where a chosen row lies and what it is ordered by.
func (l listing) columns(ctx context.Context) string {
	return "SELECT " + db.Spot(ctx, "record") + " AS spot, " + l.order.expr + " AS place"
}

// along takes the first rows of the list.
func (l listing) along(ctx context.Context, c *row.Clause, limit int) ([]*row.Record, []any, error) {
	chosen := &row.Clause{}
	chosen.Add(l.columns(ctx)+" FROM record"+l.order.join+" WHERE "+c.Text.String(), c.Args...)
	chosen.Add(l.order.sorted(l.order.expr, "id")+" LIMIT ?", limit)
	return l.read(ctx, chosen)
}

// first takes those that have the words among the list's first rows. The rows of
// a subquery with a LIMIT come in its order. SQLite sorts without the words, and
// reads them of one row after the other until the page is full.
func (l listing) first(ctx context.Context, r round, c *row.Clause, limit int) ([]*row.Record, []any, error) {
	words, has, test := ", fold AS words", "", r.test("words")
	if db.DialectOf(ctx) == db.SQLite {
		words, has, test = "", " CROSS JOIN record AS said ON said.rowid = spot", r.test("said.fold")
	}
	chosen := &row.Clause{}
	chosen.Add("SELECT spot, place FROM ("+l.columns(ctx)+words+" FROM record"+l.order.join+" WHERE "+c.Text.String(), c.Args...)
	chosen.Add(l.order.sorted(l.order.expr, "id")+atMost(walked)+") AS walked"+has+" WHERE "+test.Text.String(), test.Args...)
	chosen.Add(" LIMIT ?", limit)
	return l.read(ctx, chosen)
}

// read reads the chosen rows whole; values are what each is ordered by.
func (l listing) read(ctx context.Context, chosen *row.Clause) ([]*row.Record, []any, error) {
	directory, columns := row.Directory, l.kind.Columns
	if l.listed {
		directory, columns = row.ListedDirectory, l.kind.Listed
	}
	join, order := " AS page JOIN record ON ", l.order.sorted("page.place", "record.id")
	if db.DialectOf(ctx) == db.SQLite { // takes row by row in the page's order, and would copy each to sort it again
		join, order = " AS page CROSS JOIN record ON ", ""
	}
	rows, err := db.Query(ctx, "SELECT record."+strings.ReplaceAll(directory, ", ", ", record.")+", page.place"+kind.Typed("own", columns)+
		" FROM ("+chosen.Text.String()+")"+join+db.Spot(ctx, "record")+" = page.spot LEFT JOIN "+l.kind.SQLTable+
		" AS own ON own.id = record.id"+order, chosen.Args...)
	if err != nil {
		return nil, nil, err
	}
	found, values := []*row.Record{}, []any{}
	var value any
	typed := row.NewTyped(columns)
	more := append([]any{&value}, typed.Into...)
	err = row.Each(rows, func() error {
		rec, err := l.scan(rows, more)
		if err != nil {
			return err
		}
		typed.Fill(rec)
		found, values = append(found, rec), append(values, value)
		return nil
	})
	return found, values, err
}

func (l listing) scan(rows *sql.Rows, more []any) (*row.Record, error) {
	if l.listed {
		return row.ScanListed(rows, l.kind.Full, more...)
	}
	return row.Scan(rows, more...)
}
