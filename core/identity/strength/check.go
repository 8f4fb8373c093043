package strength

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/trustelem/zxcvbn"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/text"
)

// Bounds of a password, in letters.
const (
	Min = 10
	Max = 200
)

const (
	enough = 3  // of zxcvbn's 0 to 4: above 10^8 guesses, more than any lock-out lets anybody make
	judged = 60 // letters; the estimate costs more than in proportion to them
)

// common are what Vietnamese passwords are made of most, beside the lists of English,
// names and keyboards that zxcvbn brings.
var common = strings.Fields(`matkhau mat khau matkhaumoi vietnam viet nam saigon hanoi hatinh danang hue
	matran mattran mat tran mttq ubmttq doanket doan ket dangbo dangvien congsan uybandan uyban chutich bithu
	canbo phuongxa xaphuong anhyeuem emyeuanh yeuem yeuanh iloveyou tinhyeu giadinh bome conyeu hanhphuc
	thanhcong maymanh khongbiet khongco nguyen nguyenvan nguyenthi tranvan tranthi lethi levan phamvan phamthi hoang
	hochiminh bachho toiyeuvietnam namdinh haiphong cantho nghean thanhhoa abc123 admin quantri nhanvien`)

// Check asks for length, not for exotic signs, as NIST advises, and refuses what is
// guessed first: the commonest passwords, their parts put together, rows of keys and of
// digits, and what is known of the person. Faults: Invalid not_utf8, too_short,
// too_long, password.guessable, at the field password.
func Check(password string, known ...string) error {
	n := utf8.RuneCountInString(text.Composed(password))
	switch {
	case !utf8.ValidString(password):
		return fault.New(fault.Invalid, "not_utf8", fault.Field("password"))
	case n < Min:
		return fault.New(fault.Invalid, "too_short", fault.Field("password"), fault.Param("min", fmt.Sprint(Min)))
	case n > Max:
		return fault.New(fault.Invalid, "too_long", fault.Field("password"), fault.Param("max", fmt.Sprint(Max)))
	case guessable(password, known):
		return fault.New(fault.Invalid, "password.guessable", fault.Field("password"))
	}
	return nil
}

// guessable estimates without accents and without what stands between words: whoever
// guesses tries that too.
func guessable(password string, known []string) bool {
	words := append([]string{}, common...)
	for _, k := range known {
		parts := strings.FieldsFunc(text.Fold(k), between)
		words = append(append(words, parts...), strings.Join(parts, ""))
	}
	letters := []rune(strings.Map(func(r rune) rune {
		if between(r) {
			return -1
		}
		return r
	}, text.Fold(password)))
	if len(letters) > judged {
		letters = letters[:judged]
	}
	return zxcvbn.PasswordStrength(string(letters), words).Score < enough
}

// between tells what people put between words.
func between(r rune) bool { return strings.ContainsRune(" .@-_", r) }
