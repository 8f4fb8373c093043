package reading_test

import (
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/programme/reading"
)

//go:embed testdata
var texts embed.FS

// outline is what was read, a line each; ids alone where the words are long.
func outline(r *reading.Resolution, words bool) string {
	var out strings.Builder
	say := func(parts ...string) {
		fmt.Fprintln(&out, strings.TrimRight(strings.Join(parts, " | "), " |"))
	}
	cut := func(s string) string {
		if !words {
			return ""
		}
		return s
	}
	if words {
		say(r.Name, r.About, r.Number)
	}
	for _, s := range r.Sections {
		say("section "+s.ID, s.Role, cut(s.Title))
		for _, g := range s.Groups {
			say("group "+g.ID, cut(g.Title))
		}
	}
	for _, t := range r.Targets {
		for _, i := range t.Indicators {
			say("target "+i.ID, i.Kind, wanted(i), i.Rhythm, cut(i.Text))
		}
	}
	for _, c := range r.Clauses {
		say("clause "+c.ID, cut(c.Text), cut(c.Lead), cut(c.With), c.Due)
	}
	return out.String()
}

func wanted(i reading.ReadIndicator) string {
	switch i.Op {
	case "":
		return ""
	case "..":
		return fmt.Sprintf("%g..%g", i.Value, i.To)
	}
	return fmt.Sprint(i.Op, i.Value)
}

// same holds an outline to a golden beside its text. Written anew with
// UPDATE_GOLDEN=1, to be read before it is kept.
func same(t *testing.T, name, got string) {
	t.Helper()
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(filepath.Join("testdata", name), []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := texts.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is read otherwise:\n%s", name, got)
	}
}

// TestTextsOfItsKind are read as their goldens say: other numbering, lines broken by
// the page, a scan's letters, points inside points, tables, articles.
func TestTextsOfItsKind(t *testing.T) {
	t.Parallel()
	names, err := texts.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, f := range names {
		name, is := strings.CutSuffix(f.Name(), ".txt")
		if !is {
			continue
		}
		raw, err := texts.ReadFile("testdata/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		same(t, name+".golden", outline(reading.Parse(string(raw)), true))
		read++
	}
	if read < 8 {
		t.Errorf("only %d texts", read)
	}
}

// source is the resolution the project comes with, where its data are beside it.
func source(t testing.TB) string {
	t.Helper()
	for _, up := range []string{"../../../..", "../../../../.."} {
		if raw, err := os.ReadFile(filepath.Join(up, "shared/data/resolution-ha-tinh.txt")); err == nil {
			return string(raw)
		}
	}
	t.Skip("no shared/data/resolution-ha-tinh.txt beside the project: the source resolution is not read here")
	return ""
}

// TestTheSourceResolution comes out without hand work: its targets, task groups and
// assignments, and after breakdown the clauses and indicators the project follows.
func TestTheSourceResolution(t *testing.T) {
	t.Parallel()
	r := reading.Parse(source(t))
	if got := []int{len(r.Targets), len(r.Groups(reading.Tasks)), len(r.Groups(reading.Assign)), len(r.Clauses), len(r.Indicators())}; fmt.Sprint(got) != "[7 8 4 78 18]" {
		t.Errorf("targets, task groups, assignments, clauses, indicators: %v", got)
	}
	same(t, "source.golden", outline(r, false))
}
