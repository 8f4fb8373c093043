package measure_test

import (
	"os"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/measure"
)

func TestBrokenMeasuresAreNamedWithTheirMend(t *testing.T) {
	t.Parallel()
	good, err := os.ReadFile("../testdata/visit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to, what, fix string }{
		{"kind: count, of: demo.visit, unit: count", "kind: coverage, unit_kinds: [commune], covers: [unit], per: year, of: demo.visit, unit: percent", "but not how many", "write times"},
		{"kind: count, of: demo.visit, unit: count", "kind: coverage, unit_kinds: [commune], covers: [unit], times: 4, per: week, of: demo.visit, unit: percent", `period "week"`, "month"},
		{"kind: count, of: demo.visit, unit: count", "kind: coverage, unit_kinds: [commune], covers: [unit], times: 1000, of: demo.visit, unit: percent", "1000 records", "from 1 to 366"},
		{"kind: count, of: demo.visit, unit: count", "kind: coverage, unit_kinds: [commune], all_of: [visits, helds], of: demo.visit, unit: percent", "counts no records itself", "remove of"},
		{"kind: count, of: demo.visit, unit: count", "kind: coverage, unit_kinds: [commune], all_of: [other], unit: percent", "names one coverage", "two or more"},
		{"kind: count, of: demo.visit, unit: count", "kind: coverage, unit_kinds: [commune], all_of: ['!visits', helds], unit: percent", `coverage "!visits"`, ""},
		{"kind: count, of", "kind: stock, of", "does not say when a record comes in", "write reached"},
	} {
		m, _ := manifest.ParseBytes("module.yaml", []byte(strings.Replace(string(good), c.from, c.to, 1)))
		found := false
		for _, p := range measure.Check(m) {
			found = found || strings.Contains(p.What, c.what) && strings.Contains(p.Fix, c.fix) && p.Line > 1
		}
		if !found {
			t.Errorf("%s → %s: want %q, %q; got %v", c.from, c.to, c.what, c.fix, manifest.Problems(measure.Check(m)))
		}
	}
	m, _ := manifest.ParseBytes("module.yaml", good)
	if problems := measure.Check(m); len(problems) > 0 {
		t.Errorf("of a good one: %v", manifest.Problems(problems))
	}
}
