package paper_test

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/paper"
)

// order is what the schema of ECMA-376 (wml.xsd, transitional) lets stand in an element,
// and in which order, of what papers are made of. Word repairs, or refuses, a file that
// has another.
var order = map[string]string{
	"pPr":            "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind contextualSpacing jc outlineLvl rPr sectPr",
	"pBdr":           "top left bottom right between bar",
	"rPr":            "rStyle rFonts b bCs i iCs caps smallCaps strike color spacing w kern position sz szCs highlight u effect bdr shd vertAlign lang",
	"tblPr":          "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
	"tblBorders":     "top left bottom right insideH insideV",
	"tblCellMar":     "top left bottom right",
	"tbl":            "tblPr tblGrid tr",
	"tr":             "trPr tc",
	"tc":             "tcPr p",
	"tcPr":           "tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign",
	"sectPr":         "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols vAlign titlePg docGrid",
	"document":       "body",
	"p":              "pPr *", // then runs, links and bookmarks as they come
	"r":              "rPr *",
	"style":          "name basedOn next link qFormat pPr rPr",
	"styles":         "docDefaults latentStyles style",
	"docDefaults":    "rPrDefault pPrDefault",
	"settings":       "zoom defaultTabStop characterSpacingControl footnotePr endnotePr compat themeFontLang",
	"footnotes":      "footnote",
	"footnote":       "p",
	"hdr":            "p",
	"coreProperties": "title creator description language created modified",
	"Relationships":  "Relationship",
	"Types":          "Default Override",
	"tblGrid":        "gridCol",
	"tabs":           "tab",
	"compat":         "compatSetting",
	"rPrDefault":     "rPr",
	"pPrDefault":     "pPr",
}

// anywhere are the elements with only what *, or nothing, allows in them.
const anywhere = "body hyperlink trPr footnotePr"

// TestElementsStandAsTheSchemaHasThem walks every part of papers of all shapes.
func TestElementsStandAsTheSchemaHasThem(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for name, p := range map[string]paper.Paper{"plain": sample("Báo cáo"), "empty": {}, "hostile": sample(hostile), "party": {Face: paper.Face{Party: true}}} {
		for part, content := range parts(t, p) {
			for _, wrong := range disorder(content, seen) {
				t.Errorf("%s, %s: %s", name, part, wrong)
			}
		}
	}
	for element := range order {
		if !seen[element] {
			t.Errorf("no paper has a %s: the rule holds nothing", element)
		}
	}
	for _, wrong := range []string{`<w:pPr><w:jc/><w:spacing/></w:pPr>`, `<w:rPr><w:u/><w:sz/></w:rPr>`, `<w:tc><w:tbl/></w:tc>`, `<w:p><w:r/><w:pPr/></w:p>`} {
		if len(disorder(wrong, seen)) == 0 {
			t.Errorf("%s passes", wrong)
		}
	}
}

// disorder are the elements of a part that stand where the schema has none, or has them
// earlier.
func disorder(content string, seen map[string]bool) (wrong []string) {
	type level struct {
		name string
		at   int
	}
	stack := []level{{}}
	d := xml.NewDecoder(strings.NewReader(content))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return wrong
		}
		if err != nil {
			return append(wrong, err.Error())
		}
		switch e := token.(type) {
		case xml.StartElement:
			up := &stack[len(stack)-1]
			if rule := order[up.name]; rule != "" {
				list := strings.Fields(rule)
				at := slices.Index(list, e.Name.Local)
				if at < 0 {
					at = slices.Index(list, "*")
				}
				if at < up.at {
					wrong = append(wrong, e.Name.Local+" stands out of its order in "+up.name)
				}
				up.at = max(at, up.at)
			} else if up.name != "" && !slices.Contains(strings.Fields(anywhere), up.name) {
				wrong = append(wrong, e.Name.Local+" stands in "+up.name+", of which no rule is known")
			}
			seen[e.Name.Local] = true
			stack = append(stack, level{name: e.Name.Local})
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		}
	}
}
