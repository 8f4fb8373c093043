package upload

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"github.com/doanket/doanket/core/fault"
)

func TestMarksOfSecrecy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text   string
		marked bool
	}{
		{"MẬT", true}, {"Mật", true}, {"TỐI MẬT", true}, {"tuyệt mật", true}, {"Tối mật", true},
		{"Báo cáo - MẬT", true}, {"MẬT_bao cao quy I", true}, {"[Mật] Báo cáo", true}, {"Kế hoạch (mật)", true},
		{"Báo cáo MẬT số 5", true}, {"BÁO CÁO TUYỆT MẬT VỀ TÌNH HÌNH", true}, {"Độ mật: Tối mật", true}, {"độ mật A", true},
		{"«Mật»", true}, {"TOI MAT - bao cao", true}, {"Báo cáo. MẬT", true},
		{norm.NFD.String("TỐI MẬT"), true},

		{"", false}, {"Mật ong rừng Hương Sơn", false}, {"Danh sách hộ nuôi ong lấy mật", false},
		{"Nguyễn Văn Mật", false}, {"Ông Nguyễn Văn Mật, xã Kỳ Anh", false}, {"NGUYỄN VĂN MẬT TRÌNH BÀY", false},
		{"Quy chế bảo mật thông tin", false}, {"QUY CHẾ BẢO MẬT THÔNG TIN", false}, {"Bí mật nhà nước", false},
		{"Mật độ dân cư", false}, {"MẬT ĐỘ DÂN CƯ", false}, {"Đổi mật khẩu", false}, {"Mật thiết với Nhân dân", false},
		{"Báo cáo công tác Mặt trận", false}, {"MẶT TRẬN", false}, {"Thông báo", false},
	} {
		if got := CheckSecret("summary", c.text) != nil; got != c.marked {
			t.Errorf("%q: marked %v, want %v", c.text, got, c.marked)
		}
	}
	for number, want := range map[string]bool{
		"05/BC-UBND-M": true, "12-BC/TU-TM": true, "3/QĐ-TU (M)": true, "7/BC-M ": true, "01/TuM": true,
		"05/BC-UBND": false, "249/MTTQ-BTT": false, "11-QĐi/TW": false, "90/TBMTTQ-BTT": false, "12/KH-ATM": false, "": false,
	} {
		err := CheckSecretNumber("number", number)
		if (err != nil) != want || want && !fault.HasCode(err, "state_secret_refused") {
			t.Errorf("number %q: %v", number, err)
		}
	}
}

func TestCleanName(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Báo cáo.pdf":                      "Báo cáo.pdf",
		norm.NFD.String("Tiếng Việt.docx"): "Tiếng Việt.docx",
		`C:\fakepath\ảnh 1.jpg`:            "ảnh 1.jpg",
		"05/BC-UBND.pdf":                   "05-BC-UBND.pdf",
		`a<b>c:d"e|f?g*h.pdf`:              "a-b-c-d-e-f-g-h.pdf",
		"gnp\u202Efdp.exe":                 "gnpfdp.exe",
		"  hai   dòng\r\n.pdf. . ":         "hai dòng .pdf",
		"NUL.pdf":                          "_NUL.pdf",
		"\u00d0ề án.pdf":                   "Đề án.pdf",
	} {
		got, err := CleanName(in)
		if err != nil || got != want {
			t.Errorf("%q becomes %q, want %q (%v)", in, got, want, err)
		}
	}
	for in, code := range map[string]string{"": "required", " ... ": "required", "///": "required", "a\xff.pdf": "not_utf8"} {
		if _, err := CleanName(in); !fault.HasCode(err, code) {
			t.Errorf("%q: %v", in, err)
		}
	}
}

func TestCleanNameHolds(t *testing.T) {
	t.Parallel()
	if name, err := CleanName("A\x00\u0300.pdf"); name != "\u00c0.pdf" || err != nil {
		t.Errorf("a mark behind what is left out: %q, %v", name, err)
	}
	rapid.Check(t, func(t *rapid.T) {
		name, err := CleanName(rapid.String().Draw(t, "name") + rapid.SampledFrom([]string{"", ".pdf", strings.Repeat("ế", 300) + ".docx"}).Draw(t, "end"))
		if err != nil {
			return
		}
		again, err := CleanName(name)
		switch {
		case err != nil || again != name && !strings.HasPrefix(again, strings.TrimRight(name, ". ")):
			t.Fatalf("%q cleaned again is %q, %v", name, again, err)
		case utf8.RuneCountInString(name) > maxName, strings.ContainsAny(name, `<>:"/\|?*`), !norm.NFC.IsNormalString(name):
			t.Fatalf("%q is not clean", name)
		}
	})
}

