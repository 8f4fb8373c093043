package sheet_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/doanket/doanket/core/audit"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/sheet"
	"github.com/doanket/doanket/core/sheet/grid"
	"github.com/doanket/doanket/core/upload"
)

// filled is the template of visits with rows put in as a person would.
func filled(t *testing.T, ctx context.Context, r *coretest.Rig, rows ...[]any) []byte {
	t.Helper()
	f, err := r.Sheets.Template(ctx, visit, "vi")
	if err != nil {
		t.Fatal(err)
	}
	b := book(t, f)
	for i, row := range rows {
		if err := b.SetSheetRow("Dữ liệu", fmt.Sprintf("A%d", i+3), &row); err != nil {
			t.Fatal(err)
		}
	}
	return saved(t, b)
}

func saved(t *testing.T, b *excelize.File) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := b.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// brought uploads a file, begins an import of visits with it and reads it.
func brought(t *testing.T, ctx context.Context, r *coretest.Rig, name string, raw []byte, step string) *sheet.Import {
	t.Helper()
	up, err := r.Uploads.Send(ctx, upload.NewUpload{Name: name, Size: int64(len(raw))}, bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	imp, err := r.Sheets.Begin(ctx, sheet.Start{Kind: visit, Upload: up.ID, Step: step})
	if err != nil {
		t.Fatal(err)
	}
	return worked(t, ctx, r, imp)
}

// worked lets the queue run and gives the import as it stands then.
func worked(t *testing.T, ctx context.Context, r *coretest.Rig, imp *sheet.Import) *sheet.Import {
	t.Helper()
	r.Settle(coretest.An)
	out, err := r.Sheets.Import(ctx, imp.ID)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func taken(t *testing.T, ctx context.Context, r *coretest.Rig, imp *sheet.Import) *sheet.Import {
	t.Helper()
	if _, err := r.Sheets.Take(ctx, imp.ID); err != nil {
		t.Fatal(err)
	}
	return worked(t, ctx, r, imp)
}

func undone(t *testing.T, ctx context.Context, r *coretest.Rig, imp *sheet.Import) *sheet.Import {
	t.Helper()
	if _, err := r.Sheets.Undo(ctx, imp.ID); err != nil {
		t.Fatal(err)
	}
	return worked(t, ctx, r, imp)
}

func visits(t *testing.T, ctx context.Context, r *coretest.Rig) []*record.Record {
	t.Helper()
	page, err := r.Records.List(ctx, record.Query{Kind: visit, Limit: 200, Sort: "title"})
	if err != nil {
		t.Fatal(err)
	}
	return page.Items
}

// TestASheetIsTriedThenTakenThenTakenBack, on both databases: what is wrong is told at
// its cell before anything is written, the good rows become drafts, the rest comes
// back with the reason, and all of it can be undone but what has moved on.
func TestASheetIsTriedThenTakenThenTakenBack(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		me := r.As(coretest.An, coretest.Officer)
		raw := filled(t, me, r,
			[]any{"X1", "Thăm một", "05/03/2026", nil, 12, 1500000, "Trực tuyến", "X1-K1; X1-K2", "=1+1", "Có"},
			[]any{"X1", "Thăm hai", "2026-03-06"},
			[]any{"X1", "Hỏng", "31/02/2026", nil, "1.234", "abc", "Bay", "K9", nil, "có thể"},
			[]any{"X2", "Xã khác", "05/03/2026"},
			[]any{},
			[]any{"X1", "Quá đông", "05/03/2026", nil, 200000},
			[]any{"x1", "Thăm ba", "7.3.2026", nil, "12.000.000"},
		)
		imp := brought(t, me, r, "thăm.xlsx", raw, "")
		if imp.State != sheet.Ready || imp.Good != 2 || imp.Bad != 4 || imp.Rows() != 6 {
			t.Fatalf("%+v", imp)
		}
		if n := len(visits(t, me, r)); n != 0 {
			t.Fatalf("%d records before anybody took any", n)
		}
		problems(t, me, r, imp)
		imp = taken(t, me, r, imp)
		if imp.State != sheet.Taken || imp.Done != 2 || imp.Bad != 4 || imp.Good != 0 {
			t.Fatalf("%+v", imp)
		}
		list := visits(t, me, r)
		if len(list) != 2 || list[1].Title != "Thăm một" || !list[1].Draft {
			t.Fatalf("%+v", list)
		}
		got := list[1].Fields
		if got["held_on"] != "2026-03-05" || got["people"] != int64(12) || got["cost"] != int64(1500000) || got["form"] != "online" || got["note"] != "=1+1" || got["done"] != true {
			t.Errorf("%+v", got)
		}
		if reached, _ := got["reached"].([]string); !slices.Equal(reached, []string{r.Unit(coretest.An, "X1-K1"), r.Unit(coretest.An, "X1-K2")}) {
			t.Errorf("%+v", got["reached"])
		}
		if _, err := r.Records.Change(me, list[0].ID, 0, map[string]any{"people": 3}, ""); err != nil {
			t.Fatal(err)
		}
		imp = undone(t, me, r, imp)
		left := visits(t, me, r)
		if imp.State != sheet.Undone || imp.Undone != 1 || imp.Kept != 1 || len(left) != 1 || left[0].ID != list[0].ID {
			t.Errorf("%+v, left %+v", imp, left)
		}
		if rows, err := r.Sheets.Rows(me, imp.ID, []string{sheet.RowKept}, 0, 10); err != nil || len(rows) != 1 || rows[0].Problem.Code != "sheet.moved_on" || rows[0].RecordID != list[0].ID {
			t.Errorf("%+v %v", rows, err)
		}
		for action, want := range map[string]int{"sheet.take": 1, "sheet.undo": 1, "record.create": 2, "record.discard": 1} {
			if log, err := audit.List(r.In(coretest.An), audit.Filter{Action: action}); err != nil || len(log.Items) != want || log.Items[0].Actor != coretest.Officer {
				t.Errorf("%s: %+v %v", action, log.Items, err)
			}
		}
	})
}

