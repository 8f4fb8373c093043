package grid

import (
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// lastRow is the last row of a template for which something is offered.
const lastRow = HeadRows + 100_000

// Page is a further sheet of a template, to read from.
type Page struct {
	Title string
	Heads []string
	Rows  [][]string
}

// Template writes an XLSX file to fill in: heads with hints, columns that offer what
// may stand there, and pages to look things up on. choices names the hidden page
// that holds what is offered.
func Template(title, choices string, heads []Head, pages []Page, w io.Writer) error {
	book := excelize.NewFile()
	defer book.Close()
	t := template{book: book, title: title, choices: choices}
	if err := t.fill(heads); err != nil {
		return err
	}
	for _, p := range pages {
		if err := t.page(p); err != nil {
			return err
		}
	}
	return book.Write(w)
}

type template struct {
	book           *excelize.File
	title, choices string
	offered        int // columns of choices in use
}

func (t *template) fill(heads []Head) error {
	if err := t.book.SetSheetName(t.book.GetSheetName(0), t.title); err != nil {
		return err
	}
	styles, err := stylesOf(t.book)
	if err != nil {
		return err
	}
	top, err := headStyle(t.book)
	if err != nil {
		return err
	}
	for i, h := range heads {
		if err := t.column(i+1, h, styles[h.Shape], top); err != nil {
			return err
		}
	}
	if err := t.book.SetRowVisible(t.title, HeadRows, false); err != nil {
		return err
	}
	return t.book.SetPanes(t.title, &excelize.Panes{Freeze: true, YSplit: HeadRows, TopLeftCell: "A3", ActivePane: "bottomLeft"})
}

// column writes the head of a column and what stands below it.
func (t *template) column(n int, h Head, style, top int) error {
	letter, err := excelize.ColumnNumberToName(n)
	if err != nil {
		return err
	}
	at := letter + "1"
	for _, step := range []func() error{
		func() error { return t.book.SetColWidth(t.title, letter, letter, h.width()) },
		func() error { return t.book.SetColStyle(t.title, letter, style) },
		func() error { return t.book.SetCellStr(t.title, at, h.Label) },
		func() error { return t.book.SetCellStyle(t.title, at, at, top) },
		func() error { return t.book.SetCellStr(t.title, letter+"2", h.Name) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	if h.Hint != "" {
		note := excelize.Comment{Author: "doanket", Cell: at, Paragraph: []excelize.RichTextRun{{Text: h.Hint}}, Width: 320, Height: 140}
		if err := t.book.AddComment(t.title, note); err != nil {
			return err
		}
	}
	if len(h.Choose) == 0 {
		return nil
	}
	return t.offer(letter, h)
}

// offer makes the drop-down of a column. Its values stand on a page of their own:
// a list written into the rule itself ends at 255 characters.
func (t *template) offer(letter string, h Head) error {
	if t.offered == 0 {
		if _, err := t.book.NewSheet(t.choices); err != nil {
			return err
		}
		if err := t.book.SetSheetVisible(t.choices, false); err != nil {
			return err
		}
	}
	t.offered++
	from, err := excelize.ColumnNumberToName(t.offered)
	if err != nil {
		return err
	}
	if err := t.book.SetSheetCol(t.choices, from+"1", &h.Choose); err != nil {
		return err
	}
	rule := excelize.NewDataValidation(true)
	rule.SetSqref(letter + strconv.Itoa(HeadRows+1) + ":" + letter + strconv.Itoa(lastRow))
	rule.SetSqrefDropList("'" + t.choices + "'!$" + from + "$1:$" + from + "$" + strconv.Itoa(len(h.Choose)))
	rule.ShowErrorMessage = h.Strict
	return t.book.AddDataValidation(t.title, rule)
}

// page writes a sheet to read from.
func (t *template) page(p Page) error {
	if _, err := t.book.NewSheet(p.Title); err != nil {
		return err
	}
	top, err := headStyle(t.book)
	if err != nil {
		return err
	}
	sheet, err := t.book.NewStreamWriter(p.Title)
	if err != nil {
		return err
	}
	heads := make([]any, len(p.Heads))
	for i, h := range p.Heads {
		if err := sheet.SetColWidth(i+1, i+1, 32); err != nil {
			return err
		}
		heads[i] = excelize.Cell{StyleID: top, Value: h}
	}
	if err := sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := sheet.SetRow("A1", heads); err != nil {
		return err
	}
	for i, row := range p.Rows {
		cells := make([]any, len(row))
		for j, v := range row {
			cells[j] = v
		}
		if err := sheet.SetRow("A"+strconv.Itoa(i+2), cells); err != nil {
			return err
		}
	}
	return sheet.Flush()
}

// stylesOf are the styles of values, by Shape.
func stylesOf(book *excelize.File) (out [4]int, err error) {
	day, thousands := "dd/mm/yyyy", 3 // #,##0
	for shape, style := range map[Shape]*excelize.Style{
		Text:    {NumFmt: 49, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}},
		Whole:   {NumFmt: thousands, Alignment: &excelize.Alignment{Vertical: "top"}},
		Decimal: {Alignment: &excelize.Alignment{Vertical: "top"}},
		Day:     {CustomNumFmt: &day, Alignment: &excelize.Alignment{Vertical: "top"}},
	} {
		if out[shape], err = book.NewStyle(style); err != nil {
			return out, err
		}
	}
	return out, nil
}

func headStyle(book *excelize.File) (int, error) {
	return book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EEF4"}},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}, NumFmt: 49})
}
