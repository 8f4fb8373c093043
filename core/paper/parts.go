package paper

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"
)

// Namespaces and types of the parts (ECMA-376).
const (
	declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	spaces      = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	relations   = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	packages    = `http://schemas.openxmlformats.org/package/2006/`
	wordTypes   = `application/vnd.openxmlformats-officedocument.wordprocessingml.`
)

// Mime is the media type of a DOCX.
const Mime = wordTypes + "document"

// DOCX is the paper as a file.
func DOCX(p Paper) ([]byte, error) {
	w := &writer{look: stateLook, noted: map[string]int{}, known: map[string]int{}}
	if p.Party {
		w.look = partyLook
	}
	w.head(p.Face)
	w.title(p.Face)
	for _, b := range p.Body {
		b.write(w)
	}
	w.close(p.Face)
	return archive([]part{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", relationships(`<Relationship Id="main" Type="` + relations + `officeDocument" Target="word/document.xml"/>` +
			`<Relationship Id="core" Type="` + packages + `relationships/metadata/core-properties" Target="docProps/core.xml"/>`)},
		{"docProps/core.xml", properties(p)},
		{"word/document.xml", `<w:document ` + spaces + `><w:body>` + w.String() + section + `</w:body></w:document>`},
		{"word/_rels/document.xml.rels", relationships(fixedRelations + w.linked())},
		{"word/styles.xml", styles(w.look)},
		{"word/settings.xml", settings},
		{"word/footnotes.xml", w.footnotes()},
		{"word/header1.xml", header(p.Draft, false)},
		{"word/header2.xml", header(p.Draft, true)},
	})
}

// part is a file in the archive.
type part struct{ name, content string }

// archive packs the parts in their order. They are stored as they are: how bytes
// are squeezed changes with the compiler, and the same paper is the same bytes.
func archive(parts []part) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Store})
		if err == nil {
			_, err = io.WriteString(f, declaration+p.content)
		}
		if err != nil {
			return nil, fmt.Errorf("pack %s: %w", p.name, err)
		}
	}
	err := z.Close()
	return out.Bytes(), err
}

const contentTypes = `<Types xmlns="` + packages + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
	`<Default Extension="xml" ContentType="application/xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="` + wordTypes + `document.main+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="` + wordTypes + `styles+xml"/>` +
	`<Override PartName="/word/settings.xml" ContentType="` + wordTypes + `settings+xml"/>` +
	`<Override PartName="/word/footnotes.xml" ContentType="` + wordTypes + `footnotes+xml"/>` +
	`<Override PartName="/word/header1.xml" ContentType="` + wordTypes + `header+xml"/>` +
	`<Override PartName="/word/header2.xml" ContentType="` + wordTypes + `header+xml"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`

const fixedRelations = `<Relationship Id="styles" Type="` + relations + `styles" Target="styles.xml"/>` +
	`<Relationship Id="settings" Type="` + relations + `settings" Target="settings.xml"/>` +
	`<Relationship Id="footnotes" Type="` + relations + `footnotes" Target="footnotes.xml"/>` +
	`<Relationship Id="first" Type="` + relations + `header" Target="header1.xml"/>` +
	`<Relationship Id="others" Type="` + relations + `header" Target="header2.xml"/>`

func relationships(list string) string {
	return `<Relationships xmlns="` + packages + `relationships">` + list + `</Relationships>`
}

// linked are the addresses the paper opens.
func (w *writer) linked() string {
	var b strings.Builder
	for i, address := range w.links {
		fmt.Fprintf(&b, `<Relationship Id="link%d" Type="%shyperlink" Target="%s" TargetMode="External"/>`, i+1, relations, escape(address))
	}
	return b.String()
}

func properties(p Paper) string {
	at := p.Created.UTC().Format(time.RFC3339)
	return `<cp:coreProperties xmlns:cp="` + packages + `metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + escape(p.Abstract) + `</dc:title><dc:creator>` + escape(p.Issuer) + `</dc:creator><dc:description>` + escape(p.Note) + `</dc:description>` +
		`<dc:language>vi-VN</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">` + at + `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + at + `</dcterms:modified></cp:coreProperties>`
}

// footnotes are preceded by the two lines that part them from the text.
func (w *writer) footnotes() string {
	const line = `<w:footnote w:type="%s" w:id="%d"><w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:%s/></w:r></w:p></w:footnote>`
	var b strings.Builder
	b.WriteString(`<w:footnotes ` + spaces + `>`)
	fmt.Fprintf(&b, line, "separator", -1, "separator")
	fmt.Fprintf(&b, line, "continuationSeparator", 0, "continuationSeparator")
	for i, note := range w.notes {
		fmt.Fprintf(&b, `<w:footnote w:id="%d"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> %s</w:t></w:r></w:p></w:footnote>`,
			i+1, escape(note))
	}
	b.WriteString(`</w:footnotes>`)
	return b.String()
}
