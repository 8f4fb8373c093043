package statement

import (
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// Statement is a text taken apart at its marks.
type Statement struct {
	Lists    []bool // for each mark, whether it stands for a list
	Plain    string // SQLite's text when no mark is a list
	Numbered string // PostgreSQL's text
	pieces   []string
	anyList  bool
}

// maxStatements bounds the memory of statements. Texts are written by rooms and
// made of manifests, never of what people type, so this many is never reached
// but by a mistake; then the memory begins anew.
const maxStatements = 5_000

var statements struct {
	known sync.Map // text → *Statement
	count atomic.Int64
}

// Of takes a text apart, once for all who ask.
func Of(text string) *Statement {
	if s, ok := statements.known.Load(text); ok {
		return s.(*Statement)
	}
	if statements.count.Add(1) > maxStatements {
		statements.known.Clear()
		statements.count.Store(1)
	}
	s := parse(text)
	statements.known.Store(text, s)
	return s
}

func parse(text string) *Statement {
	s := &Statement{pieces: split(text)}
	last := len(s.pieces) - 1
	s.Lists = make([]bool, last)
	for i := range last {
		_, isList := beforeList(s.pieces[i])
		s.Lists[i] = isList && strings.HasPrefix(strings.TrimLeft(s.pieces[i+1], " \t\n"), ")")
		s.anyList = s.anyList || s.Lists[i]
	}
	s.Plain = strings.Join(s.pieces, "?")
	var b strings.Builder
	for i, piece := range s.pieces[:last] {
		if s.Lists[i] {
			piece, _ = beforeList(piece)
		}
		b.WriteString(piece)
		b.WriteString("$" + strconv.Itoa(i+1))
	}
	b.WriteString(s.pieces[last])
	s.Numbered = b.String()
	return s
}

// Expanded is SQLite's text with as many marks for each list as it has values.
func (s *Statement) Expanded(lengths []int) string {
	if !s.anyList {
		return s.Plain
	}
	var b strings.Builder
	list := 0
	for i, isList := range s.Lists {
		b.WriteString(s.pieces[i])
		n := 1
		if isList {
			n = lengths[list]
			list++
		}
		for j := range n {
			if j > 0 {
				b.WriteByte(',')
			}
			b.WriteByte('?')
		}
	}
	b.WriteString(s.pieces[len(s.pieces)-1])
	return b.String()
}

// beforeList reports whether a piece ends in "IN (", and gives it with "= ANY("
// (or, after NOT, "<> ALL(") in that place: PostgreSQL takes a list as one array.
func beforeList(piece string) (string, bool) {
	rest, ok := strings.CutSuffix(strings.TrimRight(piece, " \t\n"), "(")
	if !ok {
		return piece, false
	}
	rest, ok = cutWord(rest, "IN")
	if !ok {
		return piece, false
	}
	if positive, not := cutWord(rest, "NOT"); not {
		return positive + "<> ALL(", true
	}
	return rest + "= ANY(", true
}

// cutWord takes a keyword and the space around it off the end of s.
func cutWord(s, word string) (string, bool) {
	s = strings.TrimRight(s, " \t\n")
	at := len(s) - len(word)
	if at < 1 || !strings.EqualFold(s[at:], word) || strings.IndexByte(" \t\n)", s[at-1]) < 0 {
		return s, false
	}
	return s[:at], true
}

// split cuts a text at its marks. A ? within quotes or comments is none, and ??
// stands for the operator.
func split(text string) []string {
	var pieces []string
	var b strings.Builder
	for i := 0; i < len(text); {
		n := 1
		switch {
		case text[i] == '\'' || text[i] == '"':
			n = until(text[i+1:], text[i:i+1]) + 1
		case strings.HasPrefix(text[i:], "--"):
			n = until(text[i:], "\n")
		case strings.HasPrefix(text[i:], "/*"):
			n = until(text[i+2:], "*/") + 2
		case strings.HasPrefix(text[i:], "??"):
			b.WriteByte('?')
			i += 2
			continue
		case text[i] == '?':
			pieces = append(pieces, b.String())
			b.Reset()
			i++
			continue
		}
		b.WriteString(text[i : i+n])
		i += n
	}
	return append(pieces, b.String())
}

// until is how much of s there is up to and with end, all of it when end is
// missing.
func until(s, end string) int {
	if at := strings.Index(s, end); at >= 0 {
		return at + len(end)
	}
	return len(s)
}
