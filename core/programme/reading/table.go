package reading

import (
	"strings"

	"github.com/doanket/doanket/core/text"
)

// columns are where a table of tasks says what, who, with whom and by when; -1 where
// it does not.
type columns struct{ what, lead, with, due int }

// heads reads the head of a table of tasks; false for any other row.
func heads(cells []string) (columns, bool) {
	c := columns{-1, -1, -1, -1}
	for i, cell := range cells {
		switch s := text.Fold(cell); {
		case c.what < 0 && (strings.Contains(s, "nhiem vu") || strings.Contains(s, "noi dung")):
			c.what = i
		case c.lead < 0 && strings.Contains(s, "chu tri"):
			c.lead = i
		case c.with < 0 && strings.Contains(s, "phoi hop"):
			c.with = i
		case c.due < 0 && (strings.Contains(s, "thoi gian") || strings.Contains(s, "thoi han") || strings.Contains(s, "han hoan thanh")):
			c.due = i
		}
	}
	return c, c.what >= 0 && c.lead >= 0
}

// row reads a row of a table of tasks; false for one that says nothing to do.
func (c columns) row(p para) (ReadClause, bool) {
	at := func(i int) string {
		if i < 0 || i >= len(p.cells) {
			return ""
		}
		return strings.Trim(p.cells[i], " .;")
	}
	one := ReadClause{Text: at(c.what), Lead: at(c.lead), With: at(c.with), Due: at(c.due), From: p.from, To: p.to}
	return one, one.Text != "" && len(p.cells) > max(c.what, c.lead)
}
