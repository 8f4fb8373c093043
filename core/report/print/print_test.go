package print_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/paper/papertest"
	"github.com/doanket/doanket/core/report"
	"github.com/doanket/doanket/core/report/print"
)

var now = time.Date(2026, 6, 20, 7, 5, 0, 0, time.UTC)

func amount(v float64) *float64 { return &v }

// sample is a report of a province with all a report may have: a sentence with the
// same figure twice, a table by unit of many rows, one by measure, a list, texts.
func sample() *report.Report {
	province := report.UnitNamed{ID: "unt_t", Name: "Tỉnh An", Kind: "province", Branch: "place"}
	number := func(measure, label, in string, u report.UnitNamed, value, proven float64) report.Number {
		return report.Number{Measure: measure, Label: label, In: in, Unit: u, Period: calendar.Period("2026-H1"), Value: &value, Proven: &proven, Claimed: amount(value - proven), Denominator: 40, Numerator: value}
	}
	r := &report.Report{Template: manifest.ReportHalfYear, Unit: province, Period: "2026-H1", PeriodName: "6 tháng đầu năm 2026", Lang: "vi", AsOf: now,
		Opening: report.Written{Shown: "Thực hiện Nghị quyết của Ban Chấp hành Đảng bộ tỉnh, Tỉnh An báo cáo kết quả thực hiện 6 tháng đầu năm 2026 như sau:"}, Closing: report.Written{Shown: "Trên đây là báo cáo kết quả thực hiện 6 tháng đầu năm 2026 của Tỉnh An./."}}
	for key, text := range map[string]string{report.FaceLayout: "state", report.FaceParent: "ỦY BAN MTTQ VIỆT NAM\nTỈNH AN", report.FaceBody: "BAN THƯỜNG TRỰC", report.FaceNumber: "5", report.FaceSymbol: "BC-MTTQ-BTT",
		report.FacePlace: "An", report.FaceDate: "2026-02-05", report.FaceAbstract: "Kết quả thực hiện Nghị quyết về công tác Mặt trận 6 tháng đầu năm 2026,\nnhiệm vụ trọng tâm 6 tháng cuối năm 2026",
		report.FaceBases: "Căn cứ Luật Mặt trận Tổ quốc Việt Nam;\nCăn cứ Chương trình phối hợp và thống nhất hành động năm 2026.", report.FaceAuthority: "TM. BAN THƯỜNG TRỰC", report.FacePosition: "CHỦ TỊCH",
		report.FaceSigner: "Nguyễn Văn An", report.FaceRecipients: "Thường trực Tỉnh ủy (b/c);\nỦy ban Trung ương MTTQ Việt Nam (b/c);\nLưu: VT."} {
		r.Face = append(r.Face, report.FaceLine{Written: report.Written{Key: key, Shown: text}})
	}
	r.Figures = append(r.Figures, number("demo.visits", "Số chuyến thăm", "count", province, 1234, 1000), number("demo.areas", "Khu dân cư được thăm", "percent", province, 62.5, 50))
	table := &report.FigureTable{Title: "Thăm hỏi theo đơn vị", Head: []string{"Đơn vị", "Số chuyến thăm", "Khu dân cư được thăm"}, Empty: 3}
	for n := range 40 {
		r.Figures = append(r.Figures, number("demo.visits", "Số chuyến thăm", "count", report.UnitNamed{ID: fmt.Sprint("unt_", n), Name: fmt.Sprint("Xã thứ ", n+1)}, float64(n+1), 0))
		table.Rows = append(table.Rows, report.TableRow{Label: fmt.Sprint("Xã thứ ", n+1), Cells: []report.Run{{Text: fmt.Sprint(n + 1), Figure: len(r.Figures)}, {Text: "–"}}})
	}
	table.Rows[1].Cells[1].Text = "0%"
	table.Rows = append(table.Rows, report.TableRow{Label: "Cộng", Total: true, Cells: []report.Run{{Text: "1.234", Figure: 1}, {Text: "62,5%", Figure: 2}}})
	goals := &report.FigureTable{Title: "Các chỉ tiêu, tính trong năm 2026", Head: []string{"Chỉ tiêu, chỉ số", "Kết quả", "Có minh chứng", "Mới báo cáo", "Mức phải đạt", "Cùng kỳ năm trước"},
		Rows: []report.TableRow{{Label: "Khu dân cư được thăm", Cells: []report.Run{{Text: "62,5%", Figure: 2}, {Text: "50%", Figure: 2, Part: "proven"}, {Text: "12,5%", Figure: 2, Part: "claimed"}, {Text: "từ 80% trở lên"}, {Text: "–", Figure: 2, Part: "before"}}}}}
	list := &report.RecordList{Title: "Các chuyến thăm đã hoàn thành", Head: []string{"Mã hồ sơ", "Nội dung", "Ngày"}, More: true,
		Rows: []report.RecordRow{{ID: "rec_1", Cells: []string{"TH-T-2026-001", "Thăm thôn Đông và gặp gỡ người có uy tín trong cộng đồng dân cư", "10/03/2026"}}}}
	r.Chapters = []report.Chapter{
		{ID: "results", Title: "Kết quả thực hiện", Sections: []report.Section{{ID: "demo.visits", Title: "Công tác thăm hỏi", Text: report.Written{Shown: "Nhiều nơi làm tốt:\n- Xã Một;\n- Xã Hai."}, Blocks: []report.Block{
			{Runs: []report.Run{{Text: "Đã tổ chức "}, {Text: "1.234", Figure: 1}, {Text: " chuyến thăm; tỷ lệ khu dân cư được thăm đạt "}, {Text: "62,5%", Figure: 2}, {Text: "; "}, {Text: "1.000", Figure: 1}, {Text: " chuyến có báo cáo đã ký."}}},
			{Table: table}, {Records: list}}}}},
		{ID: "targets", Title: "Kết quả thực hiện các chỉ tiêu", Sections: []report.Section{{ID: "targets", Blocks: []report.Block{{Table: goals}}}}},
		{ID: "empty", Title: "Chương không có gì", Sections: []report.Section{{ID: "x", Title: "Mục không có gì"}}},
		{ID: "assessment", Title: "Đánh giá chung", Sections: []report.Section{{ID: "limits", Title: "Hạn chế, nguyên nhân", Text: report.Written{Shown: "Còn hai thôn chậm <nộp> & \"thiếu\" báo cáo."}}}},
	}
	return r
}

