package paper

import (
	"fmt"
	"strconv"
	"strings"
)

// section is the page: A4, its margins, a first page without number.
var section = fmt.Sprintf(`<w:sectPr><w:headerReference w:type="first" r:id="first"/><w:headerReference w:type="default" r:id="others"/>`+
	`<w:pgSz w:w="%d" w:h="%d"/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="567" w:footer="567" w:gutter="0"/><w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>`,
	pageWidth, pageHeight, marginEnds, marginRight, marginEnds, marginLeft)

// header is what marks a draft, on the right, and from the second page on the page
// number in the middle.
func header(draft string, numbered bool) string {
	w := &writer{}
	const tabs = `<w:tabs><w:tab w:val="center" w:pos="4677"/><w:tab w:val="right" w:pos="9354"/></w:tabs>` // of textWidth
	number := ""
	if numbered {
		f := font{size: 13}.properties()
		number = `<w:r>` + f + `<w:fldChar w:fldCharType="begin"/></w:r><w:r>` + f + `<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r>` +
			f + `<w:fldChar w:fldCharType="separate"/></w:r><w:r>` + f + `<w:t>2</w:t></w:r><w:r>` + f + `<w:fldChar w:fldCharType="end"/></w:r>`
	}
	const tab = `<w:r><w:tab/></w:r>`
	w.WriteString(`<w:p><w:pPr><w:pStyle w:val="Header"/>` + tabs + `</w:pPr>` + tab + number + tab + font{size: 12, bold: true}.words(draft) + `</w:p>`)
	return `<w:hdr ` + spaces + `>` + w.String() + `</w:hdr>`
}

const settings = `<w:settings ` + spaces + `><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>` +
	`<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>` +
	`<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="vi-VN"/></w:settings>`

// styles are those the paper uses, in Times New Roman throughout, black.
func styles(l look) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<w:styles %s><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/>`+
		`<w:color w:val="000000"/><w:sz w:val="%d"/><w:szCs w:val="%d"/><w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>`+
		`<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>`, spaces, 2*l.text, 2*l.text)
	style := func(kind, id, name, based, properties string) {
		mark := ""
		if id == "Normal" || id == "DefaultParagraphFont" {
			mark = ` w:default="1"`
		}
		if based != "" {
			based = `<w:basedOn w:val="` + based + `"/>`
		}
		fmt.Fprintf(&b, `<w:style w:type="%s"%s w:styleId="%s"><w:name w:val="%s"/>%s<w:qFormat/>%s</w:style>`, kind, mark, id, name, based, properties)
	}
	style("paragraph", "Normal", "Normal", "", "")
	style("character", "DefaultParagraphFont", "Default Paragraph Font", "", "")
	for level := range 3 {
		n := strconv.Itoa(level + 1)
		style("paragraph", "Heading"+n, "heading "+n, "Normal", `<w:pPr><w:keepNext/><w:outlineLvl w:val="`+strconv.Itoa(level)+`"/></w:pPr><w:rPr><w:b/></w:rPr>`)
	}
	style("paragraph", "Header", "header", "Normal", `<w:pPr><w:spacing w:line="240" w:lineRule="auto"/></w:pPr>`)
	style("paragraph", "FootnoteText", "footnote text", "Normal", `<w:pPr><w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="both"/></w:pPr><w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>`)
	style("character", "FootnoteReference", "footnote reference", "DefaultParagraphFont", `<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>`)
	b.WriteString(`</w:styles>`)
	return b.String()
}
