package tree_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/sheet/tree"
	"github.com/doanket/doanket/core/unit"
)

func anywhere(string) bool { return true }

func source(t *testing.T, ctx context.Context, tables tree.Tables, name string, body []byte) (*tree.Source, error) {
	t.Helper()
	return tables.Read(ctx, name, bytes.NewReader(body))
}

// told is an outcome, a line a row: where, state and what is said at which cell.
func told(o *tree.Outcome) string {
	var b strings.Builder
	for _, r := range o.Rows {
		fmt.Fprint(&b, r.Row, " ", r.Code, " ", r.State)
		for _, x := range r.Said {
			fmt.Fprint(&b, " ", x.Cell, "=", x.Code)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// TestATemplateComesBackAsUnits: what is offered is what may be chosen, and a template
// that was filled in is read by its own heads.
func TestATemplateComesBackAsUnits(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		ctx, tables := r.In(coretest.An), tree.Tables{Tree: r.Tree}
		x1, err := r.Tree.ByCode(ctx, "X1")
		if err != nil {
			t.Fatal(err)
		}
		below := func(path string) bool { return unit.Under(path, x1.Path) }
		f, err := tables.Template(ctx, "vi", below)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		offered, err := book.GetCols("Danh mục")
		if err != nil || len(offered) != 2 || offered[0][0] != "X1" || slices.Contains(offered[0], "X2") || !slices.Contains(offered[1], "Khu dân cư") {
			t.Errorf("offered %v, %v", offered, err)
		}
		for at, v := range map[string]any{"A3": "X1-K7", "B3": "X1", "C3": "Khu dân cư", "D3": "Thôn Bảy", "F3": 45839, // 01/07/2025 as a spreadsheet keeps it
			"A4": "X1-K8", "B4": "X1", "C4": "khu dan cu", "D4": "Thôn Tám", "F4": "02/07/2025", "A6": "X1-K9", "B6": "X1", "C6": "làng", "D6": "Thôn Chín", "F6": "32/07/2025"} {
			if err := book.SetCellValue("Dữ liệu", at, v); err != nil {
				t.Fatal(err)
			}
		}
		var filled bytes.Buffer
		if err := book.Write(&filled); err != nil {
			t.Fatal(err)
		}
		s, err := source(t, ctx, tables, "thôn.xlsx", filled.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		out, err := tables.Try(ctx, s, below)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := told(out), "3 X1-K7 new\n4 X1-K8 new\n6 X1-K9 refused C6=sheet.unknown_choice F6=bad_date\n"; got != want {
			t.Errorf("got\n%swant\n%s", got, want)
		}
		if _, err := tables.Take(ctx, s, tree.Writing{May: below, Seen: out.Seen}); !fault.HasCode(err, "unit.table_refused") {
			t.Errorf("taken with a row that is refused: %v", err)
		}
		if _, err := r.Tree.ByCode(ctx, "X1-K7"); !fault.Is(err, fault.NotFound) {
			t.Errorf("half of a refused table is there: %v", err)
		}
		if _, err := tables.Take(ctx, s, tree.Writing{May: below, Seen: out.Seen, GoodOnly: true}); err != nil {
			t.Fatal(err)
		}
		if u, err := r.Tree.ByCode(ctx, "X1-K7"); err != nil || u.From.String() != "2025-07-01" || u.Kind != "residential_area" || u.ParentID != x1.ID {
			t.Errorf("%+v %v", u, err)
		}
		if _, err := tables.Take(ctx, s, tree.Writing{May: below, Seen: out.Seen, GoodOnly: true}); !fault.HasCode(err, "unit.table_moved") {
			t.Errorf("taken though something else becomes of it than was seen: %v", err)
		}
	})
}

// TestATableOfText: heads of units.csv and those of a template, whatever stands between.
func TestATableOfText(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		ctx, tables := r.In(coretest.An), tree.Tables{Tree: r.Tree}
		for name, c := range map[string]struct{ body, want string }{
			"as a province's folder": {"code,parent,kind,name,short_name,from,to\nX1-K7,X1,residential_area,Thôn Bảy,,2025-07-01,\nX1-K8,X1,residential_area,Thôn Tám,,2025-07-01,2026-01-01\n",
				"2 X1-K7 new\n3 X1-K8 refused G3=unit.table_closes_none\n"},
			"as Excel in Vietnamese writes": {"\ufeffTên đơn vị;Mã đơn vị;Thuộc về;Loại đơn vị;Mã đơn vị cấp trên\nThôn Bảy;X1-K7;?;Khu dân cư;X1\nThôn Đông ;X1-K1;;;\nThôn Doài;X1-K8;;Khu dân cư;X1\n",
				"2 X1-K7 new\n3 X1-K1 same\n4 X1-K8 new A4=unit.alike\n"},
			"parents nobody has": {"code,parent,kind,name\nX9-K1,X9,residential_area,Thôn Một\n", "2 X9-K1 refused B2=unit.parent_unknown\n"},
		} {
			s, err := source(t, ctx, tables, "thôn.csv", []byte(c.body))
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			out, err := tables.Try(ctx, s, anywhere)
			if err != nil {
				t.Fatal(err)
			}
			if got := told(out); got != c.want {
				t.Errorf("%s: got\n%swant\n%s", name, got, c.want)
			}
		}
		for name, c := range map[string]struct{ file, body, code string }{
			"no code":    {"x.csv", "name,parent\nThôn,X1\n", "sheet.no_heads"},
			"no rows":    {"x.csv", "code,parent\n\n", "unit.table_empty"},
			"no sheet":   {"x.xlsx", "code,parent\n", "sheet.damaged"},
			"no format":  {"x.docx", "code\n", "sheet.format"},
			"not UTF-8":  {"x.csv", "code,name\nX,\xff\n", "not_utf8"},
			"too many":   {"x.csv", "code\n" + strings.Repeat("X\n", unit.MaxLines+30), "sheet.too_many_rows"},
			"too large":  {"x.csv", "code\n" + strings.Repeat("X", 5<<20), "too_large"},
			"no columns": {"x.csv", strings.Repeat("code;", 300) + "\n", "sheet.too_many_columns"},
		} {
			if _, err := source(t, ctx, tables, c.file, []byte(c.body)); !fault.HasCode(err, c.code) {
				t.Errorf("%s: %v, want %s", name, err, c.code)
			}
		}
	})
}