func printed(t *testing.T, r *report.Report) ([]byte, map[string]string) {
	t.Helper()
	raw, err := print.DOCX(r, print.Options{Origin: "https://an.example", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return raw, papertest.Parts(t, raw)
}

func TestEveryNumberOfAPaperOpensItsFigure(t *testing.T) {
	t.Parallel()
	r := sample()
	_, parts := printed(t, r)
	document, rels, notes := parts["word/document.xml"], parts["word/_rels/document.xml.rels"], parts["word/footnotes.xml"]
	for i, f := range r.Figures {
		if f.Unit.ID == "unt_t" && !strings.Contains(notes, strings.TrimSuffix(r.Source(i+1), ".")) {
			t.Errorf("no footnote says %q", r.Source(i+1))
		}
		if address := "https://an.example/figures/" + f.Measure + "?period=2026-H1&amp;unit=" + f.Unit.ID + `"`; !strings.Contains(rels, address) {
			t.Errorf("nothing opens %s", address)
		}
	}
	if got := strings.Count(document, "<w:footnoteReference "); got != 2 {
		t.Errorf("%d footnotes for two figures", got)
	}
	if got := strings.Count(document, "NOTEREF note1 "); got != 3 {
		t.Errorf("the first figure is marked again %d times: once in the sentence, on the head and the total of its column", got)
	}
	if want := "Số chuyến thăm; Tỉnh An; 6 tháng đầu năm 2026: 1.234, có minh chứng 1.000, mới báo cáo 234; số liệu lúc 14:05 ngày 20/06/2026."; r.Source(1) != want {
		t.Errorf("the source reads %q, want %q", r.Source(1), want)
	}
	r.Figures[0].NoProof = true
	if want := "Số chuyến thăm; Tỉnh An; 6 tháng đầu năm 2026: 1.234; số liệu lúc 14:05 ngày 20/06/2026."; r.Source(1) != want {
		t.Errorf("of what asks for no proof the source reads %q, want %q", r.Source(1), want)
	}
}

func TestAFrozenReportIsTheSamePaperAlways(t *testing.T) {
	t.Parallel()
	r := sample()
	r.Frozen = &report.Frozen{ID: "rpt_1", At: now, SHA256: "5e88"}
	var first []byte
	for _, at := range []time.Time{now, now.AddDate(3, 0, 0)} {
		raw, err := print.DOCX(r, print.Options{Origin: "https://an.example", Now: at})
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = raw
		}
		if !bytes.Equal(first, raw) {
			t.Errorf("in %d the frozen report is another file", at.Year())
		}
	}
	_, parts := printed(t, r)
	if said := parts["docProps/core.xml"]; !strings.Contains(said, "Chốt lúc 14:05 ngày 20/06/2026; SHA-256 5e88") {
		t.Errorf("the file does not say when it was frozen and by what it can be checked: %s", said)
	}
	if strings.Contains(parts["word/header1.xml"]+parts["word/header2.xml"], "DỰ THẢO") {
		t.Error("a frozen report is marked as a draft")
	}
	r.Frozen = nil
	if _, parts := printed(t, r); !strings.Contains(parts["word/header1.xml"], "DỰ THẢO, 14:05 ngày 20/06/2026") || !strings.Contains(parts["word/header2.xml"], "DỰ THẢO, 14:05") {
		t.Error("a draft does not say so on every page, with its moment")
	}
}

func TestWhatSaysNothingIsLeftOut(t *testing.T) {
	t.Parallel()
	_, parts := printed(t, sample())
	for _, not := range []string{"CHƯƠNG KHÔNG CÓ GÌ", "Mục không có gì"} {
		if strings.Contains(parts["word/document.xml"], not) {
			t.Errorf("the paper has the empty part %q", not)
		}
	}
	if !strings.Contains(parts["word/document.xml"], "III. ĐÁNH GIÁ CHUNG") {
		t.Error("the chapter after an empty one does not take its number")
	}
}

func TestTheNameOfAFile(t *testing.T) {
	t.Parallel()
	r := sample()
	r.Unit.Name = `Xã "A/B"`
	if got := print.Name(r, "docx"); got != "Báo cáo 6 tháng đầu năm 2026 - Xã -A-B-.docx" {
		t.Errorf("the file is called %q", got)
	}
}

func TestNumbersOfOneFigureBearOneMark(t *testing.T) {
	t.Parallel()
	r := sample()
	r.Chapters[0].Sections[0].Blocks = []report.Block{{Runs: []report.Run{{Text: "25", Figure: 2, Part: "numerator"}, {Text: "/"}, {Text: "40", Figure: 2, Part: "denominator"}, {Text: " khu dân cư, đạt "}, {Text: "62,5%", Figure: 2},
		{Text: "; có "}, {Text: "1.234", Figure: 1}, {Text: " chuyến"}}}}
	_, parts := printed(t, r)
	text := regexp.MustCompile(`<w:footnoteReference [^>]*>`).ReplaceAllString(parts["word/document.xml"], "*")
	text = regexp.MustCompile(`<[^>]*>`).ReplaceAllString(text, "")
	if want := "25/40 khu dân cư, đạt 62,5%*; có 1.234* chuyến"; !strings.Contains(text, want) {
		t.Errorf("the marks do not stand as in %q:\n%s", want, text)
	}
}
