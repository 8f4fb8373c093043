package reference_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/reference"
	"github.com/doanket/doanket/core/manifest/rule"
)

// TestReferenceHoldsEverything an author can say: a stranger finds each kind,
// field, state, step, function and key.
func TestReferenceHoldsEverything(t *testing.T) {
	t.Parallel()
	raw, err := reference.Markdown()
	if err != nil {
		t.Fatal(err)
	}
	page := string(raw)
	var want []string
	for i := range manifest.Core().Kinds {
		k := &manifest.Core().Kinds[i]
		want = append(want, "### "+k.FullName())
		for _, f := range k.Fields {
			want = append(want, "`"+f.Name+"`")
		}
		for _, s := range k.Lifecycle.States {
			want = append(want, "`"+s.ID+"`")
		}
		for _, s := range k.Lifecycle.Transitions {
			want = append(want, "`"+s.Name+"`")
		}
	}
	for _, f := range rule.Functions() {
		want = append(want, strings.ReplaceAll(f.Call, "|", `\|`))
	}
	want = append(want, manifest.Icons()...)
	want = append(want, "`not_actor_of`", "`owner_kinds`", "`unit_kinds`", "`restricted`", "`unseal`", "| list of Kind |", "### Deadline")
	for _, w := range want {
		if !strings.Contains(page, w) {
			t.Errorf("%s is missing", w)
		}
	}
}

// TestReferenceIsFresh: what stands in the repository is what the code says.
func TestReferenceIsFresh(t *testing.T) {
	t.Parallel()
	want, err := reference.Markdown()
	if err != nil {
		t.Fatal(err)
	}
	if have, err := os.ReadFile("../../../plugins/REFERENCE.md"); err != nil || !bytes.Equal(have, want) {
		t.Errorf("plugins/REFERENCE.md is stale (%v): go run ./cmd/dev gen", err)
	}
}
