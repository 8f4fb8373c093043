package tree

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/xuri/excelize/v2"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/sheet/column"
	"github.com/doanket/doanket/core/sheet/grid"
	"github.com/doanket/doanket/core/text"
	"github.com/doanket/doanket/core/unit"
)

// Columns of a table of units, as units.csv of a province's folder names them.
const (
	Code      = "code"
	Parent    = "parent"
	Kind      = "kind"
	Name      = "name"
	ShortName = "short_name"
	From      = "from"
	To        = "to" // of units.csv; no table closes a unit
)

// topRows are the rows among which the heads are looked for.
const topRows = 20

// maxBytes is enough for twice the rows a table may have.
const maxBytes = 4 << 20

var labels = []struct {
	name  string
	label manifest.Text
	hint  manifest.Text
}{
	{Code, manifest.Text{VI: "Mã đơn vị", EN: "Unit code"}, manifest.Text{VI: "Bắt buộc. Mỗi đơn vị một mã, ví dụ 18685-K01. Mã đã có thì dòng này sửa đơn vị đó.", EN: "Required. One code each, for instance 18685-K01. A code that is there already changes that unit."}},
	{Parent, manifest.Text{VI: "Mã đơn vị cấp trên", EN: "Code of the unit above"}, manifest.Text{VI: "Bắt buộc với đơn vị mới. Mã có trong trang «Đơn vị» hoặc ở một dòng khác của bảng.", EN: "Required for a new unit. A code of the sheet \"Units\", or of another row."}},
	{Kind, manifest.Text{VI: "Loại đơn vị", EN: "Kind of unit"}, manifest.Text{VI: "Bắt buộc với đơn vị mới. Chọn trong danh sách.", EN: "Required for a new unit. Choose from the list."}},
	{Name, manifest.Text{VI: "Tên đơn vị", EN: "Unit name"}, manifest.Text{VI: "Bắt buộc với đơn vị mới, ví dụ Thôn Đông.", EN: "Required for a new unit."}},
	{ShortName, manifest.Text{VI: "Tên gọi tắt", EN: "Short name"}, manifest.Text{}},
	{From, manifest.Text{VI: "Thành lập từ ngày", EN: "Since"}, manifest.Text{VI: "Ngày/tháng/năm, ví dụ 01/07/2025. Để trống là hôm nay.", EN: "Day/month/year, for instance 01/07/2025. Blank is today."}},
	{To, manifest.Text{VI: "Đến ngày", EN: "Until"}, manifest.Text{}},
}

// columns are those of a table in a province with these kinds of units.
func columns(kinds []unit.Kind) []column.Column {
	var out []column.Column
	for _, l := range labels {
		f := &manifest.Field{Type: manifest.TypeText}
		switch l.name {
		case Kind:
			f.Type, f.Open = manifest.TypeEnum, len(kinds) == 0
			for _, k := range kinds {
				f.Values = append(f.Values, manifest.EnumValue{ID: k.Code, Label: manifest.Text{VI: k.VI, EN: k.EN}})
			}
		case From, To:
			f.Type = manifest.TypeDate
		}
		out = append(out, column.Column{Name: l.name, Label: l.label, Field: f})
	}
	return out
}

// sheet is a file that was read: its lines, and where the cells of each are.
type sheet struct {
	lines   []unit.Line
	columns []column.Column
	names   []string // by position: the column it stands for
}

// numbered is a row of a file, with its number.
type numbered struct {
	row   int
	cells []string
}

