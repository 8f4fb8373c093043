package sheet_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/sheet/grid"
)

const visit = "demo.visit"

// book opens a file as a spreadsheet program would.
func book(t *testing.T, f *grid.File) *excelize.File {
	t.Helper()
	b, err := excelize.OpenReader(bytes.NewReader(whole(t, f)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	return b
}

func whole(t *testing.T, f *grid.File) []byte {
	t.Helper()
	raw, err := io.ReadAll(f)
	if err != nil || int64(len(raw)) != f.Size {
		t.Fatalf("%d bytes of %d: %v", len(raw), f.Size, err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return raw
}

// widen gives province An a field of its own.
func widen(t *testing.T, r *coretest.Rig) {
	t.Helper()
	sys := r.In(coretest.An)
	set, err := r.Provinces.PlanFields(sys, visit, []kind.OwnField{{Name: "x_source", Type: manifest.TypeEnum, Label: manifest.Text{VI: "Nguồn tin"},
		Values: []manifest.EnumValue{{ID: "call", Label: manifest.Text{VI: "Gọi đến"}}, {ID: "letter", Label: manifest.Text{VI: "Thư"}}}}}, -1)
	if err == nil {
		err = set(sys)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func made(t *testing.T, ctx context.Context, r *coretest.Rig, unit string, fields map[string]any) *record.Record {
	t.Helper()
	rec, err := r.Records.Create(ctx, visit, record.Input{UnitID: r.Unit(coretest.An, unit), Fields: fields})
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

// TestATemplateAsksForWhatAPersonFillsIn: heads with hints, what may be chosen, the
// units where they may make one, the province's own fields, nothing that is sealed.
func TestATemplateAsksForWhatAPersonFillsIn(t *testing.T) {
	t.Parallel()
	r := coretest.New(t, coretest.Options{})
	widen(t, r)
	f, err := r.Sheets.Template(r.As(coretest.An, coretest.Officer), visit, "vi")
	if err != nil {
		t.Fatal(err)
	}
	b := book(t, f)
	rows, err := b.GetRows("Dữ liệu")
	if err != nil || len(rows) != 2 {
		t.Fatalf("%v %v", rows, err)
	}
	want := []string{"Mã đơn vị *", "Tên *", "Ngày *", "Hạn báo cáo", "Số người", "Chi phí", "Hình thức", "Nơi đến", "Ghi chú", "Đã xong", "Nguồn tin"}
	if !slices.Equal(rows[0], want) {
		t.Errorf("heads %q", rows[0])
	}
	if rows[1][0] != "record.unit" || rows[1][10] != "x_source" {
		t.Errorf("names %q", rows[1])
	}
	if shown, err := b.GetRowVisible("Dữ liệu", 2); err != nil || shown {
		t.Error("names are shown")
	}
	if panes, err := b.GetPanes("Dữ liệu"); err != nil || !panes.Freeze || panes.YSplit != 2 {
		t.Errorf("heads do not stay: %+v %v", panes, err)
	}
	notes, err := b.GetComments("Dữ liệu")
	if err != nil || len(notes) == 0 || !slices.ContainsFunc(notes, func(c excelize.Comment) bool {
		return c.Cell == "C1" && strings.Contains(c.Paragraph[0].Text, "05/03/2026") && strings.Contains(c.Paragraph[0].Text, "Bắt buộc")
	}) {
		t.Errorf("hints %+v %v", notes, err)
	}
	units, err := b.GetRows("Đơn vị")
	if err != nil || len(units) != 2 || units[1][0] != "X1" || units[1][1] != "Xã Một" || units[1][2] != "Tỉnh An" {
		t.Errorf("units %q %v", units, err)
	}
	choices(t, b)
	if raw := strings.Join(slices.Concat(rows...), " "); strings.Contains(raw, "phản ánh") || strings.Contains(raw, "informant") {
		t.Error("a sealed field is in the sheet")
	}
}

// choices holds the drop-downs against what they offer.
func choices(t *testing.T, b *excelize.File) {
	t.Helper()
	rules, err := b.GetDataValidations("Dữ liệu")
	if err != nil {
		t.Fatal(err)
	}
	offered := map[string][]string{}
	for _, rule := range rules {
		_, at, _ := strings.Cut(strings.ReplaceAll(rule.Formula1, "$", ""), "!")
		first, last, _ := strings.Cut(at, ":")
		column, from, err := excelize.CellNameToCoordinates(first)
		if err != nil {
			t.Fatal(err)
		}
		_, to, _ := excelize.CellNameToCoordinates(last)
		for n := from; n <= to; n++ {
			cell, _ := excelize.CoordinatesToCellName(column, n)
			value, err := b.GetCellValue("Danh mục", cell)
			if err != nil {
				t.Fatal(err)
			}
			offered[rule.Sqref[:1]] = append(offered[rule.Sqref[:1]], value)
		}
	}
	for column, want := range map[string][]string{"A": {"X1"}, "G": {"Trực tiếp", "Trực tuyến"}, "J": {"Có", "Không"}, "K": {"Gọi đến", "Thư"}} {
		if !slices.Equal(offered[column], want) {
			t.Errorf("column %s offers %q, want %q", column, offered[column], want)
		}
	}
	if shown, err := b.GetSheetVisible("Danh mục"); err != nil || shown {
		t.Error("the page of choices is shown")
	}
}

// TestATemplateIsForWhoMakesRecords and for nobody else.
func TestATemplateIsForWhoMakesRecords(t *testing.T) {
	t.Parallel()
	r := coretest.New(t, coretest.Options{})
	for login, want := range map[string]fault.Kind{coretest.Watcher: fault.Forbidden, coretest.Responder: fault.NotFound} {
		if _, err := r.Sheets.Template(r.As(coretest.An, login), visit, "vi"); !fault.Is(err, want) {
			t.Errorf("%s: %v", login, err)
		}
	}
	if _, err := r.Sheets.Template(r.As(coretest.An, coretest.Officer), "demo.nothing", "vi"); !fault.Is(err, fault.NotFound) {
		t.Errorf("a kind that is none: %v", err)
	}
	if err := r.SwitchModule(r.In(coretest.An), "demo", false); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Sheets.Template(r.As(coretest.An, coretest.Officer), visit, "vi"); !fault.HasCode(err, "module_disabled") {
		t.Errorf("of a module that is off: %v", err)
	}
}

// TestAnExportIsTheListAsItsReaderSeesIt, on both databases: their units, the filters
// asked for, values as people write them, nothing sealed, no cell a formula, and a
// line in the log.
func TestAnExportIsTheListAsItsReaderSeesIt(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		me, other := r.As(coretest.An, coretest.Officer), r.As(coretest.An, coretest.Officer2)
		mine := made(t, me, r, "X1", map[string]any{"title": "=HYPERLINK(\"http://x\")", "held_on": "2026-03-05", "people": 12, "cost": 1500000, "form": "online",
			"reached": []string{r.Unit(coretest.An, "X1-K1"), r.Unit(coretest.An, "X1-K2")}, "note": "-1+2", "done": true, "informant": "BIMATNGUOIBAO"})
		made(t, me, r, "X1", map[string]any{"title": "Khác", "held_on": "2026-03-06", "form": "direct"})
		made(t, other, r, "X2", map[string]any{"title": "Của xã Hai", "held_on": "2026-03-05", "form": "online"})
		ask := record.Query{Kind: visit, Filter: map[string]any{"form": "online"}, Sort: "held_on"}
		f, err := r.Sheets.Export(me, ask, grid.XLSX, "vi")
		if err != nil {
			t.Fatal(err)
		}
		b := book(t, f)
		rows, err := b.GetRows("Dữ liệu")
		if err != nil || len(rows) != 3 {
			t.Fatalf("%d rows: %q %v", len(rows), rows, err)
		}
		want := []string{mine.ID, "", "Nháp", "X1", "Xã Một", `=HYPERLINK("http://x")`, "05/03/2026", "12/03/2026", "12", "1,500,000", "Trực tuyến", "X1-K1; X1-K2", "-1+2", "Có"}
		if !slices.Equal(rows[2], want) {
			t.Errorf("row %q", rows[2])
		}
		if formula, err := b.GetCellFormula("Dữ liệu", "F3"); err != nil || formula != "" {
			t.Errorf("a formula went out: %q %v", formula, err)
		}
		for _, line := range rows {
			if text := strings.Join(line, " "); strings.Contains(text, "BIMAT") || strings.Contains(text, "phản ánh") {
				t.Errorf("what is sealed is in the sheet: %q", line)
			}
		}
		exportCSV(t, me, r, ask)
		log, err := audit.List(r.In(coretest.An), audit.Filter{Action: "record.export"})
		if err != nil || len(log.Items) != 2 || log.Items[1].Kind != visit || log.Items[1].Detail["rows"] != float64(1) || log.Items[1].Actor != coretest.Officer {
			t.Errorf("the log has %+v %v", log.Items, err)
		}
	})
}

func exportCSV(t *testing.T, ctx context.Context, r *coretest.Rig, ask record.Query) {
	t.Helper()
	f, err := r.Sheets.Export(ctx, ask, grid.CSV, "en")
	if err != nil {
		t.Fatal(err)
	}
	raw := whole(t, f)
	if !bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")) {
		t.Error("Excel would not read this as UTF-8")
	}
	lines, err := csv.NewReader(bytes.NewReader(raw[3:])).ReadAll()
	if err != nil || len(lines) != 2 {
		t.Fatalf("%q %v", lines, err)
	}
	if lines[0][5] != "Title" || lines[1][5] != `'=HYPERLINK("http://x")` || lines[1][12] != "'-1+2" || lines[1][10] != "Online" || lines[1][9] != "1500000" {
		t.Errorf("%q", lines)
	}
}

// TestAnExportStopsWhereReadingStops: who may read nothing of a kind is told of none.
func TestAnExportStopsWhereReadingStops(t *testing.T) {
	t.Parallel()
	r := coretest.New(t, coretest.Options{})
	if _, err := r.Sheets.Export(r.As(coretest.An, coretest.Responder), record.Query{Kind: visit}, grid.XLSX, "vi"); !fault.Is(err, fault.NotFound) {
		t.Errorf("%v", err)
	}
	if _, err := r.Sheets.Export(r.As(coretest.An, coretest.Officer), record.Query{Kind: visit, Filter: map[string]any{"informant": "x"}}, grid.XLSX, "vi"); !fault.HasCode(err, "unknown_field") {
		t.Errorf("%v", err)
	}
}
