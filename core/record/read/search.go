package read

import (
	"slices"
	"strings"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/row"
	"github.com/doanket/doanket/core/text"
)

// search is what somebody looks for, one round after the other: first what has
// the words with the accents typed, then what has them with others or none.
type search struct {
	rounds  []round
	nothing bool // signs were typed, but no word
}

// round finds the rows that have all the words, the last of them perhaps only
// begun, and have not all of the others.
type round struct{ words, but []string }

// mostWords is how many words of a question are asked for; the rest of a long
// title narrows no more.
const mostWords = 32

// searchOf reads what was typed. Fault: Invalid for what is no text.
func searchOf(q string) (search, error) {
	q, problems := kind.Tidy("q", q)
	if len(problems) > 0 {
		return search{}, fault.New(fault.Invalid, "invalid", fault.Fields(problems...))
	}
	typed := text.Words(q)
	if len(typed) == 0 {
		return search{rounds: []round{{}}, nothing: strings.TrimSpace(q) != ""}, nil
	}
	typed = typed[:min(len(typed), mostWords)]
	plain := make([]string, len(typed))
	for i, word := range typed {
		plain[i] = text.Fold(word)
	}
	if slices.Equal(plain, typed) {
		return search{rounds: []round{{words: plain}}}, nil
	}
	return search{rounds: []round{{words: typed}, {words: plain, but: typed}}}, nil
}

// test is the round as a condition on a column of words.
func (r round) test(column string) *row.Clause {
	c := &row.Clause{}
	has := func(words []string) {
		for i, word := range words {
			pattern := "% " + word + " %"
			if i == len(words)-1 {
				pattern = "% " + word + "%"
			}
			if i > 0 {
				c.Add(" AND ")
			}
			c.Add(column+" LIKE ?", pattern) // words hold no sign that LIKE knows
		}
	}
	has(r.words)
	if len(r.but) > 0 {
		c.Add(" AND NOT (")
		has(r.but)
		c.Add(")")
	}
	return c
}

// hits is where the rows of a kind are found by the index of words: a table,
// and how it belongs to record. Migrations have the other half. On SQLite the
// index may not have a record as it is; those are looked through.
func (r round) hits(d db.Dialect, kind string) (table *row.Clause, same string) {
	table = &row.Clause{}
	if d == db.Postgres {
		table.Add(`(SELECT id AS hit FROM record WHERE array_to_tsvector(string_to_array(btrim(kind || fold), ' ')) @@ CAST(? AS tsquery) OFFSET 0) AS hits`,
			r.match(kind, "'", " & ", ":*"))
		return table, "record.id = hit"
	}
	table.Add("(SELECT rowid AS hit FROM record_word WHERE record_word MATCH ? AND rowid NOT IN (SELECT hit FROM record_word_waiting)",
		r.match(kind, `"`, " ", "*"))
	test := r.test("record.fold")
	table.Add(" UNION ALL SELECT hit FROM record_word_waiting CROSS JOIN record ON record.rowid = hit WHERE record.kind = ? AND "+test.Text.String()+") AS hits",
		append([]any{kind}, test.Args...)...)
	return table, "record.rowid = hit"
}

// match asks an index of words for all words and the kind ("" for any), the last word
// being perhaps only begun.
func (r round) match(kind, quote, and, begun string) string {
	var terms []string
	if kind != "" {
		terms = append(terms, quote+kind+quote)
	}
	for _, word := range r.words {
		terms = append(terms, quote+word+quote)
	}
	return strings.Join(terms, and) + begun
}