// read reads a whole file. Faults: those of grid.Open; Invalid sheet.no_heads,
// unit.table_empty; TooLarge.
func (t Tables) read(ctx context.Context, format string, file *os.File, size int64) (*sheet, error) {
	if size > maxBytes {
		return nil, fault.New(fault.TooLarge, "too_large", fault.Field("file"), fault.Param("max_bytes", fmt.Sprint(maxBytes)))
	}
	kinds, err := t.Tree.Kinds(ctx)
	if err != nil {
		return nil, err
	}
	done, err := turn(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	in, err := grid.Open(ctx, t.Apart, format, file, size, dataTitle.VI, dataTitle.EN)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	s := &sheet{columns: columns(kinds)}
	var rows []numbered
	for row := 1; ; row++ {
		cells, err := in.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if len(cells) == 0 && row > topRows { // a sheet may be formatted down to its millionth row
			continue
		}
		if rows = append(rows, numbered{row, slices.Clone(cells)}); len(rows) > unit.MaxLines+topRows {
			return nil, fault.New(fault.TooLarge, "sheet.too_many_rows", fault.Field("file"), fault.Param("max", fmt.Sprint(unit.MaxLines)))
		}
	}
	head := s.heads(rows[:min(len(rows), topRows)])
	if head == 0 {
		return nil, fault.New(fault.Invalid, "sheet.no_heads", fault.Field("file"))
	}
	reader := column.Reader{Day: in.Day}
	for _, r := range rows[head:] {
		if len(r.cells) > 0 {
			s.lines = append(s.lines, s.line(ctx, reader, r.row, r.cells))
		}
	}
	if len(s.lines) == 0 {
		return nil, fault.New(fault.Invalid, "unit.table_empty", fault.Field("file"))
	}
	return s, nil
}

// heads finds the row that names most columns, the code among them; 0: there is none.
// The last of several is meant: below the labels of a template stand the plain names.
func (s *sheet) heads(top []numbered) (row int) {
	best := 1
	for _, r := range top {
		if names, found := column.Match(s.columns, r.cells); found >= best && slices.Contains(names, Code) {
			best, row, s.names = found, r.row, names
		}
	}
	return row
}

// line is what a row says; what it cannot mean is wrong at its cell.
func (s *sheet) line(ctx context.Context, r column.Reader, row int, cells []string) unit.Line {
	l := unit.Line{Row: row}
	into := map[string]*string{Code: &l.Code, Parent: &l.Parent, Kind: &l.Kind, Name: &l.Name, ShortName: &l.ShortName}
	var wrong []fault.FieldError
	for i, name := range s.names {
		if name == "" || i >= len(cells) {
			continue
		}
		c := s.columns[slices.IndexFunc(s.columns, func(c column.Column) bool { return c.Name == name })]
		value, _, problem := r.Value(ctx, c, cells[i])
		said, _ := value.(string)
		if problem == nil && said != "" {
			switch name {
			case From:
				var err error
				if l.From, err = calendar.ParseDate(said); err != nil {
					problem = &fault.FieldError{Code: "bad_date"}
				}
			case To:
				problem = &fault.FieldError{Code: "unit.table_closes_none"}
			default:
				if *into[name], problem = cleaned(said); problem != nil {
					*into[name] = ""
				}
			}
		}
		if problem != nil {
			problem.Field = name
			wrong = append(wrong, *problem)
		}
	}
	if len(wrong) > 0 {
		l.Wrong = fault.New(fault.Invalid, wrong[0].Code, fault.Fields(wrong...))
	}
	return l
}

// cleaned is a cell as the rooms keep text.
func cleaned(cell string) (string, *fault.FieldError) {
	line, problem := text.Line(cell)
	if problem != "" {
		return "", &fault.FieldError{Code: problem}
	}
	return line, nil
}

// fields are what the tree calls the columns.
var fields = map[string]string{"parent_id": Parent, "on": From}

// at is the address of the cell of a field in a row, "" where the sheet has no such
// column.
func (s *sheet) at(field string, row int) (cell, name string) {
	name = field
	if other := fields[field]; other != "" {
		name = other
	}
	i := slices.Index(s.names, name)
	if i < 0 {
		return "", name
	}
	cell, err := excelize.CoordinatesToCellName(i+1, row)
	if err != nil {
		return "", name
	}
	return cell, name
}
