package reference

import (
	"fmt"
	"strings"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
)

// Markdown is the reference as one page in English.
func Markdown() ([]byte, error) {
	p := &page{}
	p.line("# Reference for module authors")
	p.line("")
	p.line("Written by `go run ./cmd/dev gen` from the code; `doanket module reference` prints the same. Begin with [README.md](README.md).")
	p.expressions()
	p.needs()
	p.sections()
	p.actions()
	p.choices()
	if err := p.keys(); err != nil {
		return nil, err
	}
	p.base(manifest.Core())
	return []byte(p.text.String()), nil
}

// page is Markdown being written.
type page struct{ text strings.Builder }

func (p *page) line(s string) { p.text.WriteString(s + "\n") }

// head begins a section.
func (p *page) head(title string) { p.line("\n## " + title + "\n") }

// table writes rows under their heads.
func (p *page) table(heads []string, rows [][]string) {
	p.row(heads)
	rule := make([]string, len(heads))
	for i := range rule {
		rule[i] = "---"
	}
	p.row(rule)
	for _, r := range rows {
		p.row(r)
	}
}

func (p *page) row(cells []string) {
	for i, c := range cells {
		cells[i] = strings.ReplaceAll(c, "|", `\|`)
	}
	p.line("| " + strings.Join(cells, " | ") + " |")
}

// code sets words as code, "" as nothing.
func code(words ...string) string {
	var out []string
	for _, w := range words {
		if w != "" {
			out = append(out, "`"+w+"`")
		}
	}
	return strings.Join(out, " ")
}

// expressions says what CEL sees and calls.
func (p *page) expressions() {
	p.head("Expressions (CEL)")
	p.line("Every field of the kind by its name, and:\n")
	var rows [][]string
	for _, n := range rule.Names() {
		rows = append(rows, []string{code(n.Name), n.Type, n.Says})
	}
	p.table([]string{"name", "type", "is"}, rows)
	p.line("\nA field is seen as:\n")
	rows = nil
	for _, t := range manifest.FieldTypes() {
		rows = append(rows, []string{code(t), rule.TypeOf(t)})
	}
	p.table([]string{"type of the field", "in an expression"}, rows)
	p.line("\nWhat can be called; the first are the platform's own:\n")
	rows = nil
	for _, f := range rule.Functions() {
		rows = append(rows, []string{code(f.Call), f.Gives, f.Says, code(f.Example)})
	}
	p.table([]string{"call", "gives", "is", "for instance"}, rows)
	p.line(fmt.Sprintf("\nAn expression is at most %d characters long. Absent text compares as `''`, which comes before every date: write `d != '' && d < today`.", rule.MaxText))
}
