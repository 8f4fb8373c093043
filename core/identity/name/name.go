package name

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/text"
)

// How long what people are called may be.
const (
	Max      = 120 // letters of a name
	MaxLogin = 64
	MaxEmail = 254
)

// Normal is the one form of a login: clean, in lower case.
func Normal(s string) string {
	s, _ = text.Line(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.ToLower(s)
}

// Login brings a login into its one form. Fault: Invalid, field login.
func Login(s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", fault.New(fault.Invalid, "not_utf8", fault.Field("login"))
	}
	typed := strings.ToLower(text.Composed(s))
	s = Normal(s)
	switch {
	case s == "":
		return "", fault.New(fault.Invalid, "required", fault.Field("login"))
	case utf8.RuneCountInString(s) > MaxLogin:
		return "", fault.New(fault.Invalid, "too_long", fault.Field("login"))
	case strings.ContainsFunc(typed, foreign):
		return "", fault.New(fault.Invalid, "look_alike", fault.Field("login"))
	case strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !strings.ContainsRune("0123456789._-@+", r) }):
		return "", fault.New(fault.Invalid, "login_signs", fault.Field("login"))
	}
	return s, nil
}

// foreign is a sign that may be taken for one of the keyboard and is not: a
// letter of another alphabet, a full-width one, a digit of other numerals.
func foreign(r rune) bool {
	switch {
	case unicode.IsLetter(r):
		return !unicode.Is(unicode.Latin, r) || r >= '！' || text.LooksAlike(string(r))
	case unicode.IsNumber(r):
		return r >= utf8.RuneSelf
	}
	return text.LooksAlike(string(r))
}

// Split gives a whole name its two parts: in Vietnamese the given name
// comes last, and it alone may be there.
func Split(whole string) (familyMiddle, given string) {
	whole, _ = text.Line(whole)
	at := strings.LastIndexByte(whole, ' ')
	if at < 0 {
		return "", whole
	}
	return whole[:at], whole[at+1:]
}

// Email is an address in lower case; none is fine. Fault: Invalid, field email.
func Email(s string) (string, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	if s == "" {
		return "", nil
	}
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || len(s) > MaxEmail {
		return "", fault.New(fault.Invalid, "invalid", fault.Field("email"))
	}
	return s, nil
}

// Locale lets vi, en or none through. Fault: Invalid, field locale.
func Locale(s string) (string, error) {
	if s != "" && s != "vi" && s != "en" {
		return "", fault.New(fault.Invalid, "unknown_value", fault.Field("locale"))
	}
	return s, nil
}
