package publication_test

import (
	"os"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/publication"
)

// TestWhatMayNotBeShownIsRefused: each declaration that would show too much is told,
// and one that shows what it may is not.
func TestWhatMayNotBeShownIsRefused(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../testdata/visit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const title, people = "name: title, type: text", "name: people, type: int"
	for _, c := range []struct{ from, to, public, what string }{
		{"", "", "{states: [held], fields: [title, people], people: [people], filled: [title], only: {form: [onsite]}}", ""},
		{title, title + ", sealed: true", "{states: [held], fields: [title]}", "is sealed"},
		{people, people + ", audience: own", "{states: [held], fields: [people]}", "owner's side alone"},
		{people, people + ", internal: true", "{states: [held], fields: [people]}", "on no screen"},
		{people, "name: people, type: user", "{states: [held], fields: [people]}", "of type user"},
		{"", "", "{states: [draft], fields: [title]}", "not settled"},
		{"", "", "{states: [gone], fields: [title]}", "does not exist"},
		{"", "", "{states: [], fields: [title]}", "in no state"},
		{"", "", "{states: [held], fields: []}", "nothing of its records"},
		{"", "", "{states: [held], fields: [nowhere]}", "does not exist"},
		{"", "", "{states: [held], fields: [title], people: [people]}", "no whole number"},
		{"", "", "{states: [held], fields: [title], filled: [people]}", "of type int"},
		{"", "", "{states: [held], fields: [title], only: {title: [a]}}", "no values to choose"},
		{"", "", "{states: [held], fields: [title], only: {form: [nowhere]}}", "does not exist"},
		{"    title: title\n", "    title: title\n    sensitivity: restricted\n", "{states: [held], fields: [title]}", "is restricted"},
	} {
		text := strings.Replace(string(raw), c.from, c.to, 1)
		text = strings.Replace(text, "    title: title\n", "    title: title\n    public: "+c.public+"\n", 1)
		m, problems := manifest.ParseBytes("module.yaml", []byte(text))
		if m == nil {
			t.Fatal(manifest.Problems(problems))
		}
		found := publication.Check(m)
		switch {
		case c.what == "" && len(found) > 0:
			t.Errorf("%s: refused: %v", c.public, manifest.Problems(found))
		case c.what != "" && (len(found) == 0 || !strings.Contains(manifest.Problems(found).Error(), c.what) || found[0].Line < 2):
			t.Errorf("%s after %q: %v, want %q", c.public, c.to, found, c.what)
		}
	}
}
