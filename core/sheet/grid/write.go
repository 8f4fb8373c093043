package grid

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// MaxCell is the most characters a cell of XLSX holds.
const MaxCell = excelize.TotalCellChars

// Cut ends a text that did not fit into its cell. What ends so is not the whole, and
// is never taken for it when the file comes back.
const Cut = " …[còn nữa, xem hồ sơ]"

// Writer takes rows one after the other. Values are string, int64, float64,
// time.Time (a day) or nil.
type Writer interface {
	Row(values []any) error
	End() error
}

// NewWriter begins a file of the format with its heads; title names the sheet.
func NewWriter(format, title string, heads []Head, w io.Writer) (Writer, error) {
	if format == CSV {
		return newCSV(heads, w)
	}
	return newStream(title, heads, w)
}

// stream writes XLSX; beyond some MiB excelize keeps its rows on disk.
type stream struct {
	book   *excelize.File
	sheet  *excelize.StreamWriter
	styles [4]int // by Shape
	heads  []Head
	row    int
	to     io.Writer
}

func newStream(title string, heads []Head, w io.Writer) (*stream, error) {
	s := &stream{book: excelize.NewFile(), heads: heads, to: w}
	return s, s.begin(title)
}

func (s *stream) begin(title string) (err error) {
	if err := s.book.SetSheetName(s.book.GetSheetName(0), title); err != nil {
		return err
	}
	if s.styles, err = stylesOf(s.book); err != nil {
		return err
	}
	top, err := headStyle(s.book)
	if err != nil {
		return err
	}
	if s.sheet, err = s.book.NewStreamWriter(title); err != nil {
		return err
	}
	labels, names := make([]any, len(s.heads)), make([]any, len(s.heads))
	for i, h := range s.heads {
		if err := s.sheet.SetColWidth(i+1, i+1, h.width()); err != nil {
			return err
		}
		labels[i], names[i] = excelize.Cell{StyleID: top, Value: h.Label}, h.Name
	}
	if err := s.sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: HeadRows, TopLeftCell: "A3", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := s.sheet.SetRow("A1", labels); err != nil {
		return err
	}
	s.row = HeadRows
	return s.sheet.SetRow("A2", names, excelize.RowOpts{Hidden: true})
}

// Row writes texts as texts: whatever they begin with, none is a formula.
func (s *stream) Row(values []any) error {
	s.row++
	cells := make([]any, len(values))
	for i, v := range values {
		if text, ok := v.(string); ok {
			v = fitting(text)
		}
		cells[i] = excelize.Cell{StyleID: s.styles[s.heads[i].Shape], Value: v}
	}
	return s.sheet.SetRow("A"+strconv.Itoa(s.row), cells)
}

// fitting shortens what no cell holds.
func fitting(text string) string {
	if len(text) <= MaxCell || utf8.RuneCountInString(text) <= MaxCell {
		return text
	}
	return string([]rune(text)[:MaxCell-utf8.RuneCountInString(Cut)]) + Cut
}

func (s *stream) End() error {
	defer s.book.Close()
	if err := s.sheet.Flush(); err != nil {
		return err
	}
	return s.book.Write(s.to)
}

// table writes CSV: UTF-8 with its mark, by which Excel reads Vietnamese right.
type table struct {
	csv   *csv.Writer
	cells []string
}

func newCSV(heads []Head, w io.Writer) (*table, error) {
	if _, err := io.WriteString(w, mark); err != nil {
		return nil, err
	}
	t := &table{csv: csv.NewWriter(w), cells: make([]string, len(heads))}
	t.csv.UseCRLF = true
	for i, h := range heads {
		t.cells[i] = inert(h.Label)
	}
	return t, t.csv.Write(t.cells)
}

func (t *table) Row(values []any) error {
	for i, v := range values {
		switch v := v.(type) {
		case nil:
			t.cells[i] = ""
		case string:
			t.cells[i] = inert(v)
		case time.Time:
			t.cells[i] = v.Format("02/01/2006")
		default:
			t.cells[i] = fmt.Sprint(v)
		}
	}
	return t.csv.Write(t.cells)
}

func (t *table) End() error {
	t.csv.Flush()
	return t.csv.Error()
}

const mark = "\ufeff"

// starts are the signs by which a spreadsheet takes text of a CSV file for a
// formula, and the apostrophe that keeps it from doing so.
const starts = "=+-@\t\r'"

// inert puts an apostrophe before text that would be a formula; live takes it away.
func inert(text string) string {
	if text != "" && strings.IndexByte(starts, text[0]) >= 0 {
		return "'" + text
	}
	return text
}

func live(text string) string {
	if len(text) > 1 && text[0] == '\'' && strings.IndexByte(starts, text[1]) >= 0 {
		return text[1:]
	}
	return text
}
