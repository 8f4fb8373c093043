package manifest_test

import (
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/grant"
)

func TestCoreIsSound(t *testing.T) {
	t.Parallel()
	m := manifest.Core()
	r := m.Kind("core.recommendation")
	if r == nil || r.Table() != "m_core__recommendation" {
		t.Fatalf("got %+v", r)
	}
	answer := r.Lifecycle.Transition("answer")
	if answer == nil || r.Slot(answer.Slots[0]).Min != 1 {
		t.Errorf("an answer must bring its letter: %+v", answer)
	}
	if r.Deadline("GS-05").Law {
		t.Error("the law gives no number of days for the answer")
	}
	for _, g := range grant.Of(m, "responder") {
		if g.Reach != manifest.ReachAddressed {
			t.Errorf("a responder sees only what is addressed to them: %+v", g)
		}
	}
}
