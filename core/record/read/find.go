package read

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/row"
)

// Finding chooses records of many kinds by words.
type Finding struct {
	Kinds    []*kind.Kind
	Under    string // unit id; "" means wherever I may read
	Words    string // as Query.Q
	From, To calendar.Date
	Most     int // candidates
}

// Hit is a record that has the words: what it takes to put it before or behind others.
type Hit struct {
	ID, Kind, Title, Number string
	Exact                   bool // with the accents that were typed
}

// Find is records of all the kinds that have the words and that the actor may read, as
// List would find them one kind after the other: those with the accents typed first,
// then newer ones. Of words that many thousands have, it looks through the newest.
// Faults: Invalid for what is no text; NotFound for an unknown unit.
func (r *Reader) Find(ctx context.Context, f Finding) ([]Hit, error) {
	asked, err := searchOf(f.Words)
	if err != nil {
		return nil, err
	}
	within, err := r.ReachAll(ctx, f.Kinds, f.Under)
	if err != nil || within == nil || asked.nothing || len(asked.rounds[0].words) == 0 {
		return nil, err
	}
	days, bounds := during(f.From, f.To)
	within.Add(days, bounds...)
	var out []Hit
	for n, round := range asked.rounds {
		found, err := round.find(ctx, within, f.Most-len(out))
		if err != nil {
			return nil, fmt.Errorf("find records: %w", err)
		}
		for i := range found {
			found[i].Exact = n == 0
		}
		if out = append(out, found...); len(out) >= f.Most {
			break
		}
	}
	return out, nil
}

// during is the condition that a record is of these days: of a period with one of them,
// else made on one.
func during(from, to calendar.Date) (string, []any) {
	if from.IsZero() && to.IsZero() {
		return "", nil
	}
	first, last := string(calendar.PeriodOf(from, calendar.GrainMonth)), "9999-99"
	begin, end := int64(0), int64(1)<<62
	if !from.IsZero() {
		begin = row.Micros(from.Start())
	}
	if !to.IsZero() {
		last, end = string(calendar.PeriodOf(to, calendar.GrainMonth)), row.Micros(to.End())
	}
	return " AND CASE WHEN period <> '' THEN period BETWEEN ? AND ? ELSE created_at >= ? AND created_at < ? END", []any{first, last, begin, end}
}

// mostHits is how many rows of the province that have the words are looked through.
const mostHits = 4000

func (r round) find(ctx context.Context, within *row.Clause, most int) ([]Hit, error) {
	hits, same := r.hitsOfAll(db.DialectOf(ctx))
	c := &row.Clause{}
	c.Add("SELECT id, kind, title, number FROM "+hits.Text.String()+" CROSS JOIN record WHERE "+same, hits.Args...)
	if len(r.but) > 0 {
		test := r.test("fold")
		c.Add(" AND "+test.Text.String(), test.Args...)
	}
	c.Add(" AND "+within.Text.String(), within.Args...)
	rows, err := db.Query(ctx, c.Text.String()+atMost(most), c.Args...)
	if err != nil {
		return nil, err
	}
	var out []Hit
	return out, db.Each(rows, func(rows *sql.Rows) error {
		var h Hit
		err := rows.Scan(&h.ID, &h.Kind, &h.Title, &h.Number)
		out = append(out, h)
		return err
	})
}

// hitsOfAll is hits for every kind, newest first where the index knows (SQLite).
func (r round) hitsOfAll(d db.Dialect) (table *row.Clause, same string) {
	table = &row.Clause{}
	if d == db.Postgres {
		table.Add(`(SELECT id AS hit FROM record WHERE array_to_tsvector(string_to_array(btrim(kind || fold), ' ')) @@ CAST(? AS tsquery)`+atMost(mostHits)+`) AS hits`,
			r.match("", "'", " & ", ":*"))
		return table, "record.id = hit"
	}
	test := r.test("record.fold")
	table.Add("(SELECT hit FROM record_word_waiting CROSS JOIN record ON record.rowid = hit WHERE "+test.Text.String(), test.Args...)
	table.Add(" UNION ALL SELECT hit FROM (SELECT rowid AS hit FROM record_word WHERE record_word MATCH ? AND rowid NOT IN (SELECT hit FROM record_word_waiting)"+
		" ORDER BY rowid DESC"+atMost(mostHits)+") AS indexed) AS hits", r.match("", `"`, " ", "*"))
	return table, "record.rowid = hit"
}

// ReachAll is the condition on the rows of the table record that are records of any of
// the kinds the actor may read, at or below a unit ("" for wherever they may read);
// nil where there can be none. Fault: NotFound for an unknown unit.
func (r *Reader) ReachAll(ctx context.Context, kinds []*kind.Kind, under string) (*row.Clause, error) {
	type group struct {
		clause *row.Clause
		kinds  []string
	}
	var groups []*group
	for _, k := range kinds {
		c, err := r.readable(ctx, k)
		if err != nil {
			return nil, err
		}
		if c == nil {
			continue
		}
		if err := r.under(ctx, c, k, under); err != nil {
			return nil, err
		}
		i := slices.IndexFunc(groups, func(g *group) bool {
			return g.clause.Text.String() == c.Text.String() && fmt.Sprint(g.clause.Args) == fmt.Sprint(c.Args)
		})
		if i < 0 {
			i, groups = len(groups), append(groups, &group{clause: c})
		}
		groups[i].kinds = append(groups[i].kinds, k.Full)
	}
	if len(groups) == 0 {
		return nil, nil
	}
	out := &row.Clause{}
	out.Add("phase <> 'discarded' AND (")
	for i, g := range groups {
		out.Add(strings.Repeat(" OR ", min(i, 1))+"kind IN (?) AND ("+g.clause.Text.String()+")", append([]any{g.kinds}, g.clause.Args...)...)
	}
	out.Add(")")
	return out, nil
}
