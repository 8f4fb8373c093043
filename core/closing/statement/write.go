package statement

import (
	"bufio"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"hash"
	"io"
)

// Write writes the statement, signed, and says its seal and the digests of its
// sections.
func Write(out io.Writer, s *Statement, key ed25519.PrivateKey) (Seal, []Digest, error) {
	w := &writer{out: bufio.NewWriter(out), whole: sha256.New(), section: sha256.New()}
	w.line(line{Head: &s.Head})
	w.section.Reset() // who closed and when is no part of what was closed
	s.lines(w)
	sum := hex.EncodeToString(w.whole.Sum(nil))
	seal := Seal{SHA256: sum, Key: Public(key), Signature: base64.StdEncoding.EncodeToString(ed25519.Sign(key, Signed(sum)))}
	w.line(line{Seal: &seal})
	if w.err == nil {
		w.err = w.out.Flush()
	}
	return seal, w.digests, w.err
}

// Public is the public half of a key, in base64.
func Public(key ed25519.PrivateKey) string {
	return base64.StdEncoding.EncodeToString(key[ed25519.PrivateKeySize-ed25519.PublicKeySize:])
}

// Seen is the digest of what is closed, whoever closes it and when.
func (s *Statement) Seen() (string, error) {
	w := &writer{out: bufio.NewWriter(io.Discard), whole: sha256.New(), section: sha256.New()}
	w.line(line{Must: string(s.Head.Period) + " " + s.Head.Unit})
	w.section.Reset()
	s.lines(w)
	return hex.EncodeToString(w.whole.Sum(nil)), w.err
}

func (s *Statement) lines(w *writer) {
	for i := range s.Units {
		w.line(line{Unit: &s.Units[i]})
	}
	w.digest(OfUnits)
	for i := range s.Records {
		w.line(line{Record: &s.Records[i]})
	}
	w.digest(OfRecords)
	for i := range s.Measures {
		m := &s.Measures[i]
		m.Count = Count{len(m.Must), len(m.Owings), len(m.Contributions), len(m.Figures)}
		w.line(line{Measure: m})
		for _, u := range m.Must {
			w.line(line{Must: u})
		}
		for i := range m.Owings {
			w.line(line{Owing: &m.Owings[i]})
		}
		for i := range m.Contributions {
			w.line(line{Contribution: &m.Contributions[i]})
		}
		for i := range m.Figures {
			w.line(line{Figure: &m.Figures[i]})
		}
		w.digest(m.Code)
	}
}

type writer struct {
	out            *bufio.Writer
	whole, section hash.Hash
	digests        []Digest
	err            error
}

func (w *writer) line(l line) {
	if w.err != nil {
		return
	}
	raw, err := json.Marshal(l)
	if err != nil {
		w.err = err
		return
	}
	raw = append(raw, '\n')
	w.whole.Write(raw)
	w.section.Write(raw)
	_, w.err = w.out.Write(raw)
}

func (w *writer) digest(of string) {
	d := Digest{of, hex.EncodeToString(w.section.Sum(nil))}
	w.line(line{Digest: &d})
	w.section.Reset()
	w.digests = append(w.digests, d)
}
