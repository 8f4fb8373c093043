package section

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/manifest"
)

// Parts of a figure a sentence can show. Value is the whole of what is proven and
// claimed; Before is the value a year before.
const (
	Value       = "value"
	Proven      = "proven"
	Claimed     = "claimed"
	Approved    = "approved"
	Numerator   = "numerator"
	Denominator = "denominator"
	Target      = "target"
	Before      = "before"
)

// parts are all of them.
var parts = []string{Value, Proven, Claimed, Approved, Numerator, Denominator, Target, Before}

// Names a sentence can show beside figures.
const (
	Period = "period" // the report's, in words
	Unit   = "unit"   // the unit's name
)

// Word is a piece of a sentence: as it stands, a figure, or a name.
type Word struct {
	Text    string // as it stands
	Measure string // full name of the figure's measure
	Part    string // of the figure
	Name    string // Period or Unit
}

// FullName is a measure's full name as a section writes it: the code of one of its
// own module, else in full.
func FullName(module, written string) string {
	if strings.Contains(written, ".") {
		return written
	}
	return module + "." + written
}

// Read takes a sentence of a module's section apart.
func Read(module, sentence string) ([]Word, error) {
	var out []Word
	for rest := sentence; rest != ""; {
		before, after, open := strings.Cut(rest, "{")
		if strings.Contains(before, "}") {
			return nil, errors.New("a brace is closed that was not opened")
		}
		if before != "" {
			out = append(out, Word{Text: before})
		}
		if !open {
			return out, nil
		}
		inside, more, closed := strings.Cut(after, "}")
		if !closed || strings.Contains(inside, "{") {
			return nil, errors.New("the brace before " + strconv.Quote(cut(after)) + " is not closed")
		}
		out, rest = append(out, word(module, inside)), more
	}
	return out, nil
}

// word reads what stands in braces: code, code.part, core.code or core.code.part.
func word(module, inside string) Word {
	if inside == Period || inside == Unit {
		return Word{Name: inside}
	}
	part := Value
	if i := strings.LastIndexByte(inside, '.'); i >= 0 && slices.Contains(parts, inside[i+1:]) {
		inside, part = inside[:i], inside[i+1:]
	}
	return Word{Measure: FullName(module, inside), Part: part}
}

func cut(s string) string {
	if r := []rune(s); len(r) > 20 {
		return string(r[:20])
	}
	return s
}

// Figures are the measures a block shows, by full name, each once; none for a
// block whose sentence cannot be read.
func Figures(module string, b *manifest.SectionBlock) []string {
	var out []string
	if b.Say != nil {
		for _, sentence := range []string{b.Say.VI, b.Say.EN} {
			words, _ := Read(module, sentence) // Check has refused what cannot be read
			for _, w := range words {
				if w.Measure != "" {
					out = append(out, w.Measure)
				}
			}
		}
	}
	if b.Table != nil {
		for _, code := range b.Table.Measures {
			out = append(out, FullName(module, code))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
