package read

import (
	"testing"

	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
)

// TestWhatStandsWellIsNotWaitedFor: the review of a signed agreement is asked for when
// it is due, an answer that came in is looked at now.
func TestWhatStandsWellIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	k := &kind.Kind{Kind: &manifest.Kind{Lifecycle: manifest.Lifecycle{States: []manifest.State{
		{ID: "signed", Phase: "active", Tone: "good"}, {ID: "reviewed", Phase: "active", Tone: "info"}, {ID: "sent", Phase: "active", Tone: "info"}, {ID: "closed", Phase: "done"},
	}}}}
	for name, c := range map[string]struct {
		from string
		step manifest.Transition
		want turn
	}{
		"a review of what is signed":      {"signed", manifest.Transition{To: "reviewed", Tone: "primary"}, later},
		"a question about what came well": {"signed", manifest.Transition{To: "reviewed", Tone: "neutral"}, now},
		"somebody's work to judge":        {"signed", manifest.Transition{To: "reviewed", Tone: "primary", NotActorOf: []string{"sign"}}, now},
		"an answer":                       {"sent", manifest.Transition{To: "reviewed", Tone: "primary"}, now},
		"an end":                          {"sent", manifest.Transition{To: "closed", Tone: "primary"}, later},
	} {
		if got := asks(k, &c.step, c.from); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}
