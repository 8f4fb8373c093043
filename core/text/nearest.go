package text

import "strings"

// Nearest finds the candidate most like a mistyped word, for "did you mean";
// "" when none is like it.
func Nearest(word string, candidates []string) string {
	best, at := "", min(len(word), max(1, min(2, len(word)/2), len(word)/3)+1) // a word that keeps no letter is like none
	for _, c := range candidates {
		if len(word) > 2 && strings.HasPrefix(c, word) {
			return c
		}
		if d := distance(word, c); d < at {
			best, at = c, d
		}
	}
	return best
}

// distance is the edit distance of two short words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
