package paper

import "fmt"

// Widths in twips: A4 less margins of 30 mm left and 15 mm right.
const (
	pageWidth, pageHeight = 11906, 16838
	marginLeft            = 1701
	marginRight           = 851
	marginEnds            = 1134 // 20 mm
	textWidth             = pageWidth - marginLeft - marginRight
)

// ManyColumns is from how many columns on a table is set in small letters.
const ManyColumns = 7

const tableBorders = `<w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:left w:val="single" w:sz="4" w:space="0" w:color="000000"/>` +
	`<w:bottom w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:right w:val="single" w:sz="4" w:space="0" w:color="000000"/>` +
	`<w:insideH w:val="single" w:sz="4" w:space="0" w:color="000000"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="000000"/></w:tblBorders>`

// open begins a table of columns of the given widths; side is the cells' margin.
func (w *writer) open(widths []int, borders string, side int) {
	sum := 0
	for _, width := range widths {
		sum += width
	}
	fmt.Fprintf(w, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/>%s<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="%d" w:type="dxa"/><w:right w:w="%d" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`,
		sum, borders, side, side)
	for _, width := range widths {
		fmt.Fprintf(w, `<w:gridCol w:w="%d"/>`, width)
	}
	w.WriteString(`</w:tblGrid>`)
}

func (w *writer) cell(width int, center bool, fill func()) {
	middle := ""
	if center {
		middle = `<w:vAlign w:val="center"/>`
	}
	fmt.Fprintf(w, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>%s</w:tcPr>`, width, middle)
	fill()
	w.WriteString(`</w:tc>`)
}

func (t Table) write(w *writer) {
	if len(t.Columns) == 0 {
		return
	}
	if t.Title != "" {
		w.para(para{align: "center", before: 120, after: 80, keep: true}, font{size: w.look.text - 1, bold: true}.words(t.Title))
	}
	f := font{size: 12}
	if len(t.Columns) >= ManyColumns {
		f.size = 10
	}
	widths := t.widths()
	w.open(widths, tableBorders, 70)
	w.WriteString(`<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for i, c := range t.Columns {
		w.cell(widths[i], true, func() {
			w.para(para{align: "center", before: 40, after: 40, keep: true}, w.run(c.Head, font{size: f.size, bold: true}))
		})
	}
	w.WriteString(`</w:tr>`)
	for i, r := range t.Rows {
		t.row(w, r, widths, f, i == len(t.Rows)-2) // the last row does not go to another page alone
	}
	w.WriteString(`</w:tbl>`)
	behind := para{align: "both", before: 40, after: 120}
	if t.Below == "" {
		behind = para{line: 200} // what follows a table needs a paragraph between
	}
	w.para(behind, font{size: 12, italic: true}.words(t.Below))
}

func (t Table) row(w *writer, r Row, widths []int, f font, keep bool) {
	f.bold = r.Bold
	w.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
	for i, c := range t.Columns {
		var cell Run
		if i < len(r.Cells) {
			cell = r.Cells[i]
		}
		align := "left"
		if c.Right {
			align = "right"
		}
		w.cell(widths[i], true, func() { w.para(para{align: align, before: 30, after: 30, keep: keep}, w.run(cell, f)) })
	}
	w.WriteString(`</w:tr>`)
}

// widths share the width of the text.
func (t Table) widths() []int {
	sum, left := 0, textWidth
	for _, c := range t.Columns {
		sum += max(c.Share, 1)
	}
	out := make([]int, len(t.Columns))
	for i, c := range t.Columns {
		out[i] = textWidth * max(c.Share, 1) / sum
		left -= out[i]
	}
	out[len(out)-1] += left
	return out
}
