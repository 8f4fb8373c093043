package identity

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/text"
)

const (
	maxName  = 120
	maxLogin = 64
	maxEmail = 254
)

// NormalLogin is the one form of a login: clean, in lower case.
func NormalLogin(s string) string {
	s, _ = text.Line(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.ToLower(s)
}

func checkLogin(s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", fault.New(fault.Invalid, "not_utf8", fault.Field("login"))
	}
	typed := strings.ToLower(text.Composed(s))
	s = NormalLogin(s)
	switch {
	case s == "":
		return "", fault.New(fault.Invalid, "required", fault.Field("login"))
	case utf8.RuneCountInString(s) > maxLogin:
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

// SplitName gives a whole name its two parts: in Vietnamese the given name
// comes last, and it alone may be there.
func SplitName(name string) (familyMiddle, given string) {
	name, _ = text.Line(name)
	at := strings.LastIndexByte(name, ' ')
	if at < 0 {
		return "", name
	}
	return name[:at], name[at+1:]
}

func checkEmail(s string) (string, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	if s == "" {
		return "", nil
	}
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || len(s) > maxEmail {
		return "", fault.New(fault.Invalid, "invalid", fault.Field("email"))
	}
	return s, nil
}

func checkLocale(s string) (string, error) {
	if s != "" && s != "vi" && s != "en" {
		return "", fault.New(fault.Invalid, "unknown_value", fault.Field("locale"))
	}
	return s, nil
}
