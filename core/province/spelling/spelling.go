package spelling

import (
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/text"
)

// Spelling collects the words of a folder that nothing answers to.
type Spelling struct {
	Wrong []fault.FieldError

	lines map[string]int
}

// New is a spelling of a folder whose lines are known by file and path.
func New(lines map[string]int) *Spelling { return &Spelling{lines: lines} }

// Word refuses a word that is none of the known ones; a kind or an action may
// be a pattern of some.
func (s *Spelling) Word(file, path, what, value string, known []string) {
	pattern := what == "kind" || what == "action"
	if slices.ContainsFunc(known, func(k string) bool { return value == k || pattern && Fits(value, k) }) {
		return
	}
	bare := make([]string, 0, len(known)) // "aprove" is like do:approve
	whole := map[string]string{}
	for _, k := range known {
		short := k[strings.LastIndexByte(k, ':')+1:]
		bare, whole[short], whole[k] = append(bare, k, short), k, k
	}
	why := "unknown " + what + " '" + value + "'"
	if near := text.Nearest(value, bare); near != "" {
		why += "; did you mean '" + whole[near] + "'?"
	}
	s.Wrong = append(s.Wrong, fault.FieldError{Field: s.At(file, path), Code: "unknown_value", Params: map[string]string{"value": value, "near": text.Nearest(value, bare), "why": why}})
}

// Refuse refuses what stands at a place, and says why.
func (s *Spelling) Refuse(file, path, why string) {
	s.Wrong = append(s.Wrong, fault.FieldError{Field: s.At(file, path), Code: "invalid", Params: map[string]string{"why": why}})
}

// At is the line of a file where a path stands; what is missing is at what lacks it.
func (s *Spelling) At(file, path string) string {
	for ; path != ""; path = path[:max(strings.LastIndexAny(path, ".["), 0)] {
		if line := s.lines[file+":"+path]; line > 0 {
			return file + ":" + strconv.Itoa(line)
		}
	}
	return file
}

// Fits reports whether a pattern ("*", "demo.*", "do:*") or a word covers a word.
func Fits(pattern, word string) bool {
	head, open := strings.CutSuffix(pattern, "*")
	return pattern == word || open && strings.HasPrefix(word, head)
}
