package audience_test

import (
	"os"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/audience"
)

// TestWhatIsKeptToOneSideIsShownNowhere: each place that would show it is told.
func TestWhatIsKeptToOneSideIsShownNowhere(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../testdata/visit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const field = "name: title, type: text"
	for _, c := range []struct{ from, to, what, fix string }{
		{field, "name: title, audience: own, type: text", "title: shows it", "remove audience: own"},
		{field, "name: title, audience: all, type: text", `audience "all" does not exist`, "own, both"},
		{"code: minutes,", "code: minutes, audience: each,", `audience "each" does not exist`, "own, both"},
	} {
		m, problems := manifest.ParseBytes("module.yaml", []byte(strings.Replace(string(raw), c.from, c.to, 1)))
		if m == nil {
			t.Fatal(manifest.Problems(problems))
		}
		found := audience.Check(m)
		if len(found) == 0 || !strings.Contains(manifest.Problems(found).Error(), c.what) || !strings.Contains(found[0].Fix, c.fix) || found[0].Line < 2 {
			t.Errorf("%s: %v, want %q", c.to, found, c.what)
		}
	}
}
