package paper_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/paper"
	"github.com/doanket/doanket/core/paper/papertest"
)

// hostile is text no XML may hold, and text that would end a tag.
const hostile = "a\x00b\x0b\x1f\ufffe\u202e\xffc</w:t><x a=\"1\">&amp; ]]> \U0001F600"

func sample(s string) paper.Paper {
	run := paper.Run{Text: s, Link: "https://an.example/figures/x?a=1&b=" + s, Note: s}
	return paper.Paper{Face: paper.Face{Above: []string{s}, Issuer: s, Number: s, Symbol: s, Place: s, Type: s, Abstract: s, Bases: []string{s}, Authority: s, Position: s, Signer: s, Recipients: []string{s}},
		Draft: s, Note: s, Created: time.Date(2026, 6, 20, 0, 0, 0, 0, time.UTC),
		Body: []paper.Block{paper.Heading{Level: 1, Text: s}, paper.Heading{Level: 3, Text: s}, paper.Sentence{run, run, {Text: s, Italic: true}}, paper.Table{},
			paper.Table{Title: s, Below: s, Columns: []paper.Column{{Head: run}, {Head: run, Share: 3, Right: true}}, Rows: []paper.Row{{Cells: []paper.Run{run, run, run}, Bold: true}, {}}}}}
}

func parts(t *testing.T, p paper.Paper) map[string]string {
	t.Helper()
	raw, err := paper.DOCX(p)
	if err != nil {
		t.Fatal(err)
	}
	return papertest.Parts(t, raw)
}

// found are the first groups of all matches.
func found(re, s string) []string {
	var out []string
	for _, m := range regexp.MustCompile(re).FindAllStringSubmatch(s, -1) {
		out = append(out, m[1])
	}
	return out
}

// TestAFileWordOpens holds what Word refuses or repairs a file for: parts that are
// no XML, parts without a type, relations and footnotes that are named and are not
// there, ids used twice, cells without a paragraph, rows of another width.
func TestAFileWordOpens(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]paper.Paper{"plain": sample("Báo cáo"), "empty": {}, "hostile": sample(hostile), "party": {Face: paper.Face{Party: true}}} {
		all := parts(t, p)
		for part, content := range all {
			d := xml.NewDecoder(strings.NewReader(content))
			for {
				_, err := d.Token()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatalf("%s: %s is no XML: %v", name, part, err)
				}
			}
			if !strings.HasSuffix(part, ".rels") && part != "[Content_Types].xml" && !strings.Contains(all["[Content_Types].xml"], `PartName="/`+part+`"`) {
				t.Errorf("%s: %s has no type", name, part)
			}
		}
		document, rels := all["word/document.xml"], all["word/_rels/document.xml.rels"]
		for _, id := range found(` r:id="([^"]+)"`, document) {
			if !strings.Contains(rels, ` Id="`+id+`"`) {
				t.Errorf("%s: relation %s is not there", name, id)
			}
		}
		for _, target := range found(` Target="([a-z0-9]+\.xml)"`, rels) {
			if all["word/"+target] == "" {
				t.Errorf("%s: part %s is not there", name, target)
			}
		}
		for _, address := range found(` Target="([^"]*)" TargetMode`, rels) {
			if _, err := url.ParseRequestURI(address); err != nil || strings.ContainsAny(address, " \\{}^") {
				t.Errorf("%s: %q is no address", name, address)
			}
		}
		notes := found(`<w:footnote w:id="([^"]+)"`, all["word/footnotes.xml"])
		if marks := found(`<w:footnoteReference w:id="([^"]+)"`, document); !slices.Equal(notes, marks) {
			t.Errorf("%s: footnotes %v, marks %v", name, notes, marks)
		}
		for _, what := range []string{`<w:bookmarkStart w:id="([^"]+)"`, `<w:bookmarkStart w:id="[^"]+" w:name="([^"]+)"`} {
			if ids := found(what, document); len(slices.Compact(slices.Sorted(slices.Values(ids)))) != len(ids) {
				t.Errorf("%s: %s twice in %v", name, what, ids)
			}
		}
		if n := strings.Count(document, "</w:p></w:tc>"); n != strings.Count(document, "<w:tc>") {
			t.Errorf("%s: a cell does not end in a paragraph", name)
		}
		for _, table := range found(`(?s)<w:tbl>(.*?)</w:tbl>`, document) {
			for _, row := range found(`(?s)<w:tr>(.*?)</w:tr>`, table) {
				if strings.Count(row, "<w:tc>") != strings.Count(table, "<w:gridCol ") {
					t.Errorf("%s: a row has other columns than its table", name)
				}
			}
		}
	}
}

