package reading_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/programme/reading"
)

// packed is a DOCX with the text: a paragraph for each line, a table for lines with |.
func packed(t testing.TB, s string) []byte {
	t.Helper()
	var x bytes.Buffer
	x.WriteString(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`)
	para := func(words string) {
		x.WriteString("<w:p><w:r><w:t>")
		_ = xml.EscapeText(&x, []byte(words))
		x.WriteString("</w:t></w:r></w:p>")
	}
	for line := range strings.SplitSeq(s, "\n") {
		if strings.Count(line, "|") < 2 {
			para(line)
			continue
		}
		x.WriteString("<w:tbl><w:tr>")
		for cell := range strings.SplitSeq(strings.Trim(line, "| "), "|") {
			x.WriteString("<w:tc>")
			para(strings.TrimSpace(cell))
			x.WriteString("</w:tc>")
		}
		x.WriteString("</w:tr></w:tbl>")
	}
	x.WriteString("</w:body></w:document>")
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create("word/document.xml")
	if err == nil {
		_, err = w.Write(x.Bytes())
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestADOCXIsReadAsItsText tables included.
func TestADOCXIsReadAsItsText(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"numbering", "nested", "table", "bullets"} {
		raw, err := texts.ReadFile("testdata/" + name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		s, err := reading.Text(packed(t, string(raw)))
		if err != nil {
			t.Fatal(err)
		}
		same(t, name+".golden", outline(reading.Parse(s), true))
	}
}

// TestWhatIsNoTextIsRefused and a PDF, which nothing here reads.
func TestWhatIsNoTextIsRefused(t *testing.T) {
	t.Parallel()
	deep := packed(t, "")
	for name, c := range map[string]struct {
		body []byte
		code string
	}{
		"an archive cut short":  {deep[:len(deep)/2], "resolution_unreadable"},
		"an archive of nothing": {packed(t, ""), "resolution_unreadable"},
		"bytes":                 {[]byte{0xff, 0xfe, 0x00}, "resolution_unreadable"},
		"too much":              {bytes.Repeat([]byte("a"), reading.MaxFile+1), "resolution_unreadable"},
		"a PDF":                 {[]byte("%PDF-1.7"), "pdf_unread"},
	} {
		if _, err := reading.Text(c.body); !fault.HasCode(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzReading holds what is read of any text to its promises: lines it names are
// there, ids come once, the same text reads the same.
func FuzzReading(f *testing.F) {
	names, _ := texts.ReadDir("testdata")
	for _, n := range names {
		if raw, err := texts.ReadFile("testdata/" + n.Name()); err == nil && strings.HasSuffix(n.Name(), ".txt") {
			f.Add(string(raw))
		}
	}
	f.Add("I. NHIỆM VỤ\n1. A\n1. B\n" + strings.Repeat("a) Làm tốt, tăng cường việc; ", 50))
	f.Fuzz(func(t *testing.T, s string) {
		r := reading.Parse(s)
		seen := map[string]bool{}
		for _, c := range r.Clauses {
			if seen[c.ID] {
				t.Fatalf("%s twice", c.ID)
			}
			seen[c.ID] = true
			if c.Text == "" || c.From < 1 || c.To < c.From || c.To > len(r.Lines) {
				t.Fatalf("%+v of %d lines", c, len(r.Lines))
			}
		}
		if again := outline(reading.Parse(s), true); again != outline(r, true) {
			t.Fatal("read otherwise the second time")
		}
	})
}
