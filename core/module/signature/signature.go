package signature

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
)

// Subject is what a module is: nothing of it can change under a signature.
type Subject struct {
	ID       string // under which it lies in the catalogue
	Version  string
	SHA256   string // of the binary, in hex
	Manifest []byte
}

// Digest names the subject in hex. Two subjects share none: each line is
// introduced, and none can hold a line's end.
func (s Subject) Digest() string {
	sum := sha256.Sum256(s.signed())
	return hex.EncodeToString(sum[:])
}

func (s Subject) signed() []byte {
	manifest := sha256.Sum256(s.Manifest)
	return fmt.Appendf(nil, "doanket module 1\nid %q\nversion %q\nbinary %q\nmanifest %x\n", s.ID, s.Version, strings.ToLower(s.SHA256), manifest)
}

// Key signs. Its text is the base64 of 32 random bytes, as openssl rand makes
// them.
type Key struct{ private ed25519.PrivateKey }

// NewKey makes a key and its text.
func NewKey() (Key, string) {
	seed := make([]byte, ed25519.SeedSize)
	_, _ = rand.Read(seed) // never fails
	return Key{ed25519.NewKeyFromSeed(seed)}, base64.StdEncoding.EncodeToString(seed)
}

// ReadKey reads a key's text.
func ReadKey(text string) (Key, error) {
	seed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(seed) != ed25519.SeedSize {
		return Key{}, fmt.Errorf("a signing key is base64 of %d bytes", ed25519.SeedSize)
	}
	return Key{ed25519.NewKeyFromSeed(seed)}, nil
}

// Public is the text of the key that checks what this one signs.
func (k Key) Public() string {
	return base64.StdEncoding.EncodeToString(k.private.Public().(ed25519.PublicKey))
}

// Sign is the subject's signature in base64.
func (k Key) Sign(s Subject) string {
	return base64.StdEncoding.EncodeToString(ed25519.Sign(k.private, s.signed()))
}

// Trusted are the keys whose signatures count.
type Trusted []ed25519.PublicKey

// ReadTrusted reads public keys, comma separated; none is none.
func ReadTrusted(text string) (Trusted, error) {
	var out Trusted
	for one := range strings.SplitSeq(text, ",") {
		if one = strings.TrimSpace(one); one == "" {
			continue
		}
		raw, err := base64.StdEncoding.DecodeString(one)
		if err != nil || len(raw) != ed25519.PublicKeySize {
			return nil, fmt.Errorf("%q is no public key: base64 of %d bytes, as `doanket module key` prints it", one, ed25519.PublicKeySize)
		}
		out = append(out, raw)
	}
	return out, nil
}

// Holds reports whether one of the keys signed the subject.
func (t Trusted) Holds(s Subject, signature string) bool {
	raw, err := base64.StdEncoding.DecodeString(signature)
	if err != nil {
		return false
	}
	for _, key := range t {
		if ed25519.Verify(key, s.signed(), raw) {
			return true
		}
	}
	return false
}
