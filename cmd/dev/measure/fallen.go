package measure

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
)

// failedTest finds what fell in the output of go test.
var failedTest = regexp.MustCompile(`(?m)^\s*--- FAIL: (\S+)|^FAIL[ \t]+(\S+)|^panic: (.*)`)

// Fallen names what fell in one run, each once: tests with their subtests,
// packages, panics.
func Fallen(output []byte) []string {
	names := map[string]bool{}
	for _, m := range failedTest.FindAllSubmatch(output, -1) {
		names[string(bytes.Join(m[1:], nil))] = true
	}
	if len(names) == 0 {
		names["go test itself"] = true
	}
	return slices.Sorted(maps.Keys(names))
}
