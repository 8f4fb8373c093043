package record

import (
	"context"
	"strings"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/unit"
)

// clause is a condition with its values.
type clause struct {
	text strings.Builder
	args []any
}

func (c *clause) add(text string, args ...any) {
	c.text.WriteString(text)
	c.args = append(c.args, args...)
}

// within adds the ranges of a filter: what the gate lets through, as SQL.
// SQL and access.Filter.Match say the same.
func (c *clause) within(f access.Filter) {
	if f.Empty() {
		c.add("1 = 0")
		return
	}
	var parts []string
	side := func(column string, ranges []access.Range, addressed bool) {
		for _, r := range ranges {
			text := column + " >= ? AND " + column + " < ?"
			args := []any{r.From, r.To}
			if r.Exact {
				text, args = column+" = ?", []any{r.From}
			}
			if addressed || !r.Drafts {
				text += " AND NOT draft"
			}
			parts, c.args = append(parts, text), append(c.args, args...)
		}
	}
	side("unit_path", f.Ranges, false)
	side("to_path", f.To, true)
	c.text.WriteString("((" + strings.Join(parts, ") OR (") + "))")
}

// under adds "at or below the unit, as owner or addressee".
func (r *Records) under(ctx context.Context, c *clause, unitID string) error {
	if unitID == "" {
		return nil
	}
	u, err := r.Tree.Get(ctx, unitID)
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.NotFound, "not_found", fault.Field("under"))
	}
	if err != nil {
		return err
	}
	from, to := unit.Range(u.Path)
	c.add(" AND ((unit_path >= ? AND unit_path < ?) OR (to_path >= ? AND to_path < ?))", from, to, from, to)
	return nil
}
