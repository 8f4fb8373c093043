package manifest

import (
	"strconv"
	"strings"
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

// near finds the candidate most like word, for "did you mean".
func near(word string, candidates []string) string {
	best, at := "", max(2, len(word)/3)+1
	for _, c := range candidates {
		if len(word) > 2 && strings.HasPrefix(c, word) {
			return c
		}
		if d := distance(word, c); d < at {
			best, at = c, d
		}
	}
	return best
}

// distance is the edit distance of two short words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}

// OneOf words the fix for a value out of a list.
func OneOf(word string, allowed []string) string {
	if c := near(word, allowed); c != "" {
		return "did you mean " + c + "? It is one of " + strings.Join(allowed, ", ")
	}
	if len(allowed) == 0 {
		return "nothing of that sort is declared yet: declare it first"
	}
	return "use one of " + strings.Join(allowed, ", ")
}
