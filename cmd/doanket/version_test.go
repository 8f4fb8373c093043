package main_test

import (
	"testing"

	"github.com/doanket/doanket/core/manifest"
)

// TestDecidingStepsNameTheVersionTheyRestOn: whoever decides on what others wrote, or
// on what lies below, says which version they saw.
func TestDecidingStepsNameTheVersionTheyRestOn(t *testing.T) {
	t.Parallel()
	for _, m := range allManifests(t) {
		for i := range m.Kinds {
			k := &m.Kinds[i]
			for _, s := range k.Lifecycle.Transitions {
				if decides(k, &s) && !s.NeedsVersion() {
					t.Errorf("%s.%s may be taken on a version nobody saw: write version: required", k.FullName(), s.Name)
				}
			}
		}
	}
}

// decides reports whether the step is a decision on a record that left its draft.
func decides(k *manifest.Kind, s *manifest.Transition) bool {
	settled := false
	for _, from := range s.From {
		settled = settled || !k.Lifecycle.State(from).Open()
	}
	return settled && (s.NeedsGo() || len(s.NotActorOf) > 0 || len(s.Children) > 0 || len(s.Creates) > 0 || len(s.Slots) > 0)
}