// office makes a small Office file.
func office(t testing.TB, main string, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range append([]string{"[Content_Types].xml"}, parts...) {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write([]byte(`<Types><Override ContentType="` + main + `"/></Types>`))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTypesByContent(t *testing.T) {
	t.Parallel()
	docx := office(t, mains["docx"], "word/document.xml")
	xlsx := office(t, mains["xlsx"], "xl/workbook.xml")
	macroDocx := office(t, mains["docx"], "word/document.xml", "word/vbaProject.bin")
	macroType := office(t, "application/vnd.ms-word.document.macroEnabled.main+xml", "word/document.xml")
	pdf := []byte("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF")
	png := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06")
	exe := append([]byte("MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00"), make([]byte, 200)...)
	ole := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 2000)...)
	for _, c := range []struct {
		name  string
		body  []byte
		types []string
		code  string // "" is taken
		as    string
	}{
		{"a.pdf", pdf, nil, "", "a.pdf"}, {"A.PDF", pdf, nil, "", "A.PDF"},
		{"a.docx", docx, nil, "", "a.docx"}, {"a.xlsx", xlsx, []string{"xlsx"}, "", "a.xlsx"},
		{"a.doc", ole, nil, "", "a.doc"}, {"a.jpg", png, nil, "", "a.png"}, {"a.jpeg", png, []string{"jpg", "png"}, "", "a.png"},
		{"a.txt", []byte("xin chào"), []string{"txt"}, "", "a.txt"}, {"a.zip", docx, []string{"zip"}, "", "a.zip"},

		{"a.pdf", exe, nil, "type_mismatch", ""}, {"a.pdf", docx, nil, "type_mismatch", ""}, {"a.docx", exe, nil, "type_mismatch", ""},
		{"a.docx", xlsx, nil, "type_mismatch", ""}, {"a.docx", docx[:40], nil, "type_mismatch", ""}, {"a.pdf", []byte("<html></html>"), nil, "type_mismatch", ""},
		{"a.docx", macroDocx, nil, "macro_refused", ""}, {"a.docx", macroType, nil, "macro_refused", ""}, {"a.docm", macroDocx, nil, "macro_refused", ""},
		{"a.xls", append(bytes.Clone(ole), vbaMark...), nil, "macro_refused", ""},
		{"a.exe", exe, nil, "type_not_allowed", ""}, {"a", pdf, nil, "type_not_allowed", ""}, {"a.pdf", pdf, []string{"docx"}, "type_not_allowed", ""},
		{"a.jpg", png, []string{"jpg"}, "type_not_allowed", ""}, {"a.zip", docx, nil, "type_not_allowed", ""}, {"a.mp4", exe, []string{"mp4"}, "type_mismatch", ""},
	} {
		f, as, err := sniff(c.name, c.body[:min(len(c.body), headSize)], c.types)
		if err == nil {
			err = look(as, f, bytes.NewReader(c.body), int64(len(c.body)))
		}
		switch {
		case c.code == "" && (err != nil || as != c.as):
			t.Errorf("%s %v: %q, %v", c.name, c.types, as, err)
		case c.code != "" && (!fault.HasCode(err, c.code) || fault.Of(err).Fields[0].Field != "file"):
			t.Errorf("%s %v: %v, want %s", c.name, c.types, err, c.code)
		}
	}
}

func TestMacroAcrossWindows(t *testing.T) {
	t.Parallel()
	for _, at := range []int{256<<10 - 5, 256<<10 - len(vbaMark), 512<<10 - 30, 3} {
		body := make([]byte, 600<<10)
		copy(body[at:], vbaMark)
		if err := lookOld("a.xls", bytes.NewReader(body)); !fault.HasCode(err, "macro_refused") {
			t.Errorf("at %d: %v", at, err)
		}
	}
	if err := lookOld("a.xls", bytes.NewReader(make([]byte, 600<<10))); err != nil {
		t.Error(err)
	}
}

// isoFile is the head of a film, voice memo or photo: a box that names its brand.
func isoFile(brand string, more ...string) []byte {
	body := brand + "\x00\x00\x02\x00" + strings.Join(more, "")
	size := byte(8 + len(body))
	return append([]byte("\x00\x00\x00"+string(rune(size))+"ftyp"+body), make([]byte, 64)...)
}

