package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/doanket/doanket/core/fault"
)

// What a cleaner can find wrong: codes of a field.
const (
	NotUTF8 = "not_utf8"
	Invalid = "invalid" // a control character
)

// Line is s as one line is kept: NFC, Đ for what only looks like it, no
// invisible sign, words one space apart and none around. The problem is "",
// NotUTF8 (then s comes back as it was) or Invalid.
func Line(s string) (line, problem string) {
	if !utf8.ValidString(s) {
		return s, NotUTF8
	}
	line = strings.Join(strings.FieldsFunc(norm.NFC.String(strings.Map(visible, s)), unicode.IsSpace), " ")
	if strings.ContainsFunc(line, unicode.IsControl) {
		problem = Invalid
	}
	return line, problem
}

// Block is Line for text of several lines: spaces inside stay, line ends
// become "\n", and tabs are allowed.
func Block(s string) (block, problem string) {
	if !utf8.ValidString(s) {
		return s, NotUTF8
	}
	block = strings.TrimSpace(norm.NFC.String(strings.Map(visible, lineEnds.Replace(s))))
	if strings.ContainsFunc(block, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }) {
		problem = Invalid
	}
	return block, problem
}

// Check is Line for a field of at most so many characters. Faults, all naming
// the field: Invalid "not_utf8", "invalid", "required", "too_long".
func Check(field, s string, most int, required bool) (string, error) {
	s, problem := Line(s)
	switch {
	case problem != "":
	case s == "" && required:
		problem = "required"
	case utf8.RuneCountInString(s) > most:
		problem = "too_long"
	}
	if problem != "" {
		return "", fault.New(fault.Invalid, problem, fault.Field(field))
	}
	return s, nil
}

// Name is Check for a name people tell units and persons apart by: one with
// letters that only look Latin is refused. Fault besides: Invalid "look_alike".
func Name(field, s string, most int, required bool) (string, error) {
	s, err := Check(field, s, most, required)
	if err == nil && LooksAlike(s) {
		return "", fault.New(fault.Invalid, "look_alike", fault.Field(field))
	}
	return s, err
}

// LooksAlike reports signs of other alphabets that can pass for Latin letters:
// Cyrillic, Greek and the like, those of phoneticians and of formulas. What the
// peoples of Vietnam write their names with, Ƀ and Ñ among it, are none.
func LooksAlike(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.Cyrillic, unicode.Greek, unicode.Armenian, unicode.Cherokee, unicode.Coptic, unicode.Lisu, formula)
	})
}

var formula = &unicode.RangeTable{
	R16: []unicode.Range16{{Lo: 'ı', Hi: 'ı', Stride: 1}, {Lo: 0x0250, Hi: 0x02af, Stride: 1}, {Lo: 0x1d00, Hi: 0x1dbf, Stride: 1}, {Lo: 0x2100, Hi: 0x218f, Stride: 1}},
	R32: []unicode.Range32{{Lo: 0x1d400, Hi: 0x1d7ff, Stride: 1}},
}

// Composed is s in NFC and otherwise untouched: for secrets, in which every
// sign counts however the keyboard composes it.
func Composed(s string) string { return norm.NFC.String(s) }

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// visible drops a rune nobody sees and mends one that only looks like another.
func visible(r rune) rune {
	switch r {
	case 'Ð', 'Ɖ': // U+00D0 of Iceland, U+0189 of Africa
		return 'Đ'
	case 'ð', 'ɖ':
		return 'đ'
	case '\u034f', '\u115f', '\u1160', '\u2800', '\u3164', '\uffa0': // letters and marks that draw nothing
		return -1
	case '\n', '\t':
		return r
	}
	switch {
	case unicode.Is(unicode.Zs, r): // no-break, narrow and other spaces of typesetters
		return ' '
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r): // zero-width, soft hyphen, and what turns "fdp.exe" around
		return -1
	case r >= '！' && r <= '～': // the full-width forms of ASCII
		return r - '！' + '!'
	}
	return r
}
