package sdk

import (
	"io/fs"
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

// Parse reads module.yaml and, beside it, labels.yaml, and checks everything
// that can be checked without evaluating CEL; rule.Check does that. The
// manifest is nil when it cannot be read at all.
func Parse(files fs.FS) (*Manifest, []Problem) { return nil, []Problem{{What: "not ready"}} }

// ParseBytes reads a manifest from one stream, as Manifest.Source gives it.
func ParseBytes(name string, data []byte) (*Manifest, []Problem) {
	return nil, []Problem{{File: name, What: "not ready"}}
}
