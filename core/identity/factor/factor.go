package factor

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
)

// Recovery is how many recovery codes a person gets.
const Recovery = 10

const period = 30 // seconds of a step

// New is a fresh seed, and the address an authenticator app reads it from.
func New(issuer, login string) (seed, url string, err error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: login, Period: period})
	if err != nil {
		return "", "", err
	}
	return key.Secret(), key.URL(), nil
}

// Step is the time step the typed code belongs to, now or one to either side for
// clocks that differ; 0 when none.
func Step(seed, typed string, now time.Time) int64 {
	found, code := int64(0), strings.ReplaceAll(strings.TrimSpace(typed), " ", "")
	for shift := -1; shift <= 1; shift++ {
		at := now.Add(time.Duration(shift*period) * time.Second)
		want, err := totp.GenerateCodeCustom(seed, at, totp.ValidateOpts{Period: period, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			found = at.Unix() / period
		}
	}
	return found
}

// NewRecovery is a recovery code as it is shown; Plain of it is what is kept, hashed.
func NewRecovery() string {
	var b [10]byte
	_, _ = rand.Read(b[:])
	code := strings.ToLower(base32.StdEncoding.EncodeToString(b[:])) // 16 letters, 80 bits
	return code[:4] + "-" + code[4:8] + "-" + code[8:12] + "-" + code[12:]
}

// Plain is a recovery code without what people type between its letters.
func Plain(code string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' {
			return -1
		}
		return r
	}, strings.ToLower(code))
}
