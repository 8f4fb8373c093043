package rule

import (
	"slices"

	"github.com/doanket/doanket/core/manifest"
)

// Stage is a state or a later one.
//
// Later are the active states declared after it that ways lead to from it: a
// step that was skipped is a step overtaken. What no way reaches except through
// these is later too. An end that can also be reached past them (closed without
// an answer) is later only for a record that was in one of them since it was
// last a draft or returned. Drafts and returned records have to reach the state
// again.
type Stage struct {
	sure  []string
	maybe []string
}

// NewStage computes what is at or after a state of the lifecycle.
func NewStage(l *manifest.Lifecycle, state string) *Stage {
	at := slices.IndexFunc(l.States, func(s manifest.State) bool { return s.ID == state })
	after := reachable(l, []string{state}, nil)
	s := &Stage{sure: []string{state}}
	for _, other := range l.States[at+1:] {
		if l.States[at].Phase == manifest.PhaseActive && other.Phase == manifest.PhaseActive && after[other.ID] {
			s.sure = append(s.sure, other.ID)
		}
	}
	past := reachable(l, []string{l.Initial}, s.sure)
	after = reachable(l, s.sure, nil)
	var only []string
	for i := range l.States {
		other := &l.States[i]
		switch {
		case other.Open() || !after[other.ID] || slices.Contains(s.sure, other.ID):
		case !past[other.ID]:
			only = append(only, other.ID)
		case other.Phase != manifest.PhaseActive:
			s.maybe = append(s.maybe, other.ID)
		}
	}
	s.sure = append(s.sure, only...)
	return s
}

// reachable are the states ways lead to, without going through the barred ones.
func reachable(l *manifest.Lifecycle, from, barred []string) map[string]bool {
	seen := map[string]bool{}
	for _, s := range from {
		seen[s] = !slices.Contains(barred, s)
	}
	for queue := slices.Clone(from); len(queue) > 0; queue = queue[1:] {
		for _, t := range l.From(queue[0]) {
			if seen[queue[0]] && !seen[t.To] && !slices.Contains(barred, t.To) {
				seen[t.To] = true
				queue = append(queue, t.To)
			}
		}
	}
	return seen
}

// Asks reports whether only the record's history says if it has been there.
func (s *Stage) Asks(state string) bool { return s != nil && slices.Contains(s.maybe, state) }

// Holds reports whether a record in the state has reached the stage; passed are
// the states it was in since it was last a draft or returned.
func (s *Stage) Holds(state string, passed []string) bool {
	if slices.Contains(s.sure, state) {
		return true
	}
	return s.Asks(state) && slices.ContainsFunc(passed, func(p string) bool { return slices.Contains(s.sure, p) })
}
