package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold is the key a search compares by: lower case, no marks, đ as d, one space
// between words: "  Hà   TĨNH" → "ha tinh". Never a unique key: Sơn Hà and Sơn
// Hạ fold to the same.
func Fold(s string) string {
	s = strings.Map(foldRune, decomposed(s))
	if !strings.Contains(s, "  ") && strings.TrimSpace(s) == s && !strings.ContainsAny(s, "\t\n\r") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

func decomposed(s string) string {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return norm.NFD.String(s)
		}
	}
	return s
}

func foldRune(r rune) rune {
	if r < 0x80 {
		return unicode.ToLower(r)
	}
	if unicode.Is(unicode.Mn, r) {
		return -1
	}
	if r = unicode.ToLower(visible(r)); r == 'đ' {
		return 'd'
	}
	return r
}
