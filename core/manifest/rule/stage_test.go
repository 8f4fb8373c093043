package rule_test

import (
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
)

// way is a lifecycle with a skip (sent to answered), an end past the answer
// (closed at once) and a way back.
func way() *manifest.Lifecycle {
	l := &manifest.Lifecycle{Initial: "draft"}
	for _, s := range strings.Fields("draft:draft sent:active received:active answered:active returned:returned closed:done filed:done withdrawn:cancelled") {
		id, phase, _ := strings.Cut(s, ":")
		l.States = append(l.States, manifest.State{ID: id, Phase: phase})
	}
	for _, t := range strings.Fields("draft>sent sent>received sent>answered received>answered answered>returned returned>sent answered>closed sent>closed answered>filed sent>withdrawn answered>withdrawn") {
		from, to, _ := strings.Cut(t, ">")
		l.Transitions = append(l.Transitions, manifest.Transition{Name: from + "_" + to, From: []string{from}, To: to})
	}
	return l
}

// TestReachedIsThatStateOrALaterOne goes through every state of the lifecycle.
func TestReachedIsThatStateOrALaterOne(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		stage, state, passed string
		want                 bool
	}{
		{"sent", "draft", "", false}, {"sent", "sent", "", true}, {"sent", "answered", "", true}, {"sent", "returned", "", false},
		{"sent", "closed", "", true}, {"sent", "filed", "", true}, {"sent", "withdrawn", "", true},
		{"received", "sent", "", false}, {"received", "received", "", true},
		{"received", "answered", "sent answered", true}, // skipped is overtaken
		{"answered", "received", "sent received", false}, {"answered", "filed", "", true},
		{"answered", "closed", "sent closed", false}, // closed without an answer
		{"answered", "closed", "sent answered closed", true},
		{"answered", "withdrawn", "sent withdrawn", false}, {"answered", "withdrawn", "sent answered withdrawn", true},
		{"closed", "answered", "sent answered", false}, {"closed", "closed", "", true}, {"closed", "filed", "", false},
	} {
		if got := rule.NewStage(way(), c.stage).Holds(c.state, strings.Fields(c.passed)); got != c.want {
			t.Errorf("in %s after %q, reached %s: %v, want %v", c.state, c.passed, c.stage, got, c.want)
		}
	}
}
