package print_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/paper/office"
	"github.com/doanket/doanket/core/report"
)

// read is the text of a file as LibreOffice shows it.
func read(t *testing.T, file []byte, extension string) string {
	t.Helper()
	o := office.New("soffice")
	if !o.Found() {
		t.Skip("soffice is not installed: nothing opened the files")
	}
	pdf, err := o.PDF(t.Context(), file, extension)
	if err != nil {
		t.Fatal(err)
	}
	reader, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed: nobody read the pages")
	}
	name := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(name, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.CommandContext(t.Context(), reader, "-layout", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestLibreOfficeOpensWhatIsPrinted opens papers of both layouts and an annex, and
// reads the pages: heads in one line, marks and footnotes, numbered pages, heads of
// tables repeated.
func TestLibreOfficeOpensWhatIsPrinted(t *testing.T) {
	r := sample()
	docx, _ := printed(t, r)
	state := read(t, docx, "docx")
	pages := strings.Split(strings.TrimSuffix(state, "\f"), "\f")
	if len(pages) != 3 || strings.Contains(pages[0], "Cộng") || !strings.Contains(pages[1], "Khu dân cư được") {
		t.Errorf("the report of three pages has %d", len(pages))
	}
	for _, want := range []string{"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n", "Số: 05/BC-MTTQ-BTT", "1.2341 chuyến thăm", "1.0001 chuyến có báo cáo đã ký",
		"1\n", "Số chuyến thăm; Tỉnh An; 6 tháng đầu năm 2026: 1.234, có", "I. KẾT QUẢ THỰC HIỆN", "III. ĐÁNH GIÁ CHUNG", "<nộp> & \"thiếu\"", "TM. BAN THƯỜNG TRỰC", "DỰ THẢO"} {
		if !strings.Contains(state, want) {
			t.Errorf("the paper does not show %q:\n%s", want, state)
		}
	}
	for i := range r.Face {
		if r.Face[i].Key == report.FaceLayout {
			r.Face[i].Shown = report.LayoutParty
		}
	}
	docx, _ = printed(t, r)
	if party := read(t, docx, "docx"); !strings.Contains(party, "ĐẢNG CỘNG SẢN VIỆT NAM\n") || strings.Contains(party, "CỘNG HÒA") {
		t.Errorf("the Party paper shows\n%s", party)
	}
	xlsx, _ := workbook(t, sample())
	if annex := read(t, xlsx, "xlsx"); !strings.Contains(annex, "Xã thứ 40") || !strings.Contains(annex, "Nguồn số liệu lúc 14:05 ngày 20/06/2026") {
		t.Errorf("the annex shows\n%s", annex)
	}
}
