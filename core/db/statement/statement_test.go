package statement_test

import (
	"testing"

	"github.com/doanket/doanket/core/db/statement"
)

func TestMarksAreFoundWhereTheyStandForValues(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text     string
		lengths  []int
		sqlite   string
		postgres string
	}{
		{"SELECT 1", nil, "SELECT 1", "SELECT 1"},
		{"a = ? AND b = ?", nil, "a = ? AND b = ?", "a = $1 AND b = $2"},
		{"a IN (?) AND b = ?", []int{3}, "a IN (?,?,?) AND b = ?", "a = ANY($1) AND b = $2"},
		{"a not in ( ? )", []int{2}, "a not in ( ?,? )", "a <> ALL($1 )"},
		{"a IN (?)", []int{0}, "a IN ()", "a = ANY($1)"},
		{"min(?) AND a IN (?, ?)", nil, "min(?) AND a IN (?, ?)", "min($1) AND a IN ($2, $3)"},
		{"a = '?' AND \"b?\" = ? -- why?\n AND c /* ? */ = ?", nil,
			"a = '?' AND \"b?\" = ? -- why?\n AND c /* ? */ = ?", "a = '?' AND \"b?\" = $1 -- why?\n AND c /* ? */ = $2"},
		{"j ?? 'k' AND a = ?", nil, "j ? 'k' AND a = ?", "j ? 'k' AND a = $1"},
	} {
		s := statement.Of(c.text)
		if got := s.Expanded(c.lengths); got != c.sqlite {
			t.Errorf("%q on SQLite: %q", c.text, got)
		}
		if s.Numbered != c.postgres {
			t.Errorf("%q on PostgreSQL: %q", c.text, s.Numbered)
		}
	}
}
