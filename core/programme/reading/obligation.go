package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// obligations takes a paragraph apart into what it obliges to, each on its own.
func obligations(s string) []string {
	var out []string
	for _, sentence := range sentences(s) {
		for i, part := range parts(sentence) {
			for j, piece := range pieces(part) {
				switch {
				case len(out) == 0:
				case i == 0 && j == 0 && results.MatchString(piece):
					out[len(out)-1] += ". " + piece
					continue
				case i > 0 && j == 0 && (goesOn.MatchString(piece) || spelled(out[len(out)-1], piece)):
					out[len(out)-1] += "; " + piece
					continue
				}
				out = append(out, piece)
			}
		}
	}
	for i := range out {
		out[i] = sentenceCase(out[i])
	}
	return out
}

// sentences ends one at a full stop before a capital.
func sentences(s string) []string {
	var out []string
	begin := 0
	for i, r := range s {
		if i < begin || strings.HasPrefix(s[i+1:], ".") || r != '.' && r != '!' && r != '?' && r != '…' {
			continue
		}
		rest := strings.TrimLeft(s[i+utf8.RuneLen(r):], `.”"’)`)
		next, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " "))
		if strings.HasPrefix(rest, " ") && unicode.IsUpper(next) && !short(s[begin:i]) {
			out = append(out, s[begin:i])
			begin = len(s) - len(rest)
		}
	}
	out = append(out, s[begin:])
	return trimmed(out)
}

// short reports whether the word before a full stop is an abbreviation: «TP.», «Đ.».
func short(s string) bool {
	word := s[strings.LastIndexByte(s, ' ')+1:]
	n := utf8.RuneCountInString(word)
	return n <= 2 && n > 0 && strings.ToUpper(word) == word && strings.IndexFunc(word, unicode.IsLetter) == 0
}

// parts ends one at a semicolon outside brackets and quotation marks.
func parts(s string) []string {
	var out []string
	depth, begin := 0, 0
	for i, r := range s {
		switch r {
		case '(', '“', '«':
			depth++
		case ')', '”', '»':
			depth = max(0, depth-1)
		case ';':
			if depth == 0 {
				out = append(out, s[begin:i])
				begin = i + 1
			}
		}
	}
	return trimmed(append(out, s[begin:]))
}

// pieces ends one before words that begin an obligation of their own.
func pieces(s string) []string {
	var out []string
	for {
		at := cut(s)
		if at < 0 {
			return append(out, listed(s)...)
		}
		out = append(out, listed(strings.TrimSpace(s[:at]))...)
		s = without(s[at:])
	}
}

// cut is where the next obligation of its own begins, -1 where there is none.
func cut(s string) int {
	for begin := 0; ; {
		m := starts.FindStringIndex(s[begin:])
		if m == nil {
			return -1
		}
		at := begin + m[0]
		if at > 0 && (afterComma.MatchString(s[at:begin+m[1]]) || afterAnd.MatchString(s[at:begin+m[1]])) {
			return at
		}
		begin += m[1]
	}
}

// without is a piece without the words that tied it to the one before.
func without(s string) string {
	s = strings.TrimLeft(s, ", ")
	for _, tie := range []string{"và công tác ", "và ", "đồng thời "} {
		s = strings.TrimPrefix(s, tie)
	}
	return s
}

// listed takes «trong việc A, B và C» apart where each is something to be done and
// there are three of them or more.
func listed(s string) []string {
	s = strings.TrimPrefix(s, "đồng thời ")
	lead, list, some := strings.Cut(s, "trong việc ")
	if !some {
		return []string{s}
	}
	at := duties.FindAllStringIndex(list, -1)
	if len(at) < 2 || !duties.MatchString(", "+list) || duties.FindStringIndex(", " + list)[0] != 0 {
		return []string{s}
	}
	out, begin := []string{}, 0
	for _, m := range at {
		out = append(out, list[begin:m[0]])
		begin = m[0]
	}
	out = append(out, list[begin:])
	for i := range out {
		out[i] = strings.TrimPrefix(strings.TrimLeft(out[i], ", "), "và ")
	}
	out[0] = lead + "trong việc " + out[0]
	return out
}

// spelled reports whether a part only spells out the one before: it begins with the
// same verb.
func spelled(before, part string) bool {
	m := again.FindStringSubmatch(before)
	return m != nil && strings.HasPrefix(strings.ToLower(part), strings.ToLower(m[1])+" ")
}

func trimmed(list []string) []string {
	var out []string
	for _, s := range list {
		if s = strings.Trim(s, " .;,"); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func sentenceCase(s string) string {
	s = strings.Trim(s, " .;,")
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