// problems holds the errors of the rows against the cells they are at.
func problems(t *testing.T, ctx context.Context, r *coretest.Rig, imp *sheet.Import) {
	t.Helper()
	rows, err := r.Sheets.Rows(ctx, imp.ID, []string{sheet.Bad}, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range rows {
		for _, p := range row.Problem.Cells {
			got = append(got, p.Cell+" "+p.Code)
		}
	}
	want := []string{"C5 bad_date", "E5 sheet.bad_number", "F5 sheet.bad_number", "G5 sheet.unknown_choice", "H5 sheet.unknown_unit", "J5 sheet.bad_bool",
		"A6 forbidden", "E8 out_of_range", "A9 sheet.unknown_unit"}
	if !slices.Equal(got, want) {
		t.Errorf("problems %q", got)
	}
	f, err := r.Sheets.Rejected(ctx, imp.ID, "vi", func(p *sheet.Problem, row int) string { return fmt.Sprintf("dòng %d: %s", row, p.Cells[0].Code) })
	if err != nil {
		t.Fatal(err)
	}
	lines, err := book(t, f).GetRows("Dữ liệu")
	if err != nil || len(lines) != 6 || lines[0][10] != "Lý do" || lines[2][1] != "Hỏng" || lines[2][10] != "dòng 5: bad_date" || lines[3][0] != "X2" {
		t.Errorf("%q %v", lines, err)
	}
}

// TestAnExportComesBackWithoutChange, and a cell that was changed changes its record
// and can be undone.
func TestAnExportComesBackWithoutChange(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		me := r.As(coretest.An, coretest.Officer)
		for i := range 3 {
			made(t, me, r, "X1", map[string]any{"title": fmt.Sprintf("=Thăm %d", i), "held_on": "2026-03-05", "people": i, "form": "direct", "cost": 12345678901,
				"note": "Dòng một\n'dòng hai", "reached": []string{r.Unit(coretest.An, "X1-K1")}, "informant": "BIMAT"})
		}
		for _, format := range []string{grid.XLSX, grid.CSV} {
			f, err := r.Sheets.Export(me, record.Query{Kind: visit, Sort: "title"}, format, "vi")
			if err != nil {
				t.Fatal(err)
			}
			raw := whole(t, f)
			if imp := brought(t, me, r, "xuat."+format, raw, ""); imp.State != sheet.Ready || imp.Same != 3 || imp.Rows() != 3 {
				rows, _ := r.Sheets.Rows(me, imp.ID, nil, 0, 10)
				t.Fatalf("%s: %+v %+v", format, imp, rows)
			}
		}
		f, err := r.Sheets.Export(me, record.Query{Kind: visit, Sort: "title"}, grid.XLSX, "en")
		if err != nil {
			t.Fatal(err)
		}
		b := book(t, f)
		if err := b.SetCellValue("Data", "I4", 77); err != nil {
			t.Fatal(err)
		}
		if err := b.SetCellValue("Data", "A5", "rec_none"); err != nil {
			t.Fatal(err)
		}
		imp := brought(t, me, r, "xuat.xlsx", saved(t, b), "")
		if imp.Same != 1 || imp.Good != 1 || imp.Bad != 1 {
			t.Fatalf("%+v", imp)
		}
		imp = taken(t, me, r, imp)
		if list := visits(t, me, r); len(list) != 3 || list[1].Fields["people"] != int64(77) || list[1].Version != 2 || imp.Done != 1 {
			t.Errorf("%+v %+v", list, imp)
		}
		imp = undone(t, me, r, imp)
		if list := visits(t, me, r); len(list) != 3 || list[1].Fields["people"] != int64(1) || imp.Undone != 1 {
			t.Errorf("%+v %+v", list, imp)
		}
	})
}

