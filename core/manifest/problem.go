package manifest

import (
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/text"
)

// Problem is one thing wrong with a manifest, said so that its author can
// mend it without asking.
type Problem struct {
	File string `json:"file"`
	Line int    `json:"line"`
	What string `json:"what"`
	Fix  string `json:"fix"`
}

// String is "module.yaml:12: what is wrong; what to do".
func (p Problem) String() string {
	return p.File + ":" + strconv.Itoa(p.Line) + ": " + p.What + "; " + p.Fix
}

// Problems is a list of them as one error.
type Problems []Problem

// Error is one problem per line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// Locate makes a problem at a path of the manifest, such as
// "kinds[0].rules[1].when"; a path that is not written takes the line of the
// nearest thing around it.
func (m *Manifest) Locate(path, what, fix string) Problem {
	for {
		if p, ok := m.lines[path]; ok {
			return Problem{File: p.file, Line: p.line, What: what, Fix: fix}
		}
		cut := strings.LastIndexAny(path, ".[")
		if cut < 0 {
			return Problem{File: m.file, Line: 1, What: what, Fix: fix}
		}
		path = path[:cut]
	}
}

// OneOf words the fix for a value out of a list.
func OneOf(word string, allowed []string) string {
	if c := text.Nearest(word, allowed); c != "" {
		return "did you mean " + c + "? It is one of " + strings.Join(allowed, ", ")
	}
	if len(allowed) == 0 {
		return "nothing of that sort is declared yet: declare it first"
	}
	return "use one of " + strings.Join(allowed, ", ")
}
