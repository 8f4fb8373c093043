package print

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/doanket/doanket/core/paper"
	"github.com/doanket/doanket/core/report"
)

// figures is a table of figures. Every number opens its lineage. Where rows are of
// one measure, the first number of each is marked; where columns are, their heads
// and the numbers of the last row, which is of all: a mark at each number of a
// hundred communes would leave no room for them.
func (p printer) figures(t *report.FigureTable) paper.Table {
	out := paper.Table{Title: t.Title}
	last := t.Rows[len(t.Rows)-1]
	for i, head := range t.Head {
		c := paper.Column{Head: paper.Run{Text: head}, Right: i > 0}
		if last.Total && i > 0 && last.Cells[i-1].Figure > 0 {
			c.Head.Note = p.Source(last.Cells[i-1].Figure)
		}
		out.Columns = append(out.Columns, c)
	}
	for _, r := range t.Rows {
		row := paper.Row{Cells: []paper.Run{{Text: r.Label}}, Bold: r.Total}
		for i, c := range r.Cells {
			row.Cells = append(row.Cells, p.run(c, p.Amount(c) != nil && (r.Total || !last.Total && i == 0)))
		}
		out.Rows = append(out.Rows, row)
	}
	if t.Empty > 0 {
		out.Below = fmt.Sprintf("Không ghi %d dòng chưa có số liệu.", t.Empty)
	}
	share(&out)
	return out
}

// records is a list of records, each of which opens by its first column.
func (p printer) records(l *report.RecordList) paper.Table {
	out := paper.Table{Title: l.Title, Columns: []paper.Column{{Head: paper.Run{Text: "TT"}}}}
	for _, head := range l.Head {
		out.Columns = append(out.Columns, paper.Column{Head: paper.Run{Text: head}})
	}
	for i, r := range l.Rows {
		row := paper.Row{Cells: []paper.Run{{Text: strconv.Itoa(i + 1)}}}
		for j, text := range r.Cells {
			cell := paper.Run{Text: text}
			if j == 0 {
				cell.Link = p.Origin + "/record/" + r.ID
			}
			row.Cells = append(row.Cells, cell)
		}
		out.Rows = append(out.Rows, row)
	}
	switch {
	case l.More:
		out.Below = fmt.Sprintf("Chỉ ghi %d hồ sơ đầu; danh sách còn dài hơn.", len(l.Rows))
	case l.Withheld > 0:
		out.Below = fmt.Sprintf("Không ghi %d hồ sơ mà người in báo cáo không có quyền xem.", l.Withheld)
	}
	share(&out)
	return out
}

// How many letters a column takes at least and asks for at most, and how many a line
// has: of a table of few columns, and of one set in small letters.
const (
	narrow, wide = 5, 36
	line, small  = 78, 94
)

// share gives each column what its longest word needs, so that none is broken, and
// parts the rest by the longest text.
func share(t *paper.Table) {
	left := line
	if len(t.Columns) >= paper.ManyColumns {
		left = small
	}
	asked, sum := make([]int, len(t.Columns)), 0
	for i := range t.Columns {
		need, most := narrow, narrow
		look := func(r paper.Run, wider int) {
			text := r.Text
			if r.Note != "" {
				text += "99" // its mark
			}
			most = max(most, utf8.RuneCountInString(text))
			for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ' ' || r == '-' }) {
				need = max(need, utf8.RuneCountInString(word)+strings.Count(word, "%")+wider) // a % is as wide as two
			}
		}
		look(paper.Run{Text: t.Columns[i].Head.Text}, 2) // heads are bold
		most /= 2                                        // and broken into lines
		for _, r := range t.Rows {
			if i < len(r.Cells) {
				look(r.Cells[i], 1)
			}
		}
		t.Columns[i].Share = min(need, wide)
		asked[i] = max(min(most, wide)-t.Columns[i].Share, 0)
		left, sum = left-t.Columns[i].Share, sum+asked[i]
	}
	for i := range t.Columns {
		if left > 0 && sum > 0 {
			t.Columns[i].Share += left * asked[i] / sum
		}
	}
}