func TestHostileTextIsLeftReadable(t *testing.T) {
	t.Parallel()
	all := parts(t, sample(hostile))
	for _, part := range []string{"word/document.xml", "word/footnotes.xml", "word/header1.xml", "docProps/core.xml"} {
		if want := "abc&lt;/w:t&gt;&lt;x a=&#34;1&#34;&gt;&amp;amp; ]]&gt; \U0001F600"; !strings.Contains(all[part], want) {
			t.Errorf("%s does not hold %s", part, want)
		}
	}
}

func TestTheSamePaperIsTheSameBytes(t *testing.T) {
	t.Parallel()
	first, err := paper.DOCX(sample("Báo cáo"))
	if err != nil {
		t.Fatal(err)
	}
	second, err := paper.DOCX(sample("Báo cáo"))
	if err != nil || !bytes.Equal(first, second) {
		t.Errorf("printed again it is another file (%v)", err)
	}
	other, err := paper.DOCX(sample("Báo cáo khác"))
	if err != nil || bytes.Equal(first, other) {
		t.Errorf("another paper is the same file (%v)", err)
	}
}

// words are the text of a part, paragraphs apart.
func words(part string) string {
	part = strings.ReplaceAll(part, "</w:p>", "\n")
	return regexp.MustCompile(`<[^>]*>`).ReplaceAllString(part, "")
}

func TestTheFaceOfAPaper(t *testing.T) {
	t.Parallel()
	face := paper.Face{Above: []string{"ỦY BAN MTTQ VIỆT NAM", "TỈNH AN"}, Issuer: "BAN THƯỜNG TRỰC", Number: "5", Symbol: "BC-MTTQ-BTT", Place: "An", Day: calendar.NewDate(2026, 2, 5), Type: "BÁO CÁO",
		Abstract: "Kết quả", Authority: "TM. BAN THƯỜNG TRỰC", Position: "CHỦ TỊCH", Signer: "Nguyễn Văn An", Recipients: []string{"Như trên;", "- Lưu: VT."}}
	state := parts(t, paper.Paper{Face: face})
	text := words(state["word/document.xml"])
	for _, want := range []string{"ỦY BAN MTTQ VIỆT NAM\nTỈNH AN\nBAN THƯỜNG TRỰC\n", "\nSố: 05/BC-MTTQ-BTT\n", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n", "\nAn, ngày 05 tháng 02 năm 2026\n",
		"BÁO CÁO\nKết quả\n", "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n", "TM. BAN THƯỜNG TRỰC\nCHỦ TỊCH\nNguyễn Văn An\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("the State paper does not say %q:\n%s", want, text)
		}
	}
	face.Party, face.Day, face.Number = true, calendar.NewDate(2026, 11, 15), ""
	text = words(parts(t, paper.Paper{Face: face})["word/document.xml"])
	for _, want := range []string{"BAN THƯỜNG TRỰC\n*\nSố         -BC-MTTQ-BTT\n", "ĐẢNG CỘNG SẢN VIỆT NAM\n", "\nAn, ngày 15 tháng 11 năm 2026\n", "\n-----\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("the Party paper does not say %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "CỘNG HÒA") {
		t.Error("a Party paper bears the State's words")
	}
	for _, want := range []string{`w:ascii="Times New Roman"`, `<w:sz w:val="28"/>`, `w:lang w:val="vi-VN"`} {
		if !strings.Contains(state["word/styles.xml"], want) {
			t.Errorf("the styles have no %s", want)
		}
	}
	for _, want := range []string{`<w:pgSz w:w="11906" w:h="16838"/>`, `w:top="1134" w:right="851" w:bottom="1134" w:left="1701"`, `<w:titlePg/>`} {
		if !strings.Contains(state["word/document.xml"], want) {
			t.Errorf("the page has no %s", want)
		}
	}
	if !strings.Contains(state["word/header2.xml"], "PAGE") || strings.Contains(state["word/header1.xml"], "PAGE") {
		t.Error("pages are numbered from the second on")
	}
}
