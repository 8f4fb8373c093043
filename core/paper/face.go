package paper

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/doanket/doanket/core/calendar"
)

// look is what the two layouts differ in; sizes in points, lengths in twips.
type look struct {
	text    int // of the body
	indent  int // of first lines
	line    int // exact height of lines; 0: one and a bit
	heading int // of the words at the top right
	type_   int
}

// Phụ lục I of Nghị định 30/2020/NĐ-CP; Hướng dẫn 05-HD/VPTW.
var (
	stateLook = look{text: 14, indent: 720, heading: 13, type_: 14}
	partyLook = look{text: 14, indent: 567, line: 380, heading: 15, type_: 16}
)

// body is a paragraph of the body: justified, its first line indented, 6 pt apart.
func (l look) body() para {
	return para{align: "both", after: 120, first: l.indent, line: l.line}
}

// letter is about how wide a capital of size 1 is, in twips.
const letter = 13.6

// rule is a line under text, as long as a share of it, in the middle of a width.
func (w *writer) rule(text string, size, width int, share float64) {
	long := float64(utf8.RuneCountInString(text)*size) * letter * share
	side := max(int((float64(width)-long)/2), 0)
	w.para(para{align: "center", before: 20, left: side, right: side, line: 100, rule: true})
}

// Widths of the two halves of the head.
const headLeft, headRight = 3704, textWidth - 3704

// head is what stands over the title: who issues on the left, the State's words or
// the Party's on the right.
func (w *writer) head(f Face) {
	w.open([]int{headLeft, headRight}, "", 0)
	w.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
	w.cell(headLeft, false, func() {
		above, own := font{size: 13}, font{size: 13, bold: true}
		if f.Party {
			above.size, own.size = 14, 14
		}
		for _, line := range f.Above {
			w.centre(above.words(line))
		}
		w.centre(own.words(f.Issuer))
		if f.Party {
			w.centre(own.words("*"))
		} else {
			w.rule(f.Issuer, own.size, headLeft, 0.4)
		}
		w.centre(font{size: 13}.words(f.code()))
	})
	w.cell(headRight, false, func() {
		right := font{size: w.look.heading, bold: true}
		if f.Party {
			w.centre(right.words("ĐẢNG CỘNG SẢN VIỆT NAM"))
			w.rule("ĐẢNG CỘNG SẢN VIỆT NAM", right.size, headRight, 0.92)
		} else {
			w.centre(right.words("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))
			w.centre(font{size: w.look.heading + 1, bold: true}.words("Độc lập - Tự do - Hạnh phúc"))
			w.rule("Độc lập - Tự do - Hạnh phúc", w.look.heading+1, headRight, 0.6) // small letters are narrower
		}
		w.para(para{align: "center", before: 60}, font{size: 14, italic: true}.words(f.Place+", "+written(f.Day)))
	})
	w.WriteString(`</w:tr></w:tbl>`)
}

func (w *writer) centre(runs ...string) { w.para(para{align: "center"}, runs...) }

// code is number and symbol: "Số: 05/BC-MTTQ-BTT", of Party papers "Số 5-BC/TU".
func (f Face) code() string {
	number := f.Number
	if number == "" {
		number = "        "
	}
	if f.Party {
		return "Số " + number + "-" + f.Symbol
	}
	if n, err := strconv.Atoi(number); err == nil && n > 0 && n < 10 {
		number = "0" + strconv.Itoa(n)
	}
	return "Số: " + number + "/" + f.Symbol
}

// written is a day as papers name it: a zero before days below 10, and before the
// first two months; an absent day leaves room for it.
func written(d calendar.Date) string {
	if d.IsZero() {
		return "ngày      tháng      năm       "
	}
	year, month, day := d.Civil()
	m := strconv.Itoa(int(month))
	if month <= time.February {
		m = "0" + m
	}
	return fmt.Sprintf("ngày %02d tháng %s năm %d", day, m, year)
}

// title is the type of the paper, what it is about, and what it rests on.
func (w *writer) title(f Face) {
	w.para(para{align: "center", before: 240, keep: true}, font{size: w.look.type_, bold: true}.words(f.Type))
	for _, line := range Lines(f.Abstract) {
		w.para(para{align: "center", keep: true}, font{size: 14, bold: true}.words(line))
	}
	if f.Party {
		w.para(para{align: "center", after: 200, keep: true}, font{size: 14}.words("-----"))
	} else {
		w.rule("Kết quả thực hiện nghị quyết", 14, textWidth, 0.4)
		w.para(para{after: 80, line: 120})
	}
	for _, line := range f.Bases {
		w.para(w.look.body(), font{size: w.look.text, italic: true}.words(line))
	}
}

// close is who gets the paper and who signs it, which stay together.
func (w *writer) close(f Face) {
	w.para(para{line: 160, keep: true})
	half := textWidth / 2
	w.open([]int{half, textWidth - half}, "", 0)
	w.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
	w.cell(half, false, func() {
		label, list := font{size: 12, bold: true, italic: true}, font{size: 11}
		if f.Party {
			label, list = font{size: 14, underline: true}, font{size: 12}
		}
		w.para(para{align: "left"}, label.words("Nơi nhận"), font{size: label.size, bold: label.bold, italic: label.italic}.words(":"))
		for _, line := range f.Recipients {
			w.para(para{align: "left"}, list.words("- "+strings.TrimLeft(line, "-–• ")))
		}
	})
	w.cell(textWidth-half, false, func() {
		w.centre(font{size: 14, bold: true}.words(f.Authority))
		w.centre(font{size: 14, bold: !f.Party}.words(f.Position))
		w.para(para{align: "center", before: 1500}, font{size: 14, bold: true}.words(f.Signer))
	})
	w.WriteString(`</w:tr></w:tbl>`)
}
