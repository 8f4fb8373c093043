package text

import (
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// What folds by the table folds as what is taken apart.
func TestFoldByTheTable(t *testing.T) {
	t.Parallel()
	alphabet := []rune("aAàÀảẲđĐðÐơỢ ưỨ\t1-,.ßŁıİſẞµ·\u0301\u0323\u00ad\u200b\x00кΩ漢\ufffd")
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var b strings.Builder
		for range random.IntN(12) {
			b.WriteRune(alphabet[random.IntN(len(alphabet))])
		}
		s := b.String()
		if random.IntN(20) == 0 {
			s += "\xff"
		}
		if got, want := folded(s), strings.Map(foldRune, norm.NFD.String(s)); got != want {
			t.Fatalf("%q folds to %q by the table, to %q taken apart", s, got, want)
		}
	}
}
