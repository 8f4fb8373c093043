package print_test

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/doanket/doanket/core/report"
	"github.com/doanket/doanket/core/report/print"
)

func workbook(t *testing.T, r *report.Report) ([]byte, *excelize.File) {
	t.Helper()
	raw, err := print.XLSX(r, print.Options{Origin: "https://an.example", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return raw, f
}

func TestTheAnnexOfAPaper(t *testing.T) {
	t.Parallel()
	raw, f := workbook(t, sample())
	if again, _ := workbook(t, sample()); !bytes.Equal(raw, again) {
		t.Error("written again it is another file")
	}
	names := f.GetSheetList()
	if len(names) != 4 || names[0] != "1. Thăm hỏi theo đơn vị" || names[3] != "Nguồn số liệu" {
		t.Fatalf("the sheets are %q", names)
	}
	for _, c := range []struct{ sheet, cell, raw, shown, opens string }{
		{names[0], "A1", "Thăm hỏi theo đơn vị", "", ""},
		{names[0], "A2", "Báo cáo 6 tháng đầu năm 2026 - Tỉnh An", "", ""},
		{names[0], "C5", "–", "–", ""},
		{names[0], "C6", "0", "0%", ""},
		{names[0], "B45", "1234", "1,234", "https://an.example/figures/demo.visits?period=2026-H1&unit=unt_t"},
		{names[0], "C45", "62.5", "62.5%", "https://an.example/figures/demo.areas?period=2026-H1&unit=unt_t"},
		{names[1], "B5", "TH-T-2026-001", "", "https://an.example/record/rec_1"},
		{names[2], "C5", "50", "50%", "https://an.example/figures/demo.areas?period=2026-H1&unit=unt_t"},
		{names[2], "D5", "12.5", "12.5%", ""},
		{names[3], "B5", "Số chuyến thăm", "", ""},
		{names[3], "D5", "46023", "01/01/2026", ""},
		{names[3], "G6", "62.5", "62.5%", "https://an.example/figures/demo.areas?period=2026-H1&unit=unt_t"},
	} {
		raw, err := f.GetCellValue(c.sheet, c.cell, excelize.Options{RawCellValue: true})
		if err != nil || raw != c.raw {
			t.Errorf("%s!%s holds %q, want %q (%v)", c.sheet, c.cell, raw, c.raw, err)
		}
		if shown, _ := f.GetCellValue(c.sheet, c.cell); c.shown != "" && shown != c.shown {
			t.Errorf("%s!%s shows %q, want %q", c.sheet, c.cell, shown, c.shown)
		}
		if linked, opens, _ := f.GetCellHyperLink(c.sheet, c.cell); c.opens != "" && (!linked || opens != c.opens) {
			t.Errorf("%s!%s opens %q, want %q", c.sheet, c.cell, opens, c.opens)
		}
	}
	for _, name := range names {
		if p, err := f.GetPanes(name); err != nil || !p.Freeze || p.YSplit != 4 {
			t.Errorf("the head of %s does not stay in sight: %+v (%v)", name, p, err)
		}
	}
}

func TestAnAnnexTakesHostileText(t *testing.T) {
	t.Parallel()
	r := sample()
	r.Chapters[0].Sections[0].Blocks[1].Table.Title = "[a]:*?/\\'b\x00\x0b một tên dài hơn ba mươi mốt chữ cái của Excel"
	r.Chapters[0].Sections[0].Blocks[2].Records.Rows[0].Cells[1] = "=cmd|' /C calc'!A0\x00\x0b"
	_, f := workbook(t, r)
	if kind, err := f.GetCellType(f.GetSheetList()[1], "C5"); err != nil || kind == excelize.CellTypeFormula {
		t.Errorf("text that begins like a formula is one (%v)", err)
	}
	if got, _ := f.GetCellFormula(f.GetSheetList()[1], "C5"); got != "" {
		t.Errorf("text is taken for the formula %q", got)
	}
}
