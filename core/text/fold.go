package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold is the key a search compares by: lower case, no marks, đ as d, one space
// between words: "  Hà   TĨNH" → "ha tinh". Never a unique key: Sơn Hà and Sơn
// Hạ fold to the same.
func Fold(s string) string {
	s = folded(s)
	if !strings.Contains(s, "  ") && strings.TrimSpace(s) == s && !strings.ContainsAny(s, "\t\n\r") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// folded is s rune by rune: by the table where all of them stand in it, as in nearly
// all that is typed, else taken apart into letters and marks.
func folded(s string) string {
	out := make([]byte, 0, len(s))
	for _, r := range s {
		if r >= rune(len(letters)) || letters[r] == 0 {
			return strings.Map(foldRune, norm.NFD.String(s))
		}
		out = utf8.AppendRune(out, letters[r])
	}
	return string(out)
}

// letters are what the runes that Vietnamese is written with fold to, each by itself;
// 0 for those that do not come to one rune. Between letters that are whole nothing
// moves when they are taken apart, so a text of them folds letter by letter.
var letters = func() (out [0x1f00]rune) {
	for r := rune(1); r < rune(len(out)); r++ {
		if 0x250 <= r && r < 0x1e00 {
			continue // marks and other scripts
		}
		if to := []rune(strings.Map(foldRune, norm.NFD.String(string(r)))); len(to) == 1 {
			out[r] = to[0]
		}
	}
	return out
}()

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
