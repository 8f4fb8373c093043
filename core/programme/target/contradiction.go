package target

import (
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/manifest"
)

// lasts is how long a period is; nothing said is longest.
var lasts = map[string]int{"half": 1, "year": 2, "term": 3, "": 3}

// Contradicts says which field of a target contradicts the one above it, and how; ""
// where it agrees. An amount of a whole is shared out among those below, so its value may
// be smaller there; a share holds everywhere.
func Contradicts(child, above Goal, share bool) (field, code string) {
	mine, its := child.Number(), above.Number()
	switch {
	case !slices.Equal(slices.Sorted(slices.Values(child.Measures)), slices.Sorted(slices.Values(above.Measures))):
		return "measures", "target_other_figures"
	case lasts[child.Rhythm] > lasts[above.Rhythm]:
		return "rhythm", "target_later"
	case its == nil:
		return "", ""
	case mine == nil, above.Judged != JudgedNever && child.Judged == JudgedNever:
		return "op", "target_weaker"
	case share && !within(*mine, *its), !share && falls(*mine) != falls(*its):
		return "value", "target_weaker"
	}
	return "", ""
}

func falls(t manifest.Target) bool { return t.Op == "<" || t.Op == "<=" }

// within reports whether every figure that meets the first meets the second.
func within(mine, its manifest.Target) bool {
	low, lowOpen, high, highOpen := span(mine)
	itsLow, itsLowOpen, itsHigh, itsHighOpen := span(its)
	return (low > itsLow || low == itsLow && (lowOpen || !itsLowOpen)) && (high < itsHigh || high == itsHigh && (highOpen || !itsHighOpen))
}

// endless is beyond every figure.
const endless = 1e300

// span are the ends of the figures that meet a target, and which of them do not.
func span(t manifest.Target) (low float64, lowOpen bool, high float64, highOpen bool) {
	low, high = -endless, endless
	switch t.Op {
	case ">=", ">":
		low, lowOpen = t.Value, t.Op == ">"
	case "<=", "<":
		high, highOpen = t.Value, t.Op == "<"
	case "=":
		low, high = t.Value, t.Value
	case "between":
		low, high = t.Value, t.Max
	}
	return low, lowOpen, high, highOpen
}

// Said is what a target asks for, in few signs.
func (g Goal) Said() string {
	t := g.Number()
	if t == nil {
		return "–"
	}
	if t.Op == "between" {
		return number(t.Value) + "–" + number(t.Max)
	}
	return map[string]string{">=": "≥ ", ">": "> ", "=": "= ", "<=": "≤ ", "<": "< "}[t.Op] + number(t.Value)
}

// number is a number as it is read aloud.
func number(f float64) string {
	return strings.ReplaceAll(strconv.FormatFloat(f, 'f', -1, 64), ".", ",")
}
