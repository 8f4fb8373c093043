package paper

import (
	"fmt"
	"strconv"
	"strings"
)

// writer writes the body and collects footnotes and links on the way.
type writer struct {
	strings.Builder
	look  look
	notes []string       // text of each footnote, in order
	noted map[string]int // text → its place in notes, from 1
	links []string       // in order
	known map[string]int // address → its place in links, from 1
}

// para is how a paragraph stands; lengths are in twips (1/20 pt), 0 is the style's.
type para struct {
	style         string
	align         string // left, center, right, both
	before, after int
	left, right   int
	first         int // indent of the first line; -1: none
	line          int // exact height
	level         int // in the outline, from 1
	keep          bool
	rule          bool // a line over it
}

// properties are in the order the schema has them.
func (p para) properties() string {
	var b strings.Builder
	if p.style != "" {
		fmt.Fprintf(&b, `<w:pStyle w:val="%s"/>`, p.style)
	}
	if p.keep {
		b.WriteString(`<w:keepNext/>`)
	}
	if p.rule {
		b.WriteString(`<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>`)
	}
	line := ""
	if p.line > 0 {
		line = fmt.Sprintf(` w:line="%d" w:lineRule="exact"`, p.line)
	}
	fmt.Fprintf(&b, `<w:spacing w:before="%d" w:after="%d"%s/>`, p.before, p.after, line)
	fmt.Fprintf(&b, `<w:ind w:left="%d" w:right="%d" w:firstLine="%d"/>`, p.left, p.right, max(p.first, 0))
	if p.align != "" {
		fmt.Fprintf(&b, `<w:jc w:val="%s"/>`, p.align)
	}
	if p.level > 0 {
		fmt.Fprintf(&b, `<w:outlineLvl w:val="%d"/>`, p.level-1)
	}
	return `<w:pPr>` + b.String() + `</w:pPr>`
}

func (w *writer) para(p para, runs ...string) {
	w.WriteString(`<w:p>` + p.properties() + strings.Join(runs, "") + `</w:p>`)
}

// font is how letters look; size in points.
type font struct {
	size                    int
	bold, italic, underline bool
}

func (f font) properties() string {
	var b strings.Builder
	if f.bold {
		b.WriteString(`<w:b/>`)
	}
	if f.italic {
		b.WriteString(`<w:i/>`)
	}
	fmt.Fprintf(&b, `<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, 2*f.size, 2*f.size)
	if f.underline {
		b.WriteString(`<w:u w:val="single"/>`)
	}
	return `<w:rPr>` + b.String() + `</w:rPr>`
}

// words are a run of text in a font.
func (f font) words(s string) string {
	if s == "" {
		return ""
	}
	return `<w:r>` + f.properties() + `<w:t xml:space="preserve">` + escape(s) + `</w:t></w:r>`
}

// run is a piece of the body with its link and its footnote's mark.
func (w *writer) run(r Run, f font) string {
	f.italic = f.italic || r.Italic
	out := f.words(r.Text)
	if opens(r.Link) && out != "" {
		out = fmt.Sprintf(`<w:hyperlink r:id="link%d" w:history="1">%s</w:hyperlink>`, w.link(r.Link), out)
	}
	if r.Note != "" {
		out += w.mark(r.Note)
	}
	return out
}

// opens reports whether an address may stand in a file: Word takes one with a letter
// no address has for damage of the whole.
func opens(address string) bool {
	return address != "" && !strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("\"<>\\^`{|}", r) })
}

func (w *writer) link(address string) int {
	if n := w.known[address]; n > 0 {
		return n
	}
	w.links = append(w.links, address)
	w.known[address] = len(w.links)
	return len(w.links)
}

// mark is a footnote's mark; where the footnote stands already, its number, which
// follows it when notes are added by hand.
func (w *writer) mark(note string) string {
	const raised = `<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>`
	if n := w.noted[note]; n > 0 {
		return `<w:r>` + raised + `<w:fldChar w:fldCharType="begin"/></w:r><w:r>` + raised + `<w:instrText xml:space="preserve"> NOTEREF note` + strconv.Itoa(n) +
			` \f \h </w:instrText></w:r><w:r>` + raised + `<w:fldChar w:fldCharType="separate"/></w:r><w:r>` + raised + `<w:t>` + strconv.Itoa(n) +
			`</w:t></w:r><w:r>` + raised + `<w:fldChar w:fldCharType="end"/></w:r>`
	}
	w.notes = append(w.notes, note)
	n := len(w.notes)
	w.noted[note] = n
	return fmt.Sprintf(`<w:bookmarkStart w:id="%d" w:name="note%d"/><w:r>%s<w:footnoteReference w:id="%d"/></w:r><w:bookmarkEnd w:id="%d"/>`, n, n, raised, n, n)
}

func (h Heading) write(w *writer) {
	f := font{size: w.look.text, bold: true}
	text, p := h.Text, para{style: "Heading" + strconv.Itoa(h.Level), align: "both", before: 120, after: 60, first: w.look.indent, keep: true}
	switch h.Level {
	case 1:
		text = strings.ToUpper(text)
	case 3:
		f.italic = true
	}
	w.para(p, f.words(text))
}

func (s Sentence) write(w *writer) {
	var runs []string
	for _, r := range s {
		runs = append(runs, w.run(r, font{size: w.look.text}))
	}
	w.para(w.look.body(), runs...)
}
