package identity

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/doanket/doanket/core/fault"
)

const (
	maxName  = 120
	maxLogin = 64
	maxEmail = 254
)

// NormalLogin is the one form of a login: composed, lower case, no spaces around.
func NormalLogin(s string) string {
	return strings.ToLower(norm.NFC.String(strings.TrimSpace(strings.ToValidUTF8(s, "\uFFFD"))))
}

func checkLogin(s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", fault.New(fault.Invalid, "not_utf8", fault.Field("login"))
	}
	s = NormalLogin(s)
	switch {
	case s == "":
		return "", fault.New(fault.Invalid, "required", fault.Field("login"))
	case utf8.RuneCountInString(s) > maxLogin:
		return "", fault.New(fault.Invalid, "too_long", fault.Field("login"))
	case strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("._-@+", r)
	}):
		return "", fault.New(fault.Invalid, "invalid", fault.Field("login"))
	}
	return s, nil
}

// checkName composes accents and takes superfluous spaces out.
func checkName(field, s string, required bool) (string, error) {
	if !utf8.ValidString(s) {
		return "", fault.New(fault.Invalid, "not_utf8", fault.Field(field))
	}
	s = strings.Join(strings.Fields(norm.NFC.String(s)), " ")
	switch {
	case s == "" && required:
		return "", fault.New(fault.Invalid, "required", fault.Field(field))
	case utf8.RuneCountInString(s) > maxName:
		return "", fault.New(fault.Invalid, "too_long", fault.Field(field))
	case strings.ContainsFunc(s, unicode.IsControl):
		return "", fault.New(fault.Invalid, "invalid", fault.Field(field))
	}
	return s, nil
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
