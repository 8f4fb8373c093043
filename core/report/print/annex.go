package print

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/report"
)

// AnnexMime is the media type of an annex.
const AnnexMime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// annex writes the workbook of one report.
type annex struct {
	printer
	*excelize.File
	title, below, head, words int            // styles
	formats                   map[string]int // by number format: a style
	sheets                    int
}

// XLSX is the tables and lists of the report as a workbook, a sheet for each, and
// one of all figures with what they rest on. Numbers are numbers, in their unit,
// and open their lineage.
func XLSX(r *report.Report, o Options) (content []byte, err error) {
	a := &annex{printer: printer{r, o}, File: excelize.NewFile(), formats: map[string]int{}}
	defer func() {
		if closed := a.Close(); err == nil && closed != nil {
			err = fmt.Errorf("write an annex: %w", closed)
		}
	}()
	if err := a.write(); err != nil {
		return nil, fmt.Errorf("write an annex: %w", err)
	}
	var out bytes.Buffer
	if err := a.Write(&out); err != nil {
		return nil, fmt.Errorf("write an annex: %w", err)
	}
	return out.Bytes(), nil
}

func (a *annex) write() (err error) {
	bold := &excelize.Font{Family: plain.Family, Size: plain.Size, Bold: true}
	for _, s := range []struct {
		as   *int
		look excelize.Style
	}{
		{&a.title, excelize.Style{Font: bold}},
		{&a.below, excelize.Style{Font: plain}},
		{&a.head, excelize.Style{Font: bold, Border: grid, Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}}},
		{&a.words, excelize.Style{Font: plain, Border: grid, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}},
	} {
		if *s.as, err = a.NewStyle(&s.look); err != nil {
			return err
		}
	}
	for _, c := range a.Chapters {
		for _, s := range c.Sections {
			for _, b := range s.Blocks {
				switch {
				case b.Table != nil && len(b.Table.Rows) > 0:
					err = a.table(b.Table)
				case b.Records != nil:
					err = a.list(b.Records)
				}
				if err != nil {
					return err
				}
			}
		}
	}
	return a.sources()
}

var (
	plain = &excelize.Font{Family: "Times New Roman", Size: 12}
	grid  = []excelize.Border{{Type: "left", Color: "000000", Style: 1}, {Type: "right", Color: "000000", Style: 1}, {Type: "top", Color: "000000", Style: 1}, {Type: "bottom", Color: "000000", Style: 1}}
)

// entry is what stands in a cell: words, or a number with its format; and what it
// opens.
type entry struct {
	value  any
	format string
	opens  string
}

// number is an amount in a unit.
func number(v *float64, in string) entry {
	if v == nil {
		return entry{value: "–", format: "@"}
	}
	format := "#,##0"
	switch {
	case *v == math.Trunc(*v):
	case in == "percent":
		format = "#,##0.0"
	default:
		format = "#,##0.0##"
	}
	if in == "percent" || in == "dong" {
		format += `"` + map[string]string{"percent": "%", "dong": " đồng"}[in] + `"`
	}
	return entry{value: *v, format: format}
}

// units are what figures are counted in, where that has a word of its own.
var units = map[string]string{"percent": "%", "dong": "đồng", "people": "người", "calendar_day": "ngày", "working_day": "ngày làm việc", "month": "tháng"}

// headRow is where the head of every sheet stands, below its title and what the
// report is of.
const headRow = 4

// sheet writes one sheet: its title, its head, which stays in sight, and its rows.
func (a *annex) sheet(name, title string, head []string, rows [][]entry) error {
	if a.sheets++; a.sheets == 1 {
		if err := a.SetSheetName("Sheet1", name); err != nil {
			return err
		}
	} else if _, err := a.NewSheet(name); err != nil {
		return err
	}
	if err := a.SetCellValue(name, "A1", title); err != nil {
		return err
	}
	if err := a.SetCellStyle(name, "A1", "A1", a.title); err != nil {
		return err
	}
	if err := a.SetCellValue(name, "A2", a.about()); err != nil {
		return err
	}
	if err := a.SetCellStyle(name, "A2", "A2", a.below); err != nil {
		return err
	}
	for i, text := range head {
		if err := a.cell(name, i, headRow, entry{value: text}, a.head); err != nil {
			return err
		}
	}
	for n, row := range rows {
		for i, e := range row {
			style, err := a.format(e.format)
			if err == nil {
				err = a.cell(name, i, headRow+1+n, e, style)
			}
			if err != nil {
				return err
			}
		}
	}
	return a.shape(name, head, rows)
}

// about is whose report the annex goes with.
func (a *annex) about() string { return "Báo cáo " + a.PeriodName + " - " + a.Unit.Name }

// Widths of columns in characters, and the height of a line in points.
const slim, broad, lineHeight = 13, 60, 16

