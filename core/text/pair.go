package text

import "strings"

// PairList is what a search for words that stand side by side looks in: each two
// neighbours among the first 20,000 words of s as one word without marks, "_" between,
// each once, one space around each. Vietnamese writes the parts of one word apart.
func PairList(s string) string {
	list := Words(s)
	list = list[:min(len(list), mostWords)]
	var b strings.Builder
	seen := map[string]bool{}
	for i := 1; i < len(list); i++ {
		pair := Pair(list[i-1], list[i])
		if !seen[pair] {
			seen[pair] = true
			b.WriteString(" " + pair)
		}
	}
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	return b.String()
}

// Pair is two words that stand side by side, as PairList has them.
func Pair(a, b string) string { return Fold(a) + "_" + Fold(b) }
