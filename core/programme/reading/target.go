package reading

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/text"
)

var (
	rangeForm = regexp.MustCompile(`(\d+(?:[.,]\d+)?)\s*%?\s*(?:[-–]|đến)\s*(\d+(?:[.,]\d+)?)\s*%`)
	valueForm = regexp.MustCompile(`(?i)(trên|hơn|ít nhất|tối thiểu|từ)?\s*(\d+(?:[.,]\d+)?)\s*%(\s*trở lên)?`)
)

// target reads a bullet of the targets.
func target(n int, p para) ReadTarget {
	t := ReadTarget{ID: "CT-" + strconv.Itoa(n), Text: strings.TrimSpace(p.text), From: p.from, To: p.to, Indicators: []ReadIndicator{}}
	for _, segment := range parts(strings.TrimRight(p.text, ". ")) {
		if goesOn.MatchString(segment) && len(t.Indicators) > 0 {
			continue // what it measures stands before
		}
		lead := quantity(segment)
		for i, one := range apart(segment) {
			in := quantity(one)
			if i > 0 && in.Op == "" {
				in = lead
			}
			in.Text = sentenceCase(one)
			t.Indicators = append(t.Indicators, in)
		}
	}
	for i := range t.Indicators {
		t.Indicators[i].ID = t.ID
		if len(t.Indicators) > 1 {
			t.Indicators[i].ID += letterOf(i)
		}
	}
	return t
}

// apart ends one before words that measure something of their own.
func apart(s string) []string {
	var out []string
	begin := 0
	for _, m := range measures.FindAllStringIndex(s, -1) {
		out = append(out, s[begin:m[0]])
		begin = m[0]
	}
	out = append(out, s[begin:])
	for i := range out {
		out[i] = strings.TrimPrefix(strings.TrimLeft(out[i], ", "), "và ")
	}
	return trimmed(out)
}

// quantity reads how much is wanted and how often.
func quantity(s string) ReadIndicator {
	in := ReadIndicator{Rhythm: rhythm(s)}
	if m := rangeForm.FindStringSubmatch(s); m != nil {
		in.Kind, in.Op, in.Value, in.To = Range, "..", decimals(m[1]), decimals(m[2])
		return in
	}
	if m := valueForm.FindStringSubmatch(s); m != nil {
		in.Value = decimals(m[2])
		switch word := strings.ToLower(m[1]); {
		case word == "trên" || word == "hơn":
			in.Kind, in.Op = Threshold, ">"
		case in.Value == 100:
			in.Kind, in.Op = Coverage, "="
		default:
			in.Kind, in.Op = Threshold, ">="
		}
		return in
	}
	switch in.Rhythm {
	case "":
		in.Kind = Activity
	case "term":
		in.Kind = Presence
	default:
		in.Kind = Recurrence
	}
	return in
}

func rhythm(s string) string {
	s = text.Fold(s)
	switch {
	case strings.Contains(s, "nhiem ky"):
		return "term"
	case strings.Contains(s, "6 thang"), strings.Contains(s, "sau thang"):
		return "half"
	case strings.Contains(s, "hang nam"), strings.Contains(s, "dinh ky"), strings.Contains(s, "/nam"), strings.Contains(s, "moi nam"):
		return "year"
	}
	return ""
}

func decimals(s string) float64 {
	n, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", "."), 64)
	if err != nil {
		return 0
	}
	return n
}
