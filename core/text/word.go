package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	longestWord = 60     // characters of a word that count
	mostWords   = 20_000 // words of a text that count
)

// Words are the words of s in order: runs of letters, marks and digits, in lower
// case, composed, cut after 60 characters.
func Words(s string) []string {
	s = norm.NFC.String(strings.ToLower(strings.Map(visible, s)))
	words := strings.FieldsFunc(s, func(r rune) bool { return !unicode.In(r, unicode.L, unicode.M, unicode.N) })
	for i, word := range words {
		if runes := []rune(word); len(runes) > longestWord {
			words[i] = string(runes[:longestWord])
		}
	}
	return words
}

// WordList is what a search for words looks in: the first 20,000 words of s, each
// once without marks and once more with them, one space around each.
func WordList(s string) string {
	words := Words(s)
	words = words[:min(len(words), mostWords)]
	var b strings.Builder
	seen := make(map[string]bool, 2*len(words))
	for _, word := range words {
		for _, form := range []string{Fold(word), word} {
			if form != "" && !seen[form] {
				seen[form] = true
				b.WriteString(" " + form)
			}
		}
	}
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	return b.String()
}
