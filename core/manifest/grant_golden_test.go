package manifest_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/grant"
)

// TestWhoMayDoWhat holds the base kinds to testdata/base_grants.golden: every step
// of every kind with the parts that may take it and how far they reach. Written
// anew with UPDATE_GOLDEN=1, to be read before it is kept.
func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	const path = "testdata/base_grants.golden"
	m := manifest.Core()
	var out strings.Builder
	for i := range m.Kinds {
		k := &m.Kinds[i]
		for _, step := range k.Lifecycle.Transitions {
			var who []string
			for _, role := range m.Roles {
				for _, g := range grant.Of(m, role.ID) {
					if g.Kind == k.FullName() && g.Action == "do:"+step.Name {
						who = append(who, role.ID+"@"+g.Reach)
					}
				}
			}
			slices.Sort(who)
			fmt.Fprintf(&out, "%s.%s %s → %s: %s", k.Name, step.Name, strings.Join(step.From, ","), step.To, strings.Join(who, " "))
			if len(step.NotActorOf) > 0 {
				fmt.Fprintf(&out, ", not who took %s", strings.Join(step.NotActorOf, ","))
			}
			out.WriteByte('\n')
		}
	}
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if out.String() != string(want) {
		t.Errorf("who may do what has changed:\n%s", out.String())
	}
}
