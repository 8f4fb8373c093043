package identity

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/text"
)

// cost is the price of one guess: OWASP's argon2id of 19 MiB, 2 passes.
type cost struct {
	memory, passes uint32
	lanes          uint8
}

var today = cost{memory: 19 * 1024, passes: 2, lanes: 1}

const (
	keyLength  = 32
	saltLength = 16
	patience   = 10 * time.Second // for a free place to hash in
)

// b64 is the base 64 of the PHC form.
var b64 = base64.RawStdEncoding

// hasher bounds how many hashes are made at once, so that a flood of sign-ins
// can eat neither the memory nor every core.
type hasher struct{ places chan struct{} }

func newHasher(n int) *hasher { return &hasher{make(chan struct{}, n)} }

func (h *hasher) run(ctx context.Context, work func()) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case h.places <- struct{}{}:
	case <-ctx.Done():
		return fault.New(fault.Unavailable, "sign_in.busy", fault.Retry(2*time.Second), fault.Cause(ctx.Err()))
	}
	defer func() { <-h.places }()
	work()
	return nil
}

func derive(c cost, password string, salt []byte) []byte {
	return argon2.IDKey([]byte(text.Composed(password)), salt, c.passes, c.memory, c.lanes, keyLength)
}

// hash gives the password in PHC form, with the cost it was made at.
func (h *hasher) hash(ctx context.Context, password string) (out string, err error) {
	salt := make([]byte, saltLength)
	_, _ = rand.Read(salt)
	err = h.run(ctx, func() {
		out = fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, today.memory, today.passes, today.lanes,
			b64.EncodeToString(salt), b64.EncodeToString(derive(today, password, salt)))
	})
	return out, err
}

// matches compares; stale tells that the hash was made at another cost. Where
// there is no hash, an unknown login or no password set, it works as hard.
func (h *hasher) matches(ctx context.Context, password, phc string) (ok, stale bool, err error) {
	c, salt, key, readable := parse(phc)
	if !readable {
		c, salt = today, make([]byte, saltLength)
	}
	var got []byte
	if err := h.run(ctx, func() { got = derive(c, password, salt) }); err != nil {
		return false, false, err
	}
	return subtle.ConstantTimeCompare(got, key) == 1 && readable, c != today, nil
}

func parse(phc string) (c cost, salt, key []byte, ok bool) {
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.passes, &c.lanes); err != nil || c.passes == 0 || c.lanes == 0 {
		return c, nil, nil, false
	}
	salt, err := b64.DecodeString(parts[4])
	if err != nil {
		return c, nil, nil, false
	}
	key, err = b64.DecodeString(parts[5])
	return c, salt, key, err == nil && len(key) == keyLength
}
