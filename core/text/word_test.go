package text_test

import (
	"strings"
	"testing"

	"github.com/doanket/doanket/core/text"
)

func TestWords(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"Hội nghị, Đại-đoàn kết!": "hội nghị đại đoàn kết", "12/KN-MT": "12 kn mt", "100% a_b": "100 a b", "": "", "…": "",
		"Ho\u0323\u0302i": "hội", "Khu phố Ðông": "khu phố đông", strings.Repeat("a", 90): strings.Repeat("a", 60),
	} {
		if got := strings.Join(text.Words(s), " "); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
	for s, want := range map[string]string{"": "", "Ma má MÁ mạ": " ma má mạ ", "Đất ở đâu": " dat đất o ở dau đâu "} {
		if got := text.WordList(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}
