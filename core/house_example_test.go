package core_test

import (
	"slices"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/example"
)

// TestEveryKindOfTheMenuHasAnExample: whoever opens a kind for the first time can see how
// one of its records is written. What only decisions make has none.
func TestEveryKindOfTheMenuHasAnExample(t *testing.T) {
	t.Parallel()
	found := 0
	for _, m := range append(modules(t), manifest.Core()) {
		for _, p := range example.Check(m) {
			t.Error(p)
		}
		for i := range m.Kinds {
			k := &m.Kinds[i]
			made := false
			for _, actions := range k.Access {
				made = made || slices.Contains(actions, "create")
			}
			menu := slices.ContainsFunc(m.Menu, func(e manifest.MenuEntry) bool { return e.Kind == k.Name || e.Kind == k.FullName() })
			if len(k.Example) > 0 {
				found++
			} else if made && menu {
				t.Errorf("%s has no example", k.FullName())
			}
		}
	}
	if found < 30 {
		t.Errorf("only %d kinds have an example", found)
	}
}
