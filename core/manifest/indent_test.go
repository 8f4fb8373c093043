package manifest_test

import (
	"os"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
)

// TestWrongIndentationIsFoundWhereItIs: pages below the block it belongs to.
func TestWrongIndentationIsFoundWhereItIs(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/visit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to string }{
		{"    slots:\n", "   slots:\n"},
		{"        - {id: held", "       - {id: held"},
		{"    access:", "     access:"},
		{"      initial: draft", "       initial: draft"},
	} {
		text := strings.Replace(string(raw), c.from, c.to, 1)
		want := strings.Count(text[:strings.Index(text, c.to)], "\n") + 1
		_, problems := manifest.ParseBytes("module.yaml", []byte(text))
		if len(problems) != 1 || problems[0].Line < want || problems[0].Line > want+1 {
			t.Errorf("%q is on line %d: %v", c.to, want, manifest.Problems(problems))
		}
	}
}

// TestMisspeltStateIsToldAlone: what follows from it would bury it.
func TestMisspeltStateIsToldAlone(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/visit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, problems := manifest.ParseBytes("module.yaml", []byte(strings.Replace(string(raw), "to: held", "to: hled", 1)))
	if len(problems) != 1 || problems[0].What != `state "hled" does not exist` {
		t.Errorf("%v", manifest.Problems(problems))
	}
}
