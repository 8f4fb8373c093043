package resolution_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/programme/reading"
	"github.com/doanket/doanket/core/search/extract"
	"github.com/doanket/doanket/core/upload/child"
	"github.com/doanket/doanket/core/web/resolution"
)

// apart is how the server reads resolutions: in a process of their own.
var apart = extract.Programs{Apart: child.Command{os.Args[0], "read-file"}}

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == apart.Apart[1] {
		child.Run(os.Args[2:], extract.Children)
	}
	os.Exit(m.Run())
}

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
	return archived(t, func(entry func(name, body string)) { entry("word/document.xml", x.String()) })
}

// archived is an archive of the entries.
func archived(t testing.TB, fill func(entry func(name, body string))) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	fill(func(name, body string) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(body))
		}
		if err != nil {
			t.Fatal(err)
		}
	})
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestADOCXIsReadAsItsText tables included.
func TestADOCXIsReadAsItsText(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"numbering", "nested", "table", "bullets"} {
		raw, err := os.ReadFile("../../programme/reading/testdata/" + name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		text, err := resolution.Text(t.Context(), extract.New(apart), packed(t, string(raw)))
		if err != nil {
			t.Fatal(err)
		}
		said := func(r *reading.Resolution) (out []string) {
			for _, c := range r.Clauses {
				out = append(out, c.ID+" "+c.Text)
			}
			for _, g := range r.Targets {
				out = append(out, fmt.Sprint(g.ID, " ", g.Text))
			}
			return out
		}
		got, want := said(reading.Parse(text)), said(reading.Parse(string(raw)))
		if len(want) == 0 || !slices.Equal(got, want) {
			t.Errorf("%s: read as %q, want %q", name, got, want)
		}
	}
}

// TestAResolutionThatCostsIsRefused: each is small where it is sent, and is refused in
// time, for no more memory than its bounds.
func TestAResolutionThatCostsIsRefused(t *testing.T) {
	t.Parallel()
	papers := extract.New(apart)
	good := packed(t, "Nghị quyết")
	for name, body := range map[string][]byte{
		"60,000 entries": archived(t, func(entry func(name, body string)) {
			entry("word/document.xml", "<d><p><t>Nghị quyết</t></p></d>")
			for n := range 60_000 {
				entry(fmt.Sprintf("word/%d.xml", n), "")
			}
		}),
		"a part twice": archived(t, func(entry func(name, body string)) {
			for range 2 {
				entry("word/document.xml", "<d><p><t>Nghị quyết</t></p></d>")
			}
		}),
		"a bomb": archived(t, func(entry func(name, body string)) {
			entry("word/document.xml", "<d><p><t>Nghị quyết</t></p>"+strings.Repeat("<x/>\n", extract.MaxInflated/5+1)+"</d>")
		}),
		"one long element": archived(t, func(entry func(name, body string)) {
			entry("word/document.xml", "<d "+strings.Repeat(`a="" `, extract.MaxToken/5+1)+"><t>Nghị quyết</t></d>")
		}),
		"nothing said":          packed(t, ""),
		"an archive cut short":  good[:len(good)/2],
		"an archive of nothing": archived(t, func(func(name, body string)) {}),
	} {
		if len(body) > reading.MaxFile {
			t.Fatalf("%s: %d bytes are refused for their size alone", name, len(body))
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		begun := time.Now()
		_, err := resolution.Text(t.Context(), papers, body)
		took := time.Since(begun)
		runtime.ReadMemStats(&after)
		t.Logf("%s: %d bytes, %v, %d KiB allocated by all that runs", name, len(body), took, (after.TotalAlloc-before.TotalAlloc)>>10)
		if !fault.HasCode(err, "resolution_unreadable") {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := resolution.Text(t.Context(), extract.New(extract.Programs{}), body); !fault.HasCode(err, "resolution_unreadable") {
			t.Errorf("%s: read here: %v", name, err)
		}
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := resolution.Text(ended, papers, good); !errors.Is(err, context.Canceled) {
		t.Errorf("who has gone has it read all the same: %v", err)
	}
	if _, err := resolution.Text(t.Context(), papers, good); err != nil {
		t.Errorf("after all that nothing is read: %v", err)
	}
}
