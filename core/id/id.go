package id

import (
	"crypto/rand"
	"strings"
	"sync"
	"time"
)

// alphabet is Crockford's base 32 in lower case: no i, l, o, u.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

// Length is the number of characters after the prefix and its underscore.
const Length = 26

var last struct {
	sync.Mutex
	ms      uint64
	entropy [10]byte
}

// New returns prefix_ULID: 48 bits of time in milliseconds and 80 random bits,
// growing strictly within this process (github.com/ulid/spec).
func New(prefix string) string {
	last.Lock()
	defer last.Unlock()
	ms := uint64(time.Now().UnixMilli())
	if ms <= last.ms {
		ms = last.ms
		increment(&last.entropy)
	} else {
		last.ms = ms
		fill(&last.entropy)
	}
	return prefix + "_" + encode(ms, last.entropy)
}

// Valid reports whether s is an id with the prefix.
func Valid(s, prefix string) bool {
	rest, ok := strings.CutPrefix(s, prefix+"_")
	if !ok || len(rest) != Length || rest[0] > '7' {
		return false
	}
	for i := range len(rest) {
		if strings.IndexByte(alphabet, rest[i]) < 0 {
			return false
		}
	}
	return true
}

// fill leaves the top bit clear so that increments within one millisecond
// cannot overflow.
func fill(e *[10]byte) {
	_, _ = rand.Read(e[:]) // crypto/rand.Read never fails since Go 1.24
	e[0] &= 0x7f
}

func increment(e *[10]byte) {
	for i := len(e) - 1; i >= 0; i-- {
		e[i]++
		if e[i] != 0 {
			return
		}
	}
}

// encode writes 128 bits as 26 characters, most significant first.
func encode(ms uint64, entropy [10]byte) string {
	var raw [16]byte
	for i := range 6 {
		raw[i] = byte(ms >> (40 - 8*i))
	}
	copy(raw[6:], entropy[:])
	var out [Length]byte
	var acc uint32
	bits, at := uint(2), 0 // 130 bits of text hold 128: two zero bits lead
	for _, b := range raw {
		acc = acc<<8 | uint32(b)
		bits += 8
		for bits >= 5 {
			bits -= 5
			out[at] = alphabet[acc>>bits&31]
			at++
		}
	}
	return string(out[:])
}
