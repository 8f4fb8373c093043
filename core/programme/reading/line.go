package reading

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/doanket/doanket/core/text"
)

// para is a paragraph: the lines it stood on joined, without its mark.
type para struct {
	mark     mark
	text     string
	from, to int
	cells    []string // of a table's row
}

var (
	spaces = regexp.MustCompile(`[ \t\x{a0}\x{2007}\x{202f}]+`)
	pageNo = regexp.MustCompile(`^[-–— ]*\d{1,3}[-–— ]*$`)
)

// lines is a text as lines of words with single spaces.
func lines(s string) []string {
	s = strings.ToValidUTF8(text.Composed(s), "")
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n", "\u00ad", "", "\ufeff", "", "\u2028", "\n", "\u200b", "").Replace(s)
	out := strings.SplitN(s, "\n", maxLines+1)
	out = out[:min(len(out), maxLines)]
	for i, line := range out {
		if len(line) > maxParagraph {
			line = strings.ToValidUTF8(line[:maxParagraph], "")
		}
		if cells := cellsOf(line); cells != nil {
			out[i] = strings.Join(cells, " | ")
			continue
		}
		out[i] = strings.TrimSpace(spaces.ReplaceAllString(strings.Map(printed, line), " "))
	}
	return out
}

func printed(r rune) rune {
	if unicode.IsControl(r) && r != '\t' {
		return -1
	}
	return r
}

// cellsOf are the cells of a line of a table, nil if it is none.
func cellsOf(line string) []string {
	var parts []string
	switch {
	case strings.Count(line, "|") >= 2:
		parts = strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
	case strings.Count(strings.TrimSpace(line), "\t") >= 2:
		parts = strings.Split(strings.TrimSpace(line), "\t")
	default:
		return nil
	}
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = strings.TrimSpace(spaces.ReplaceAllString(strings.Map(printed, p), " "))
	}
	return out
}

// paragraphs joins lines that were broken: by the width of the page, or in the middle
// of a sentence.
func paragraphs(all []string) []para {
	wide := 0
	for _, line := range all {
		wide = max(wide, utf8.RuneCountInString(line))
	}
	var out []para
	var seen marks
	gap, last := true, ""
	for i, line := range all {
		switch {
		case line == "":
			gap = true
			continue
		case pageNo.MatchString(line):
			continue
		}
		if cells := cellsOf(line); cells != nil {
			out = append(out, para{text: line, from: i + 1, to: i + 1, cells: cells})
			gap, last = true, line
			continue
		}
		m, rest := seen.of(line)
		if m.level == none && len(out) > 0 && out[len(out)-1].cells == nil && joins(out[len(out)-1], last, line, gap, wide) {
			p := &out[len(out)-1]
			p.text, p.to = p.text+" "+line, i+1
		} else {
			out = append(out, para{mark: m, text: rest, from: i + 1, to: i + 1})
		}
		gap, last = false, line
	}
	return out
}

// joins reports whether a line without a mark goes on with the paragraph before.
func joins(p para, last, line string, gap bool, wide int) bool {
	first, _ := utf8.DecodeRuneInString(line)
	switch {
	case len(p.text) > maxParagraph, over.MatchString(line), over.MatchString(p.text):
		return false
	case unicode.IsLower(first):
		return true
	case gap, ends(last):
		return false
	case p.mark.level != none && capitals(p.text) && capitals(line):
		return true
	}
	return !capitals(last) && !capitals(line) && utf8.RuneCountInString(last)*10 >= wide*7
}

// ends reports whether a line ends a sentence.
func ends(s string) bool {
	return strings.HasSuffix(strings.TrimRight(s, `"”’) `), ".") || strings.HasSuffix(s, ";") || strings.HasSuffix(s, ":") || strings.HasSuffix(s, "…")
}

// capitals reports whether a text is written in capitals.
func capitals(s string) bool {
	upper, letters := 0, 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
			if unicode.IsUpper(r) {
				upper++
			}
		}
	}
	return letters > 2 && upper*10 >= letters*7
}