// TestACutMakesNothingTwice: what was made before the process died, and never noted,
// is found again.
func TestACutMakesNothingTwice(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		me := r.As(coretest.An, coretest.Officer)
		var rows [][]any
		for i := range 250 {
			rows = append(rows, []any{"X1", fmt.Sprintf("Thăm %03d", i), "05/03/2026"})
		}
		imp := taken(t, me, r, brought(t, me, r, "thăm.xlsx", filled(t, me, r, rows...), ""))
		if imp.Done != 250 {
			t.Fatalf("%+v", imp)
		}
		cut(t, r.In(coretest.An), imp)
		imp = worked(t, me, r, imp)
		if all := count(t, me, r); imp.State != sheet.Taken || imp.Done != 250 || all != 250 {
			t.Errorf("%+v, %d records", imp, all)
		}
		imp = undone(t, me, r, imp)
		if all := count(t, me, r); imp.Undone != 250 || all != 0 {
			t.Errorf("%+v, %d records", imp, all)
		}
	})
}

// cut forgets that the rows from 100 on were taken, as a process does that dies
// between a batch and its note.
func cut(t *testing.T, ctx context.Context, imp *sheet.Import) {
	t.Helper()
	err := db.InTx(ctx, func(ctx context.Context) error {
		for _, text := range []string{"UPDATE sheet_row SET state = 'good', fields = '{}' WHERE import_id = ? AND row > 100",
			"UPDATE sheet_import SET state = 'taking', good = done - 98, done = 98 WHERE id = ?"} {
			if _, err := db.Exec(ctx, text, imp.ID); err != nil {
				return err
			}
		}
		return job.Enqueue(ctx, sheet.ImportJob, imp.ID)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, ctx context.Context, r *coretest.Rig) (n int) {
	t.Helper()
	for q := (record.Query{Kind: visit, Limit: 200}); ; {
		page, err := r.Records.List(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		n += len(page.Items)
		if q.Cursor = page.Next; q.Cursor == "" {
			return n
		}
	}
}

// TestFiguresAfterAnImportAreRight: records that a sheet sends on at once count.
func TestFiguresAfterAnImportAreRight(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		me := r.As(coretest.An, coretest.Officer)
		var rows [][]any
		for i := range 30 {
			rows = append(rows, []any{"X1", fmt.Sprintf("Thăm %d", i), "05/03/2026", nil, 10})
		}
		rows = append(rows, []any{"X1", "Chưa có ngày"})
		imp := brought(t, me, r, "thăm.xlsx", filled(t, me, r, rows...), "submit")
		if imp.Good != 30 || imp.Bad != 1 {
			t.Fatalf("%+v", imp)
		}
		imp = taken(t, me, r, imp)
		got, err := r.Figures.Get(me, "demo.people_met", r.Unit(coretest.An, "X1"), "2026-03")
		if err != nil || got.Value == nil || *got.Value != 300 || imp.Done != 30 {
			t.Errorf("%+v %v %+v", got, err, imp)
		}
		imp = undone(t, me, r, imp)
		if imp.Kept != 30 || count(t, me, r) != 30 {
			t.Errorf("what was sent on is thrown away: %+v", imp)
		}
	})
}

// TestOwnSheetsAreMappedOnce: titles above the heads, heads of people's own.
func TestOwnSheetsAreMappedOnce(t *testing.T) {
	t.Parallel()
	r := coretest.New(t, coretest.Options{})
	me := r.As(coretest.An, coretest.Officer)
	b := excelize.NewFile()
	defer b.Close()
	for i, row := range [][]any{{"SỔ THEO DÕI"}, {}, {"STT", "Nội dung", "Ngày thăm", "Số lượt"}, {1, "Thăm bà Tư", "05/03/2026", 4}, {2, "Thăm ông Năm", "06/03/2026", 5}} {
		if err := b.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	raw := saved(t, b)
	imp := brought(t, me, r, "sổ.xlsx", raw, "")
	if imp.State != sheet.Ready || imp.HeadRow != 3 || imp.Good != 0 || imp.Bad != 2 {
		t.Fatalf("%+v", imp)
	}
	columns, unit := []string{"", "title", "held_on", "people"}, r.Unit(coretest.An, "X1")
	if _, err := r.Sheets.Map(me, imp.ID, sheet.Mapping{Columns: []string{"", "title", "title", "x"}}); !fault.HasCode(err, "duplicate") {
		t.Errorf("%v", err)
	}
	imp, err := r.Sheets.Map(me, imp.ID, sheet.Mapping{Columns: columns, Unit: unit})
	if err != nil {
		t.Fatal(err)
	}
	if imp = worked(t, me, r, imp); imp.Good != 2 || imp.Bad != 0 {
		t.Fatalf("%+v", imp)
	}
	if again := brought(t, me, r, "sổ.xlsx", raw, ""); !slices.Equal(again.Columns, columns) {
		t.Errorf("read as %q the second time", again.Columns)
	}
	if _, err := r.Sheets.Import(r.As(coretest.An, coretest.Officer2), imp.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("another sees it: %v", err)
	}
	if err := r.Sheets.Drop(me, imp.ID); err != nil {
		t.Error(err)
	}
	if _, err := r.Sheets.Import(me, imp.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("dropped: %v", err)
	}
	if imp := brought(t, me, r, "rỗng.csv", []byte(strings.Repeat("x\n", 3)), ""); imp.State != sheet.Failed || imp.Problem.Code != "sheet.no_heads" {
		t.Errorf("%+v", imp)
	}
}

// TestARowStandsForManyAreas: one row of a commune's sheet names several residential
// areas, and each of them is reached.
func TestARowStandsForManyAreas(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		me := r.As(coretest.An, coretest.Officer)
		f, err := r.Sheets.Template(me, visit, "vi")
		if err != nil {
			t.Fatal(err)
		}
		b := book(t, f)
		heads, err := b.GetRows("Dữ liệu")
		if err != nil {
			t.Fatal(err)
		}
		at := slices.Index(heads[1], "reached")
		for i, areas := range []string{"X1-K1; X1-K2", "X1-K2", "X1-K1; X9-K9"} {
			row := make([]any, at+1)
			row[0], row[1], row[2], row[4], row[at] = "X1", "Thăm các thôn", "05/03/2026", 10, areas
			if err := b.SetSheetRow("Dữ liệu", fmt.Sprintf("A%d", i+3), &row); err != nil {
				t.Fatal(err)
			}
		}
		imp := brought(t, me, r, "thăm.xlsx", saved(t, b), "submit")
		if imp.Good != 2 || imp.Bad != 1 {
			t.Fatalf("%+v", imp)
		}
		taken(t, me, r, imp)
		got, err := r.Figures.Get(me, "demo.areas_reached", r.Unit(coretest.An, "X1"), "2026")
		if err != nil || got.Numerator != 2 || got.Denominator != 2 {
			t.Errorf("%+v %v", got, err)
		}
	})
}
