package measure

import (
	"slices"
	"testing"
)

// TestWhatFellIsNamed in each run by itself: a run that fell without a word of a
// test is told too, whatever fell in the runs before.
func TestWhatFellIsNamed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		output string
		want   []string
	}{
		{"--- FAIL: TestA (0.10s)\n    --- FAIL: TestA/postgres (0.05s)\n        a_test.go:1: no\nFAIL\nFAIL\texample.vn/a\t0.2s\nok  \texample.vn/b\t0.1s\n",
			[]string{"TestA", "TestA/postgres", "example.vn/a"}},
		{"panic: test timed out after 15m0s\n\nFAIL\texample.vn/a\t900.0s\n", []string{"example.vn/a", "test timed out after 15m0s"}},
		{"go: cannot find main module\n", []string{"go test itself"}},
	} {
		if got := Fallen([]byte(c.output)); !slices.Equal(got, c.want) {
			t.Errorf("of %q: %q, want %q", c.output, got, c.want)
		}
	}
}
