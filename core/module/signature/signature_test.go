package signature_test

import (
	"strings"
	"testing"

	"github.com/doanket/doanket/core/module/signature"
)

// TestNothingChangesUnderASignature: not a byte of what is signed, nor who
// signed it.
func TestNothingChangesUnderASignature(t *testing.T) {
	t.Parallel()
	key, text := signature.NewKey()
	again, err := signature.ReadKey(text + "\n")
	if err != nil || again.Public() != key.Public() {
		t.Fatalf("the key reads as another: %v", err)
	}
	other, _ := signature.NewKey()
	trusted, err := signature.ReadTrusted(" " + key.Public() + ", ")
	if err != nil || len(trusted) != 1 {
		t.Fatal(trusted, err)
	}
	s := signature.Subject{ID: "demo", Version: "1.2.3", SHA256: strings.Repeat("a", 64), Manifest: []byte("module: demo\n")}
	signed := key.Sign(s)
	if !trusted.Holds(s, signed) || trusted.Holds(s, other.Sign(s)) || trusted.Holds(s, "") || trusted.Holds(s, "AAAA") {
		t.Error("its own signature does not hold, or another's does")
	}
	for name, change := range map[string]func(s *signature.Subject){
		"id":       func(s *signature.Subject) { s.ID = "demo2" },
		"version":  func(s *signature.Subject) { s.Version = "1.2.4" },
		"binary":   func(s *signature.Subject) { s.SHA256 = strings.Repeat("b", 64) },
		"manifest": func(s *signature.Subject) { s.Manifest = append(s.Manifest, ' ') },
		"a line moved from one into the other": func(s *signature.Subject) {
			s.ID, s.Version = "demo\"\nversion \"1.2.3", ""
		},
	} {
		changed := s
		changed.Manifest = append([]byte(nil), s.Manifest...)
		change(&changed)
		if trusted.Holds(changed, signed) || changed.Digest() == s.Digest() {
			t.Errorf("another %s passes under the same signature", name)
		}
	}
	if signature.Trusted(nil).Holds(s, signed) {
		t.Error("without a trusted key something is trusted")
	}
}

func TestWhatIsNoKeyIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"x", "AAAA", strings.Repeat("A", 40)} {
		if _, err := signature.ReadTrusted(text); err == nil {
			t.Errorf("%q is trusted", text)
		}
		if _, err := signature.ReadKey(text); err == nil {
			t.Errorf("%q signs", text)
		}
	}
}