// TestFilesPeopleHave: what phones and office programs make is taken under the
// names they give it, and what is not says why.
func TestFilesPeopleHave(t *testing.T) {
	t.Parallel()
	jpeg := append([]byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01"), make([]byte, 64)...)
	ole := append(bytes.Clone(oleMagic), make([]byte, 5000)...)
	locked := append(bytes.Clone(ole), lockedMark...)
	media := []string{"mp4", "mov", "3gp", "m4a"}
	for _, c := range []struct {
		what  string
		name  string
		body  []byte
		types []string
		code  string // "" is taken
	}{
		{"a film of an Android phone", "VID_20261127.mp4", isoFile("3gp4", "isom3gp4"), media, ""},
		{"a film of an iPhone sent by mail", "IMG_0001.mp4", isoFile("qt  "), media, ""},
		{"a film as the standard has it", "a.mp4", isoFile("isom", "isommp41"), media, ""},
		{"an iPhone's film", "IMG_0001.MOV", isoFile("qt  "), media, ""},
		{"a film of a new iPhone", "IMG_0002.mov", isoFile("mp42"), media, ""},
		{"an old phone's film", "a.3gpp", isoFile("3gp5"), media, ""},
		{"a film from iTunes", "a.m4v", isoFile("M4V "), media, ""},
		{"a voice memo", "Ghi âm 5.m4a", isoFile("M4A "), media, ""},
		{"a voice memo of an Android phone", "Ghi âm.m4a", isoFile("mp42", "isommp42"), media, ""},
		{"a voice memo branded 3GPP", "Ghi âm.m4a", isoFile("3gp4"), media, ""},
		{"a photo of an iPhone", "IMG_0003.HEIC", isoFile("heic"), nil, ""},
		{"a photo of a Samsung", "IMG.heif", isoFile("mif1", "mif1heic"), nil, ""},
		{"a photo where the slot says heic", "IMG.heif", isoFile("heic"), []string{"heic"}, ""},
		{"a picture saved from a browser", "anh.jfif", jpeg, nil, ""},
		{"a picture where the slot says jpg", "anh.jfif", jpeg, []string{"jpg"}, ""},

		{"a film where none is asked", "a.mp4", isoFile("3gp4"), nil, "type_not_allowed"},
		{"a film in a photo's clothes", "a.jpg", isoFile("3gp4"), nil, "type_mismatch"},
		{"a program in a film's clothes", "a.mov", append([]byte("MZ\x90\x00"), make([]byte, 80)...), media, "type_mismatch"},
		{"a docx behind a password", "Báo cáo.docx", locked, nil, "password_protected"},
		{"an xlsx behind a password", "a.xlsx", locked, []string{"xlsx"}, "password_protected"},
		{"an old doc named docx", "a.docx", ole, nil, "type_mismatch"},
		{"a photographed report where only PDF is taken", "Báo cáo.jpg", jpeg, []string{"pdf"}, "photo_not_taken"},
		{"a photographed report where photos are taken", "Báo cáo.jpg", jpeg, []string{"pdf", "jpg"}, ""},
	} {
		f, as, err := sniff(c.name, c.body[:min(len(c.body), headSize)], c.types)
		if err == nil {
			err = look(as, f, bytes.NewReader(c.body), int64(len(c.body)))
		}
		switch {
		case c.code == "" && (err != nil || as != c.name):
			t.Errorf("%s (%s %v): %q, %v", c.what, c.name, c.types, as, err)
		case c.code != "" && (!fault.HasCode(err, c.code) || fault.Of(err).Fields[0].Field != "file"):
			t.Errorf("%s (%s %v): %v, want %s", c.what, c.name, c.types, err, c.code)
		}
	}
}

// TestLongNamesKeepTheirExtension and fit every disk.
func TestLongNamesKeepTheirExtension(t *testing.T) {
	t.Parallel()
	for _, name := range []string{strings.Repeat("ế", 120) + ".docx", strings.Repeat("a", 400) + ".pdf", strings.Repeat("Báo cáo ", 60) + ".jpeg", strings.Repeat("đ", 300)} {
		got, err := CleanName(name)
		if err != nil || len(got) > maxBytes || utf8.RuneCountInString(got) > maxName || !strings.HasPrefix(name, got[:100]) || Extension(got) != Extension(name) {
			t.Errorf("%q becomes %q (%d bytes), %v", name[:20], got, len(got), err)
		}
		if again, _ := CleanName(got); again != got {
			t.Errorf("%q cleaned again is %q", got, again)
		}
	}
}
