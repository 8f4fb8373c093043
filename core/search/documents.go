package search

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/text"
)

// Document is a document that was found, in the version by which it proves Record.
type Document struct {
	ID, Name, Kind, Number, IssuedOn, Issuer, Summary string

	Version int
	Record  *record.Record
	Slot    string
	Title   []Piece // its summary, else its name
	Passage []Piece // of its text; nothing where only its description has the words
}

// mostHits is how many documents of the province that have the words are looked
// through.
const mostHits = 4000

// found is a document that has the words, and a record by which it may be read.
type found struct {
	Document
	recordID string
	score    float64
}

// documents are those that have all the words in their text or description: first
// where they stand side by side as asked, with the accents typed, then in any order.
func (s *Search) documents(ctx context.Context, q Question, a asked, kinds []*kind.Kind) ([]Document, error) {
	reach, err := s.Records.ReachAll(ctx, slices.DeleteFunc(slices.Clone(kinds), silent), q.Under)
	if err != nil || reach == nil {
		return nil, err
	}
	days, bounds := during(q.From, q.To)
	byID, out := map[string]bool{}, []Document{}
	for _, match := range a.matches(db.DialectOf(ctx)) {
		hits, err := s.hits(ctx, match, reach, days, bounds)
		if err != nil {
			return nil, fmt.Errorf("find documents: %w", err)
		}
		hits = slices.DeleteFunc(hits, func(f found) bool { return byID[f.ID] })
		for i := range hits {
			f := &hits[i]
			f.score = max(a.score(f.Summary), a.score(stem(f.Name))) + named(a.called(f.Number))
		}
		slices.SortStableFunc(hits, func(x, y found) int { return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(y.ID, x.ID)) })
		shown, err := s.readable(ctx, hits, a.limit-len(out))
		if err != nil {
			return nil, err
		}
		for _, d := range shown {
			byID[d.ID] = true
		}
		if out = append(out, shown...); len(out) >= a.limit {
			break
		}
	}
	return out, s.show(ctx, a, out)
}

// matches ask the index of words, the strictest first: what the words and their pairs
// are there.
func (a asked) matches(d db.Dialect) []string {
	var pairs []string
	for i := 1; i < len(a.words); i++ {
		pairs = append(pairs, text.Pair(a.words[i-1], a.words[i]))
	}
	quote, and, begun := `"`, " ", "*"
	if d == db.Postgres {
		quote, and, begun = "'", " & ", ":*"
	}
	ask := func(words, pairs []string) string {
		var terms []string
		for i, w := range words {
			term := quote + w + quote
			if i == len(words)-1 {
				term += begun
			}
			terms = append(terms, term)
		}
		for i, p := range pairs {
			term := quote + p + quote
			if i == len(pairs)-1 {
				term += begun
			}
			terms = append(terms, term)
		}
		return strings.Join(terms, and)
	}
	var out []string
	if len(pairs) > 0 {
		if a.accented() {
			out = append(out, ask(a.words, pairs))
		}
		out = append(out, ask(a.plain, pairs))
	}
	if a.accented() {
		out = append(out, ask(a.words, nil))
	}
	return append(out, ask(a.plain, nil))
}

// during is the condition that a paper is of these days: issued on one, else brought.
func during(from, to calendar.Date) (string, []any) {
	if from.IsZero() && to.IsZero() {
		return "", nil
	}
	last, end := "9999", int64(1)<<62
	if !to.IsZero() {
		last, end = to.String(), to.End().UnixMicro()
	}
	return " AND CASE WHEN d.issued_on <> '' THEN d.issued_on BETWEEN ? AND ? ELSE d.created_at >= ? AND d.created_at < ? END",
		[]any{from.String(), last, max(from.Start().UnixMicro(), 0), end}
}

