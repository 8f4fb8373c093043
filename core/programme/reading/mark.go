package reading

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Levels of what a paragraph begins with.
const (
	none = iota
	roman
	article // «Điều 3.»
	number
	decimal // 1.2
	letter
	bullet
)

// mark is what a paragraph begins with, as it stands in ids: "III", "D3", "7",
// "1.2", "a".
type mark struct {
	level int
	label string
}

// marks remembers which marks came before, so that a scan's «l.» or «1I.» is read as
// what must come next.
type marks struct{ roman, number int }

var (
	romanForm   = regexp.MustCompile(`^(?:(?i:phần)\s+)?([IVXl|1Ll]{1,6})\s*[.\-–:/)]{1,2}\s*(\S.*)$`)
	articleForm = regexp.MustCompile(`^Điều\s+(\d{1,2})\s*[.:]?\s*(.*)$`)
	decimalForm = regexp.MustCompile(`^(\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)\s*[.)]?\s+(\S.*)$`)
	numberForm  = regexp.MustCompile(`^(\d{1,2})\s*[.)/]\s*([^\d\s].*)$`)
	oneForm     = regexp.MustCompile(`^[lI|]\s*[.)]\s+(\S.*)$`)
	letterForm  = regexp.MustCompile(`^([a-zđ])\s*[.)]\s+(\S.*)$`)
	bulletForm  = regexp.MustCompile(`^[-–—+•*·▪●○]\s*(\S.*)$`)
	pureRoman   = regexp.MustCompile(`^[IVX]+$`)
)

// of reads the mark of a line and what stands after it.
func (s *marks) of(line string) (mark, string) {
	if m := romanForm.FindStringSubmatch(line); m != nil {
		label := strings.NewReplacer("l", "I", "|", "I", "1", "I", "L", "I").Replace(m[1])
		n := romanValue(label)
		first, _ := utf8.DecodeRuneInString(m[2])
		if n > 0 && strings.Trim(m[1], "1") != "" && (capitals(m[2]) || pureRoman.MatchString(m[1]) && unicode.IsUpper(first)) && n == s.roman+1 {
			s.roman, s.number = n, 0
			return mark{roman, label}, m[2]
		}
	}
	if m := articleForm.FindStringSubmatch(line); m != nil {
		s.number = 0
		return mark{article, "D" + m[1]}, m[2]
	}
	if m := decimalForm.FindStringSubmatch(line); m != nil {
		return mark{decimal, m[1]}, m[2]
	}
	if m := numberForm.FindStringSubmatch(line); m != nil {
		s.number, _ = strconv.Atoi(m[1])
		return mark{number, strconv.Itoa(s.number)}, m[2]
	}
	if m := oneForm.FindStringSubmatch(line); m != nil && s.number == 0 && !capitals(m[1]) {
		s.number = 1
		return mark{number, "1"}, m[1]
	}
	if m := letterForm.FindStringSubmatch(line); m != nil {
		return mark{letter, strings.ReplaceAll(m[1], "đ", "dd")}, m[2]
	}
	if m := bulletForm.FindStringSubmatch(line); m != nil {
		return mark{bullet, ""}, m[1]
	}
	return mark{}, line
}

// romanValue is the number a Roman numeral up to 39 says, 0 for none.
func romanValue(s string) int {
	worth := map[byte]int{'I': 1, 'V': 5, 'X': 10}
	n := 0
	for i := range len(s) {
		w := worth[s[i]]
		if i+1 < len(s) && w < worth[s[i+1]] {
			w = -w
		}
		n += w
	}
	if n < 1 || n > 39 {
		return 0
	}
	return n
}

// letterOf is the n-th letter of ids, from 0: a … z, then z1, z2 …
func letterOf(n int) string {
	if n < 26 {
		return string(rune('a' + n))
	}
	return "z" + strconv.Itoa(n-25)
}
