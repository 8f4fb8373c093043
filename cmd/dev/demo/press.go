package demo

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/paper"
)

// file is a paper or a photograph.
type file struct {
	name string
	body []byte
	meta document.Meta
}

func (f file) reader() io.Reader { return bytes.NewReader(f.body) }
func (f file) size() int64       { return int64(len(f.body)) }

// press makes papers, one after the other.
type press struct {
	scanner *scanner
}

func newPress() *press { return &press{scanner: newScanner()} }

// sheet is what a paper says.
type sheet struct {
	issuer, place, title, kind, number string
	lines                              []string
	day                                calendar.Date
}

// make is the next paper for a slot of a tale's record: a photograph where the slot
// is for photographs, else a scan, a DOCX or a spreadsheet, as the slot takes them.
func (p *press) make(y *year, t *tale, s *manifest.Slot, day calendar.Date) (file, error) {
	key := fmt.Sprint(t.story.Kind, t.unit.code, t.period, t.n, s.Code, day)
	sh := y.sheet(t, s, day, key)
	f := file{meta: document.Meta{IssuedOn: day.String(), Issuer: sh.issuer, Summary: sh.title}}
	var err error
	switch form := form(s, key); form {
	case "jpg":
		f.name, f.meta = "Ảnh "+day.Vietnamese()[:5]+".jpg", document.Meta{}
		f.body, err = photograph(key)
	case "docx":
		f.name, f.meta.Kind, f.meta.Number = sh.kind+".docx", kindOf(s), sh.number
		f.body, err = sh.docx()
	case "xlsx":
		f.name, f.meta.Kind = "Biểu số liệu.xlsx", kindOf(s)
		f.body, err = sh.xlsx(key)
	default:
		f.name, f.meta.Kind, f.meta.Number = sh.kind+".pdf", kindOf(s), sh.number
		f.body, err = p.scanner.pdf(sh)
	}
	f.name = strings.ReplaceAll(f.name, "/", "-")
	return f, err
}

func form(s *manifest.Slot, key string) string {
	takes := func(t string) bool { return slices.Contains(s.Types, t) }
	dice := chance(key + "form")
	switch {
	case !takes("pdf") || s.Types[0] == "jpg" && dice < 0.7:
		return "jpg"
	case s.Signed:
		return "pdf"
	case takes("xlsx") && dice < 0.3:
		return "xlsx"
	case takes("docx") && dice < 0.6:
		return "docx"
	}
	return "pdf"
}

func kindOf(s *manifest.Slot) string {
	if len(s.DocKinds) == 0 {
		return ""
	}
	return s.DocKinds[0]
}

// sheet is what the paper of a record says: its slot, the record's own words.
func (y *year) sheet(t *tale, s *manifest.Slot, day calendar.Date, key string) sheet {
	k := y.known[t.recordID]
	sh := sheet{issuer: t.unit.name, place: t.unit.place.name, day: day, kind: strings.Split(s.Label.VI, ",")[0]}
	code := "CV"
	if len(s.DocKinds) > 0 {
		code = s.DocKinds[0]
	}
	sh.number = fmt.Sprintf("%d/%s-%s", 3+int(chance(key)*240), code, y.symbol(t.unit))
	for i := range y.kinds[t.story.Kind].Fields {
		f := &y.kinds[t.story.Kind].Fields[i]
		v, told := k.fields[f.Name].(string)
		if !told || v == "" || f.Sealed {
			continue
		}
		switch f.Type {
		case "text", "longtext":
			if sh.title == "" {
				sh.title = v
				continue
			}
			sh.lines = append(sh.lines, v)
		case "date":
			if d, err := calendar.ParseDate(v); err == nil {
				sh.lines = append(sh.lines, f.Label.VI+": "+d.Vietnamese())
			}
		}
	}
	if sh.title == "" {
		sh.title = y.kinds[t.story.Kind].Label.VI
	}
	return sh
}

// symbol is the unit in the numbers of its papers.
func (y *year) symbol(u *place) string {
	switch u.suffix {
	case "MT":
		return "MTTQ-BTT"
	case "DU":
		return "ĐU"
	case "CTMT":
		return "CTMT"
	}
	return u.suffix
}

func (sh sheet) docx() ([]byte, error) {
	number, symbol, _ := strings.Cut(sh.number, "/")
	p := paper.Paper{Face: paper.Face{Issuer: sh.issuer, Number: number, Symbol: symbol, Place: sh.place, Day: sh.day, Type: strings.ToUpper(sh.kind), Abstract: sh.title,
		Authority: "TM. " + strings.ToUpper(sh.issuer), Recipients: []string{"Như trên;", "Lưu."}}, Created: sh.day.Start().Add(8 * time.Hour)}
	for _, line := range sh.lines {
		p.Body = append(p.Body, paper.Sentence{{Text: line}})
	}
	return paper.DOCX(p)
}

func (sh sheet) xlsx(key string) ([]byte, error) {
	x := excelize.NewFile()
	defer x.Close() //nolint:errcheck // in memory
	rows := [][]any{{sh.issuer}, {sh.title}, {}, {"TT", "Nội dung", "Kết quả", "Ghi chú"}}
	for n, line := range append([]string{"Tổng số"}, sh.lines...) {
		rows = append(rows, []any{n + 1, line, int(chance(fmt.Sprint(key, n)) * 100), ""})
	}
	for n, row := range rows {
		if err := x.SetSheetRow("Sheet1", fmt.Sprintf("A%d", n+1), &row); err != nil {
			return nil, err
		}
	}
	if err := x.SetColWidth("Sheet1", "B", "B", 60); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err := x.Write(&b)
	return b.Bytes(), err
}
