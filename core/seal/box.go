package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"strings"
)

// box encrypts under one key. What is in it opens only with the key and with
// the same words about it as it was closed with.
type box struct{ cipher.AEAD }

// form stands before every closed text, so that a later form can be told apart.
const form = "s1."

var errBroken = errors.New("not what was sealed here")

func newBox(key []byte) box {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic("seal: " + err.Error()) // a key of another length: our mistake
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic("seal: " + err.Error())
	}
	return box{aead}
}

// close is plain in its box, as text; about binds it to its place.
func (b box) close(plain []byte, about ...string) string {
	return form + base64.RawURLEncoding.EncodeToString(b.Seal(nil, nil, plain, bound(about)))
}

// open is what close was given, or errBroken.
func (b box) open(text string, about ...string) ([]byte, error) {
	rest, ours := strings.CutPrefix(text, form)
	raw, err := base64.RawURLEncoding.DecodeString(rest)
	if err != nil || !ours {
		return nil, errBroken
	}
	plain, err := b.Open(nil, nil, raw, bound(about))
	if err != nil {
		return nil, errBroken
	}
	return plain, nil
}

// bound is words as bytes that no other words come to.
func bound(about []string) []byte {
	var out []byte
	for _, word := range about {
		out = binary.AppendUvarint(out, uint64(len(word)))
		out = append(out, word...)
	}
	return out
}
