package grant_test

import (
	"os"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/grant"
)

// TestAccessThatGivesNothingIsRefused with its line and what to write instead.
func TestAccessThatGivesNothingIsRefused(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../testdata/visit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to, what, fix string }{
		{"access: {officer:", "access: {offiser:", `role "offiser"`, "did you mean officer"},
		{"read@subtree", "read@everywhere", `reach "everywhere"`, "subtree"},
		{"\"do:hold\"", "\"do:holt\"", `transition "holt"`, "hold"},
		{"create, update", "destroy, update", `action "destroy"`, "read"},
		{"create, update", "\"attach:minuts\", update", `slot "minuts"`, "did you mean minutes"},
		{"create, update", "export, update", `action "export"`, "read"},
		{"[read@subtree, create", "[unseal, create", "may unseal what it cannot read", "add read"},
	} {
		m, problems := manifest.ParseBytes("module.yaml", []byte(strings.Replace(string(raw), c.from, c.to, 1)))
		if m == nil {
			t.Fatal(manifest.Problems(problems))
		}
		found := grant.Check(m)
		if len(found) == 0 || !strings.Contains(manifest.Problems(found).Error(), c.what) || !strings.Contains(found[0].Fix, c.fix) || found[0].Line < 2 {
			t.Errorf("%s: %v, want %q and %q", c.to, found, c.what, c.fix)
		}
	}
}