// hits are documents of an index question that prove records within reach, in no order
// but that SQLite has the newest first.
func (s *Search) hits(ctx context.Context, match string, reach *row.Clause, days string, bounds []any) ([]found, error) {
	c, most := &row.Clause{}, strconv.Itoa(mostHits)
	if db.DialectOf(ctx) == db.Postgres {
		c.Add(`WITH hits AS MATERIALIZED (SELECT document_id, version FROM document_text
			WHERE array_to_tsvector(string_to_array(btrim(fold), ' ')) @@ CAST(? AS tsquery) LIMIT `+most+`)`, match)
	} else {
		c.Add(`WITH hits AS (SELECT t.document_id, t.version FROM
			(SELECT rowid AS spot FROM document_word WHERE document_word MATCH ? ORDER BY rowid DESC LIMIT `+most+`) AS indexed
			CROSS JOIN document_text AS t WHERE t.rowid = spot)`, match)
	}
	c.Add(` SELECT d.id, d.name, d.kind, d.number, d.issued_on, d.issuer, d.summary, h.version, l.slot, l.record_id
		FROM hits AS h CROSS JOIN document_link AS l CROSS JOIN document AS d
		WHERE l.document_id = h.document_id AND l.removed_at = 0 AND d.id = h.document_id AND h.version = `+proven+days, bounds...)
	c.Add(" AND EXISTS (SELECT 1 FROM record WHERE id = l.record_id AND ("+reach.Text.String()+"))", reach.Args...)
	if silents := s.silents(ctx); len(silents) > 0 {
		c.Add(` AND NOT EXISTS (SELECT 1 FROM document_link AS o JOIN record AS r ON r.id = o.record_id
			WHERE o.document_id = d.id AND o.removed_at = 0 AND r.kind IN (?))`, silents)
	}
	rows, err := db.Query(ctx, c.Text.String()+" LIMIT "+strconv.Itoa(candidates), c.Args...)
	if err != nil {
		return nil, err
	}
	var out []found
	return out, db.Each(rows, func(rows *sql.Rows) error {
		var f found
		err := rows.Scan(&f.ID, &f.Name, &f.Kind, &f.Number, &f.IssuedOn, &f.Issuer, &f.Summary, &f.Version, &f.Slot, &f.recordID)
		out = append(out, f)
		return err
	})
}

// readable are the first documents whose record the actor reads, and in it the slot:
// the gate is asked again for each, as it is when the document is opened.
func (s *Search) readable(ctx context.Context, hits []found, most int) ([]Document, error) {
	var out []Document
	have := map[string]bool{}
	for some := range slices.Chunk(hits, maxLimit) {
		var ids []string
		for _, f := range some {
			ids = append(ids, f.recordID)
		}
		records, err := s.Records.Readable(ctx, ids)
		if err != nil {
			return nil, err
		}
		for _, f := range some {
			f.Record = records[f.recordID]
			if len(out) == most || have[f.ID] || f.Record == nil || !s.showsSlot(ctx, f.Record, f.Slot) {
				continue
			}
			have[f.ID] = true
			out = append(out, f.Document)
		}
	}
	return out, nil
}

// showsSlot reports whether the actor sees what is in a slot of a record they read.
func (s *Search) showsSlot(ctx context.Context, rec *record.Record, code string) bool {
	k, err := s.Kinds.Of(ctx, rec.Kind)
	if err != nil {
		return false
	}
	slot := k.Slot(code)
	return slot != nil && (!slot.Own() || s.Records.Owns(ctx, rec))
}

// show fits titles and passages.
func (s *Search) show(ctx context.Context, a asked, list []Document) error {
	for i := range list {
		d := &list[i]
		d.Title = a.marked(cmp.Or(d.Summary, d.Name))
		var body string
		err := db.QueryRow(ctx, "SELECT body FROM document_text WHERE document_id = ? AND version = ?", d.ID, d.Version).Scan(&body)
		if fault.Is(err, fault.NotFound) {
			continue // taken off meanwhile
		}
		if err != nil {
			return err
		}
		d.Passage = a.passage(body)
	}
	return nil
}
