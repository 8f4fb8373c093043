package server

import (
	"strings"
	"testing"
)

// TestEveryAnswerHasItsOwnNumber, everywhere in the page and in its policy, and a policy
// lets nothing inline count.
func TestEveryAnswerHasItsOwnNumber(t *testing.T) {
	t.Parallel()
	built := []byte(`<meta property="csp-nonce" nonce="number-of-this-answer"><style nonce="number-of-this-answer">p{}</style>`)
	seen := map[string]bool{}
	for range 100 {
		page, csp := dressed(built)
		_, rest, _ := strings.Cut(csp, "'nonce-")
		number, _, _ := strings.Cut(rest, "'")
		if len(number) < 22 || seen[number] || strings.Count(string(page), `nonce="`+number+`"`) != 2 || strings.Contains(csp, "unsafe") {
			t.Fatalf("%s with %s", page, csp)
		}
		seen[number] = true
	}
	if strings.Contains(string(built), "nonce-") || !strings.Contains(string(built), "number-of-this-answer") {
		t.Errorf("the page kept for the next answer was changed: %s", built)
	}
	for _, own := range []string{basePage, noClient} {
		if _, csp := dressed([]byte(own)); !strings.Contains(csp, "style-src 'self' 'sha256-") {
			t.Errorf("a page of ours is not dressed: %s", csp)
		}
	}
}
