package read_test

import (
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record/read"
)

// TestAPaperForOnesOwnDecision is no hand in the record: the paper that the step demands
// and that another may not approve for oneself. All else one puts in is.
func TestAPaperForOnesOwnDecision(t *testing.T) {
	t.Parallel()
	k := &manifest.Kind{Slots: []manifest.Slot{{Code: "statement", Signed: true}, {Code: "advice"}, {Code: "receipt"}}, Lifecycle: manifest.Lifecycle{Transitions: []manifest.Transition{
		{Name: "send", Slots: []string{"statement", "receipt"}, Attach: []string{"advice"}, NotActorOf: []string{"submit"}},
		{Name: "fill", Slots: []string{"statement"}},
	}}}
	for name, c := range map[string]struct {
		steps []string
		slot  string
		free  bool
		want  bool
	}{
		"the signed paper, put in by right":          {[]string{"send"}, "statement", true, true},
		"a proof of the work, put in by right":       {[]string{"send"}, "receipt", true, false},
		"a paper the step may have, put in by right": {[]string{"send"}, "advice", true, false},
		"by who cannot take the step":                {nil, "statement", true, false},
		"through the step alone":                     {[]string{"send"}, "advice", false, true},
		"through a step that is no decision":         {[]string{"send", "fill"}, "statement", false, false},
		"a decision beside a step that is none":      {[]string{"fill", "send"}, "statement", true, true},
	} {
		if got := read.ForDecision(k, c.steps, c.slot, c.free); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
