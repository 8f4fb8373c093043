package upload

import (
	"path"
	"regexp"
	"strings"
	"unicode"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/text"
)

// The platform is not approved for State secrets, so papers that bear the mark
// «Mật», «Tối mật» or «Tuyệt mật» are refused. «Mật» is also honey, a given
// name and half of «bảo mật», so only what stands as a mark counts.
var (
	// Stands alone between the ends, brackets or dashes: "TỐI MẬT", "Báo cáo - MẬT".
	loneMark = regexp.MustCompile(`(?:^|[\pP\pS])\s*(?:MẬT|(?i:tối mật|tuyệt mật|toi mat|tuyet mat))\s*(?:$|[\pP\pS])`)
	// In brackets or quotes also in small letters: "(Mật)", «mật».
	bracketMark = regexp.MustCompile(`(?i)[(\[{«“"'‘]\s*(?:mật|tối mật|tuyệt mật)\s*[)\]}»”"'’]`)
	// Named as a degree: "Độ mật: A", "độ mật Tối mật".
	degreeMark = regexp.MustCompile(`(?i)(?:^|[^\pL])độ mật\s*(?::|là|-)?\s*(?:a|b|c|mật|tối mật|tuyệt mật)(?:$|[^\pL])`)
	wholeMark  = regexp.MustCompile(`(?i)^(?:mật|tối mật|tuyệt mật)$`)
	bigMark    = regexp.MustCompile(`(?:^|[^\pL])(TỐI MẬT|TUYỆT MẬT|MẬT)(?:$|[^\pL])`)

	// The end of a number: 05/BC-UBND-M, 12-BC/TU-TM, 3/QĐ-TU (M).
	numberMark = regexp.MustCompile(`[-–/.(\s](?:M|TM|TUM|TuM)\s*\)?$`)
)

// CheckSecret refuses texts that bear a mark.
func CheckSecret(field string, said string) error {
	said, _ = text.Block(said) // an invisible sign inside the word must not hide it
	if marked(said) {
		return refuseSecret(field)
	}
	return nil
}

// CheckSecretNumber looks at a number (số, ký hiệu) as well as at the words.
func CheckSecretNumber(field, number string) error {
	number, _ = text.Line(number)
	if numberMark.MatchString(number) || marked(number) {
		return refuseSecret(field)
	}
	return nil
}

func refuseSecret(field string) error {
	return fault.New(fault.Invalid, "state_secret_refused", fault.Field(field))
}

// CheckSecretName looks at a file name without its extension, underscores
// being spaces to many people.
func CheckSecretName(field, name string) error {
	return CheckSecret(field, strings.TrimSuffix(name, path.Ext(name)))
}

func marked(said string) bool {
	return wholeMark.MatchString(said) || loneMark.MatchString(said) || bracketMark.MatchString(said) ||
		degreeMark.MatchString(said) || shouted(said)
}

// shouted finds the mark in capitals amid ordinary writing, "Báo cáo MẬT số 5".
// Where the words around are capitals too, «BẢO MẬT THÔNG TIN» is a title.
func shouted(text string) bool {
	for _, at := range bigMark.FindAllStringSubmatchIndex(text, -1) {
		if strings.Contains(text[at[2]:at[3]], " ") { // TỐI MẬT, TUYỆT MẬT are nothing else
			return true
		}
		if !capitals(lastWord(text[:at[2]])) && !capitals(firstWord(text[at[3]:])) {
			return true
		}
	}
	return false
}

func lastWord(s string) string {
	words := strings.FieldsFunc(s, notLetter)
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

func firstWord(s string) string {
	words := strings.FieldsFunc(s, notLetter)
	if len(words) == 0 {
		return ""
	}
	return words[0]
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }

func capitals(word string) bool { return word != "" && word == strings.ToUpper(word) }
