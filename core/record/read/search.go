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

// hits is where the index of words finds the rows of a kind: a table, how it
// belongs to record, and what to ask it for. Its migration has the other half.
func (r round) hits(d db.Dialect, kind string) (table, same, match string) {
	and, begun, where := " ", "*", `(SELECT rowid AS hit FROM record_word WHERE record_word MATCH ?) AS hits`
	quote, same := `"`, "record.rowid = hit"
	if d == db.Postgres {
		and, begun, quote, same = " & ", ":*", "'", "record.id = hit"
		where = `(SELECT id AS hit FROM record WHERE array_to_tsvector(string_to_array(btrim(kind || fold), ' ')) @@ CAST(? AS tsquery) OFFSET 0) AS hits`
	}
	terms := []string{quote + kind + quote}
	for _, word := range r.words {
		terms = append(terms, quote+word+quote)
	}
	return where, same, strings.Join(terms, and) + begun
}
