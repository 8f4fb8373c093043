package demo

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
)

// here is the package's folder as the tests begin: an embedded store moves the process.
var here, errHere = os.Getwd()

// unreached are states in which no record of the demo stands, with the reason.
var unreached = map[string]string{
	"member.overlap draft": "an overlap is found, never drafted",
}

// TestEveryStateOfEveryKindOccurs walks the paths of the stories over what the manifests
// declare: a step that does not follow, a slot or a field that is not there is told, and
// every state must be where a path stops or where a step puts other records.
func TestEveryStateOfEveryKindOccurs(t *testing.T) {
	t.Parallel()
	kinds := declared(t)
	stories, err := Stories(filepath.Join(here, "../../../plugins"))
	if err != nil || errHere != nil {
		t.Fatal(err, errHere)
	}
	reached := map[string]bool{}
	for i := range stories {
		s := &stories[i]
		k := kinds[s.Kind]
		if k == nil {
			t.Errorf("no kind %s", s.Kind)
			continue
		}
		for name := range s.Fields {
			if k.Field(name) == nil {
				t.Errorf("%s has no field %s", s.Kind, name)
			}
		}
		for n := range s.Paths {
			walk(t, kinds, s, &s.Paths[n], reached)
		}
	}
	for _, k := range kinds {
		if k.OverlapOf != nil {
			reached[k.FullName()+" "+k.OverlapOf.State] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		for _, state := range kinds[name].Lifecycle.States {
			key := name + " " + state.ID
			if reached[key] == (unreached[key] != "") {
				t.Errorf("%s: a record stands there: %v, expected otherwise: %s", key, reached[key], unreached[key])
			}
		}
	}
}

// declared are the kinds of the base and of plugins/, by their full names.
func declared(t *testing.T) map[string]*manifest.Kind {
	t.Helper()
	out := map[string]*manifest.Kind{}
	for _, m := range manifests(t) {
		for i := range m.Kinds {
			out[m.Kinds[i].FullName()] = &m.Kinds[i]
		}
	}
	return out
}

// manifests are those of the core and of all modules.
func manifests(t *testing.T) []*manifest.Manifest {
	t.Helper()
	folders, err := filepath.Glob(filepath.Join(here, "../../../plugins/*/module.yaml"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no modules: %v", err)
	}
	all := []*manifest.Manifest{manifest.Core()}
	for _, f := range folders {
		m, problems := manifest.Parse(os.DirFS(filepath.Dir(f)))
		if m == nil || len(problems) > 0 {
			t.Fatalf("%s: %v", f, problems)
		}
		all = append(all, m)
	}
	return all
}

// walk follows a path and marks where it stops, and what its steps do to others.
func walk(t *testing.T, kinds map[string]*manifest.Kind, s *Story, p *Path, reached map[string]bool) {
	t.Helper()
	k := kinds[s.Kind]
	tokens, err := p.tokens()
	if err != nil {
		t.Errorf("%s: %v", s.Kind, err)
	}
	state := k.Lifecycle.Initial
	if s.Each == "" {
		_, after, both := strings.Cut(words(s.Units)[0], ":")
		if state = after; !both {
			state = words(s.Units)[0]
		}
	}
	for _, next := range tokens {
		switch {
		case next.slot != "" && k.Slot(next.slot) == nil:
			t.Errorf("%s has no slot %s", s.Kind, next.slot)
		case next.slot != "" || next.step == "" || next.step == "=":
			continue
		}
		tr := k.Lifecycle.Transition(next.step)
		if tr == nil || !next.optional && !slices.Contains(tr.From, state) && !moved(kinds, k, state, tr) {
			t.Errorf("%s: %s does not follow on %s in %s", s.Kind, next.step, state, p.Steps)
			return
		}
		for _, c := range tr.Children {
			if done := kinds[c.Kind].Lifecycle.Transition(c.Do); done != nil {
				reached[c.Kind+" "+done.To] = true
			}
		}
		for _, c := range tr.Creates {
			reached[c.Kind+" "+c.State] = true
		}
		if next.optional && !slices.Contains(tr.From, state) {
			reached[s.Kind+" "+state] = true
		}
		state = tr.To
	}
	reached[s.Kind+" "+state] = true
}

// moved reports whether steps of other records can bring one from the state to where
// the transition may be taken.
func moved(kinds map[string]*manifest.Kind, k *manifest.Kind, state string, tr *manifest.Transition) bool {
	at := []string{state}
	for n := 0; n < len(at); n++ {
		for _, parent := range kinds {
			for _, step := range parent.Lifecycle.Transitions {
				for _, c := range step.Children {
					done := k.Lifecycle.Transition(c.Do)
					if c.Kind == k.FullName() && done != nil && slices.Contains(done.From, at[n]) && !slices.Contains(at, done.To) {
						at = append(at, done.To)
					}
				}
			}
		}
	}
	return slices.ContainsFunc(at, func(s string) bool { return slices.Contains(tr.From, s) })
}
