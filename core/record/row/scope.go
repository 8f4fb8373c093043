package row

import (
	"slices"
	"strings"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/unit"
)

// Clause is a condition with its values.
type Clause struct {
	Text strings.Builder
	Args []any
}

// Add appends a piece of condition with its values.
func (c *Clause) Add(text string, args ...any) {
	c.Text.WriteString(text)
	c.Args = append(c.Args, args...)
}

// Clone is a condition that can be added to apart from this one.
func (c *Clause) Clone() *Clause {
	out := &Clause{}
	out.Add(c.Text.String(), c.Args...)
	return out
}

// Within adds the ranges of a filter: what the gate lets through, as SQL.
// SQL and access.Filter.Match say the same. A range stands alone with what lies
// inside it behind an AND, since an OR of overlapping ranges keeps a database
// from walking one index.
//
// many says that the rows are of a kind that is sent to many units at once.
func (c *Clause) Within(f access.Filter, many bool) {
	var parts []string
	side := func(column string, ranges []access.Range, addressed bool) {
		for _, r := range outer(ranges) {
			text, args := bounds(column, r)
			if addressed || !r.Drafts {
				own, more := "NOT draft", []any(nil)
				if !addressed && f.Maker != "" {
					own, more = own+" OR created_by = ?", append(more, f.Maker)
				}
				for _, i := range ranges {
					if i != r && i.Drafts && !addressed && inside(i, r) {
						t, a := bounds(column, i)
						own, more = own+" OR "+t, append(more, a...)
					}
				}
				text, args = text+" AND ("+own+")", append(args, more...)
			}
			if addressed {
				text = "to_path <> '' AND " + text // as the index of addressees says it
			}
			parts, c.Args = append(parts, text), append(c.Args, args...)
		}
	}
	side("unit_path", f.Ranges, false)
	side("to_path", f.To, true)
	if many && len(f.To) > 0 {
		sent := sentTo(f.To)
		parts, c.Args = append(parts, "NOT draft AND "+sent.Text.String()), append(c.Args, sent.Args...)
	}
	switch len(parts) {
	case 0:
		c.Add("1 = 0")
	case 1:
		c.Text.WriteString("(" + parts[0] + ")")
	default:
		c.Text.WriteString("((" + strings.Join(parts, ") OR (") + "))")
	}
}

// sentTo are the rows that were sent to a unit in one of the ranges, among others.
func sentTo(ranges []access.Range) *Clause {
	c := &Clause{}
	c.Add("id IN (SELECT record_id FROM record_delivery WHERE ")
	for i, r := range ranges {
		if i > 0 {
			c.Add(" OR ")
		}
		if r.Exact {
			c.Add("path = ?", r.From)
		} else {
			c.Add("(path >= ? AND path < ?)", r.From, r.To)
		}
	}
	c.Add(")")
	return c
}

// bounds is a range as a condition on a path, and on the branch if it names one.
func bounds(column string, r access.Range) (string, []any) {
	text, args := between(column, r)
	if r.Branch == "" || r.Exact {
		return text, args
	}
	return text + " AND branch = ?", append(args, r.Branch)
}

// between is where a range begins and ends. The whole province is no reason to walk
// the tree's index: the order of the list is, so that one is kept from SQLite's
// planner, in words by which PostgreSQL's still sees that nearly all rows lie there
// (of a sum of texts it thought so few that it sorted them all).
func between(column string, r access.Range) (string, []any) {
	switch {
	case r.Exact: // not "=", for which SQLite would rather walk the list's order
		return column + " BETWEEN ? AND ?", []any{r.From, r.From}
	case len(unit.Ancestors(r.From)) <= 1:
		return "(" + column + " >= ? AND " + column + " < ?) IS NOT FALSE", []any{r.From, r.To}
	}
	return column + " >= ? AND " + column + " < ?", []any{r.From, r.To}
}

// Everywhere reports whether a filter reaches the whole province, so that rows
// are best walked in their order.
func Everywhere(f access.Filter) bool {
	return slices.ContainsFunc(f.Ranges, func(r access.Range) bool { return !r.Exact && len(unit.Ancestors(r.From)) <= 1 })
}

// outer are the ranges that lie inside no other.
func outer(ranges []access.Range) []access.Range {
	return slices.DeleteFunc(slices.Clone(ranges), func(r access.Range) bool {
		return slices.ContainsFunc(ranges, func(o access.Range) bool { return o != r && inside(r, o) })
	})
}

// inside reports whether o holds all that r does, drafts aside; of two that are
// alike in bounds, the one that shows more is the outer.
func inside(r, o access.Range) bool {
	if o.Exact || o.Branch != "" && o.Branch != r.Branch || r.From < o.From || r.To > o.To {
		return false
	}
	return r.Exact || r.From != o.From || r.To != o.To || r.Branch != o.Branch || !r.Drafts && o.Drafts
}
