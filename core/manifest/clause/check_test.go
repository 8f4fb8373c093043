package clause_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/clause"
)

// serving is the good manifest whose kind, form and measure serve clauses.
func serving(t *testing.T) string {
	t.Helper()
	good, err := os.ReadFile("../testdata/visit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer("    period: held_on\n", "    period: held_on\n    serves: [II.1.a]\n",
		`en: "On site"}}]`, `en: "On site"}}], serves: {onsite: [II.2, II.3.b]}`,
		"proof: [minutes]}", "proof: [minutes], serves: [II.1.a]}").Replace(string(good))
}

func TestClausesOfAKindAndOfItsValues(t *testing.T) {
	t.Parallel()
	m, problems := manifest.ParseBytes("module.yaml", []byte(serving(t)))
	if problems = append(problems, clause.Check(m)...); len(problems) > 0 {
		t.Fatal(manifest.Problems(problems))
	}
	s := clause.Of(m.Kind("demo.visit"))
	for form, want := range map[string][]string{"": {"II.1.a"}, "online": {"II.1.a"}, "onsite": {"II.1.a", "II.2", "II.3.b"}} {
		if got := s.For(map[string]any{"form": form}); !slices.Equal(got, want) {
			t.Errorf("form %q serves %v, want %v", form, got, want)
		}
	}
	s.By["modes"] = map[string][]string{"walk": {"II.2"}, "ride": {"II.4"}}
	if got := s.For(map[string]any{"form": "onsite", "modes": []any{"walk", "ride"}}); !slices.Equal(got, []string{"II.1.a", "II.2", "II.3.b", "II.4"}) {
		t.Errorf("several values serve %v", got)
	}
}

func TestBrokenClausesAreNamedWithTheirMend(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, to, what, fix string }{
		{"serves: [II.1.a]\n", "serves: [II..a]\n", `"II..a" is no id`, "III.1.a"},
		{"serves: [II.1.a]\n", "serves: [mục 1]\n", "is no id of a clause", "letters and digits"},
		{"serves: [II.1.a]\n", "serves: [II.1.a, II.1.a]\n", "named twice", "remove one"},
		{"{onsite: [II.2", "{onsit: [II.2", `value "onsit" of "form" does not exist`, "did you mean onsite"},
		{"{onsite: [II.2", "{onsite: [-", "is no id of a clause", "III.1.a"},
		{"name: held_on, type: date", "name: held_on, serves: {a: [II.1]}, type: date", "no values to name clauses by", "enum field"},
		{"{id: 1, name: grade", "{id: 1, serves: {good: [II.1]}, name: grade", "a row serves no clause", "on the kind"},
		{"proof: [minutes], serves: [II.1.a]", "proof: [minutes], serves: [\"\"]", `"" is no id`, "III.1.a"},
	} {
		source := strings.Replace(serving(t), c.from, c.to, 1)
		m, _ := manifest.ParseBytes("module.yaml", []byte(source))
		if m == nil {
			t.Fatalf("%s → %s cannot be read", c.from, c.to)
		}
		found := false
		for _, p := range clause.Check(m) {
			found = found || strings.Contains(p.What, c.what) && strings.Contains(p.Fix, c.fix) && p.Line > 1
		}
		if !found {
			t.Errorf("%s → %s: want %q, %q; got %v", c.from, c.to, c.what, c.fix, manifest.Problems(clause.Check(m)))
		}
	}
}
