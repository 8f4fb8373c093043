package extract_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/search/extract"
	"github.com/doanket/doanket/core/upload/child"
)

// apart is how the server has Office files read: in processes of their own.
var apart = extract.Programs{Apart: child.Command{os.Args[0], "read-file"}}

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == apart.Apart[1] {
		child.Run(os.Args[2:], extract.Children)
	}
	os.Exit(m.Run())
}

// part is one file of an archive.
type part struct{ name, body string }

// packed is a file of these parts.
func packed(t testing.TB, parts ...part) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range parts {
		f, err := w.Create(p.name)
		if err == nil {
			_, err = f.Write([]byte(p.body))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// text reads bytes as a file of the extension.
func text(t testing.TB, r *extract.Reader, extension string, body []byte) (string, extract.State) {
	t.Helper()
	f, err := os.CreateTemp(t.TempDir(), "x")
	if err == nil {
		_, err = f.Write(body)
	}
	if err == nil {
		_, err = f.Seek(0, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	said, state, err := r.Text(context.Background(), extension, f, int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	return said, state
}

// TestTextOfOfficeFiles reads each type as its programs write it.
func TestTextOfOfficeFiles(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		extension string
		parts     []part
		want      string
	}{
		"paragraphs, a table, a deleted and a field's text": {"docx", []part{{"word/document.xml", `<w:document xmlns:w="w"><w:body>
			<w:p><w:r><w:t>Kế hoạch</w:t></w:r><w:r><w:t xml:space="preserve"> số 5 &amp; 6</w:t></w:r></w:p>
			<w:p><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>
			<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Xã</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Cẩm</w:t><w:tab/><w:t>Bình</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
			</w:body></w:document>`}, {"word/footer1.xml", `<w:ftr xmlns:w="w"><w:p><w:r><w:t>Trang</w:t></w:r></w:p></w:ftr>`}, {"word/styles.xml", `<t>không</t>`}},
			"Kế hoạch số 5 & 6\nXã\nCẩm Bình\nTrang"},
		"cells": {"xlsx", []part{{"xl/sharedStrings.xml", `<sst><si><t>Họ tên</t></si><si><r><t>Ngu</t></r><r><t>yễn</t></r></si></sst>`},
			{"xl/worksheets/sheet1.xml", `<worksheet><sheetData><row><c t="s"><v>0</v></c><c><v>42</v></c><c t="n"><v>1250000</v></c><c><v>1.5</v></c><c t="b"><v>1</v></c><c t="inlineStr"><is><t>Thôn 2</t></is></c><c t="str"><f>A1</f><v>ghép</v></c></row></sheetData></worksheet>`}},
			"Họ tên\nNguyễn\n42 1250000 1.250.000 1.5 Thôn 2 ghép"},
		"slides":       {"pptx", []part{{"ppt/slides/slide1.xml", `<p:sld xmlns:a="a" xmlns:p="p"><a:p><a:r><a:t>Đại đoàn kết</a:t></a:r></a:p></p:sld>`}}, "Đại đoàn kết"},
		"nothing said": {"docx", []part{{"word/document.xml", `<w:document xmlns:w="w"/>`}}, ""},
	} {
		for _, how := range []extract.Programs{{}, apart} {
			said, state := text(t, extract.New(how), c.extension, packed(t, c.parts...))
			if said != c.want || (c.want == "") != (state == extract.Empty) {
				t.Errorf("%s, apart %v: %q, %s", name, how.Apart != nil, said, state)
			}
		}
	}
}

// TestHostileFilesCostLittle: whatever a file asks for, it is given up soon, and holds
// little memory meanwhile.
func TestHostileFilesCostLittle(t *testing.T) {
	if testing.Short() {
		t.Skip("makes large files")
	}
	const doc = "word/document.xml"
	many := make([]part, 0, 3000)
	for i := range 3000 {
		many = append(many, part{fmt.Sprintf("word/header%d.xml", i), "<a/>"})
	}
	for name, c := range map[string]struct {
		body  []byte
		state extract.State
	}{
		"a bomb":                {packed(t, part{doc, "<t>" + strings.Repeat(" ", 40<<20)}), extract.TooCostly},
		"a bomb of many tokens": {packed(t, part{doc, "<x>" + strings.Repeat("<y/>", 9<<20)}), extract.TooCostly},
		"a bomb in parts":       {packed(t, part{doc, "<a>" + strings.Repeat("<y/>", 5<<20) + "</a>"}, part{"word/header1.xml", "<a>" + strings.Repeat("<y/>", 4<<20) + "</a>"}), extract.TooCostly},
		"deep":                  {packed(t, part{doc, strings.Repeat("<a>", 2<<20)}), extract.Empty},
		"a list of attributes":  {packed(t, part{doc, "<a" + strings.Repeat(` b=""`, 1<<20) + "/>"}), extract.TooCostly},
		"one long name":         {packed(t, part{doc, "<" + strings.Repeat("a", 2<<20)}), extract.TooCostly},
		"entities":              {packed(t, part{doc, `<!DOCTYPE a [<!ENTITY b "cccccccccc">]><a><t>&b;&b;</t></a>`}), extract.Unreadable},
		"endless text":          {packed(t, part{doc, strings.Repeat("<p><t>chữ và chữ </t></p>", 1<<17)}), extract.Read},
		"parts without end":     {packed(t, many...), extract.TooCostly},
		"no archive":            {[]byte("PK\x03\x04 nothing"), extract.Unreadable},
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		said, state := text(t, extract.New(extract.Programs{}), "docx", c.body)
		runtime.ReadMemStats(&after)
		if state != c.state || len(said) > extract.MaxText {
			t.Errorf("%s: %d bytes, %s, want %s", name, len(said), state, c.state)
		}
		if held := int64(after.HeapSys) - int64(before.HeapSys); held > 96<<20 {
			t.Errorf("%s: the heap grew by %d MiB", name, held>>20)
		}
		runtime.ReadMemStats(&before)
		elsewhere, state := text(t, extract.New(apart), "docx", c.body)
		runtime.ReadMemStats(&after)
		if state != c.state || elsewhere != said {
			t.Errorf("%s: apart %d bytes, %s, want %s", name, len(elsewhere), state, c.state)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 4<<20 {
			t.Errorf("%s: %d KiB were allocated by who has it read apart", name, took>>10)
		}
	}
}

// TestProgramsAreBounded: a PDF program that says too much, cannot read the file, or
// is not there.
func TestProgramsAreBounded(t *testing.T) {
	t.Parallel()
	endless := filepath.Join(t.TempDir(), "endless")
	if err := os.WriteFile(endless, []byte("#!/bin/sh\nwhile echo chữ chữ chữ chữ chữ chữ chữ chữ chữ chữ chữ; do :; done\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	for program, want := range map[string]extract.State{endless: extract.Read, "false": extract.Unreadable, "true": extract.Empty, "no-such-program": extract.NoProgram, "": extract.NoProgram} {
		said, state := text(t, extract.New(extract.Programs{PDFText: program}), "pdf", []byte("%PDF-1.4"))
		if state != want || len(said) > extract.MaxText {
			t.Errorf("%q: %d bytes, %s, want %s", program, len(said), state, want)
		}
		laid, state, err := extract.New(extract.Programs{PDFText: program}).Laid(t.Context(), []byte("%PDF-1.4"))
		if err != nil || state != want || len(laid) > extract.MaxText {
			t.Errorf("%q as laid out: %d bytes, %s, %v, want %s", program, len(laid), state, err, want)
		}
	}
	for extension, want := range map[string]extract.State{"heic": extract.Unknown, "jpg": extract.NoProgram} {
		if _, state := text(t, extract.New(extract.Programs{}), extension, []byte("x")); state != want {
			t.Errorf("%s: %s, want %s", extension, state, want)
		}
	}
}