// shape sets the widths of columns, the heights of rows, the panes and the page.
func (a *annex) shape(name string, head []string, rows [][]entry) error {
	all := [][]entry{make([]entry, len(head))}
	for i, text := range head {
		all[0][i].value = text
	}
	all = append(all, rows...)
	widths := make([]int, len(head))
	for i := range head {
		widths[i] = slim
		for _, row := range rows {
			widths[i] = min(max(widths[i], letters(row[i])+2), broad)
		}
		column, err := excelize.ColumnNumberToName(i + 1)
		if err == nil {
			err = a.SetColWidth(name, column, column, float64(widths[i]))
		}
		if err != nil {
			return err
		}
	}
	for n, row := range all {
		lines := 1
		for i, e := range row {
			lines = max(lines, (letters(e)+widths[i]-3)/(widths[i]-2)) // words break early
		}
		if err := a.SetRowHeight(name, headRow+n, float64(lines*lineHeight)); err != nil {
			return err
		}
	}
	top := fmt.Sprintf("A%d", headRow+1)
	if err := a.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: headRow, TopLeftCell: top, ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	a4, landscape, one, any := 9, "landscape", 1, 0
	if err := a.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: new(true)}); err != nil {
		return err
	}
	return a.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &one, FitToHeight: &any})
}

// letters are how many letters an entry of words has.
func letters(e entry) int {
	words, _ := e.value.(string)
	return utf8.RuneCountInString(words)
}

// format is the style of a number format; "" is that of words.
func (a *annex) format(format string) (int, error) {
	if format == "" {
		return a.words, nil
	}
	if style, known := a.formats[format]; known {
		return style, nil
	}
	style, err := a.NewStyle(&excelize.Style{Font: plain, Alignment: &excelize.Alignment{Horizontal: "right", Vertical: "top"}, Border: grid, CustomNumFmt: &format})
	a.formats[format] = style
	return style, err
}

func (a *annex) cell(sheet string, column, row int, e entry, style int) error {
	at, err := excelize.CoordinatesToCellName(column+1, row)
	if err != nil {
		return err
	}
	if err := a.SetCellValue(sheet, at, e.value); err != nil {
		return err
	}
	if err := a.SetCellStyle(sheet, at, at, style); err != nil || e.opens == "" {
		return err
	}
	return a.SetCellHyperLink(sheet, at, e.opens, "External")
}

// named is what a sheet is called: its number and its title, as far as names go.
func (a *annex) named(title string) string {
	name := []rune(strings.NewReplacer("[", "(", "]", ")", ":", " ", "*", " ", "?", " ", "/", "-", `\`, "-", "'", " ").Replace(fmt.Sprintf("%d. %s", a.sheets+1, title)))
	return strings.TrimSpace(string(name[:min(len(name), excelize.MaxSheetNameLength)]))
}

func (a *annex) table(t *report.FigureTable) error {
	var rows [][]entry
	for _, r := range t.Rows {
		row := []entry{{value: r.Label}}
		for _, c := range r.Cells {
			row = append(row, a.figure(c))
		}
		rows = append(rows, row)
	}
	return a.sheet(a.named(t.Title), t.Title, t.Head, rows)
}

// nothing are the numbers no figure is kept of, as they read, with their units.
var nothing = map[string]string{"0": "", "0%": "percent", "0 đồng": "dong"}

// figure is what stands in a cell of a table of figures.
func (a *annex) figure(c report.Run) entry {
	if c.Figure > 0 {
		f := a.Figures[c.Figure-1]
		e := number(a.Amount(c), f.In)
		e.opens = a.opens(f)
		return e
	}
	if in, zero := nothing[c.Text]; zero {
		return number(new(float64), in)
	}
	return entry{value: c.Text, format: "@"}
}

func (a *annex) list(l *report.RecordList) error {
	var rows [][]entry
	for i, r := range l.Rows {
		row := []entry{{value: i + 1, format: "0"}}
		for j, text := range r.Cells {
			e := entry{value: text}
			if j == 0 {
				e.opens = a.Origin + "/record/" + r.ID
			}
			row = append(row, e)
		}
		rows = append(rows, row)
	}
	return a.sheet(a.named(l.Title), l.Title, append([]string{"TT"}, l.Head...), rows)
}

// sources are all figures of the report with what they rest on.
func (a *annex) sources() error {
	head := []string{"TT", "Chỉ tiêu, chỉ số", "Đơn vị", "Từ ngày", "Đến ngày", "Đơn vị tính", "Kết quả", "Tử số", "Mẫu số", "Có minh chứng", "Mới báo cáo", "Cùng kỳ năm trước"}
	var rows [][]entry
	for i, f := range a.Figures {
		from, to := f.Period.Range()
		value := number(f.Value, f.In)
		value.opens = a.opens(f)
		row := []entry{{value: i + 1, format: "0"}, {value: f.Label}, {value: f.Unit.Name}, day(from), day(to), {value: units[f.In]}, value,
			number(&f.Numerator, ""), number(&f.Denominator, ""), number(f.Proven, f.In), number(f.Claimed, f.In), number(f.Before, f.In)}
		rows = append(rows, row)
	}
	title := "Nguồn số liệu"
	if !a.AsOf.IsZero() {
		title += " lúc " + report.Moment(a.AsOf)
	}
	return a.sheet("Nguồn số liệu", title, head, rows)
}

func day(d calendar.Date) entry {
	return entry{value: d.Time(), format: "dd/mm/yyyy"}
}
