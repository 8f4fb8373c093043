package main_test

import (
	_ "embed"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest/task"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/manifest"
)

// indicatorTable says which measure each indicator of the resolution is, what it must
// reach ("" = no number), the rhythm of its duty ("" = no duty), the kinds of units
// that owe it ("" = it counts no units), the slots that prove it, and how many owe it
// in Hà Tĩnh, in the commune of Cẩm Bình and in its first area.
//
//go:embed testdata/indicators.csv
var indicatorTable []byte

const indicatorHead = "indicator,measure,target,rhythm,owed_by,proof,in_province,in_commune,in_area"

// TestEveryIndicatorIsAMeasure holds the table against the manifests and against the
// indicators of the source resolution.
func TestEveryIndicatorIsAMeasure(t *testing.T) {
	t.Parallel()
	targets := map[string][]string{}
	for _, row := range table(t, indicatorTable, indicatorHead) {
		m, home := measureNamed(t, row[1])
		if m == nil {
			t.Errorf("%s: there is no measure %s", row[0], row[1])
			continue
		}
		rhythm, owed, proof := "", m.UnitKinds, provenBy(home, m)
		if d := dutyOf(home, m); d != nil {
			rhythm, owed = d.Rhythm, d.UnitKinds
		}
		for i, got := range map[int]string{2: target(m), 3: rhythm, 4: strings.Join(owed, " "), 5: strings.Join(proof, " ")} {
			if got != row[i] {
				t.Errorf("%s, %s: it says %q, the table %q", row[0], row[1], got, row[i])
			}
		}
		targets[row[0]] = append(targets[row[0]], row[2])
	}
	if len(targets) != 18 {
		t.Errorf("the table has %d indicators, want 18", len(targets))
	}
	asked := regexp.MustCompile(`^([=>]?)([0-9]+(?:\.[0-9]+)?)`)
	for _, of := range beside(t, "resolution_indicators.csv") {
		want := ""
		if found := asked.FindStringSubmatch(of["target"]); found != nil {
			want = map[string]string{"=": ">= ", "": ">= ", ">": "> "}[found[1]] + found[2]
		}
		for _, got := range targets[of["indicator_id"]] {
			if got != want {
				t.Errorf("%s must reach %q by the resolution, %q by the table", of["indicator_id"], want, got)
			}
		}
		if len(targets[of["indicator_id"]]) == 0 {
			t.Errorf("the resolution's %s is missing", of["indicator_id"])
		}
	}
}

func measureNamed(t *testing.T, full string) (*manifest.Measure, *manifest.Manifest) {
	t.Helper()
	for _, m := range allManifests(t) {
		if of := m.Measure(full); of != nil && of.FullName() == full {
			return of, m
		}
	}
	return nil, nil
}

func dutyOf(home *manifest.Manifest, m *manifest.Measure) *manifest.Duty {
	i := slices.IndexFunc(home.Duties, func(d manifest.Duty) bool { return m.OfDuty != "" && d.ID == m.OfDuty })
	if i < 0 {
		return nil
	}
	return &home.Duties[i]
}

// provenBy are the slots a measure's proof lies in: its own, its duty's, or those of
// the coverages that must hold for it.
func provenBy(home *manifest.Manifest, m *manifest.Measure) []string {
	out := m.Proof
	if d := dutyOf(home, m); d != nil {
		out = d.Proof
	}
	for _, code := range m.AllOf {
		if part := home.Measure(code); part != nil { // "!code" must not hold: nothing proves that
			out = append(out, provenBy(home, part)...)
		}
	}
	return out
}

func target(m *manifest.Measure) string {
	if m.Target == nil {
		return ""
	}
	return m.Target.Op + " " + strconv.FormatFloat(m.Target.Value, 'f', -1, 64)
}

// TestIndicatorsStandAtEveryLevel reads each indicator at the province, the commune
// and the area: who owes it there, and for those no module's own story works out, the
// numbers by hand.
func TestIndicatorsStandAtEveryLevel(t *testing.T) {
	t.Parallel()
	task.Alone(t, func(t *testing.T) {
		y := newHalfYear(t)
		for _, row := range table(t, indicatorTable, indicatorHead) {
			for i, unit := range map[int]string{6: "42", 7: commune, 8: commune + "-K01"} {
				if row[i] == "" {
					continue
				}
				period := map[string]string{"half": "2026-H1", "term": "2025-2030"}[row[3]]
				if period == "" {
					period = "2026"
				}
				if f := y.figure(row[1], unit, period, lastDay); strconv.FormatFloat(f.Denominator, 'f', -1, 64) != row[i] {
					t.Errorf("%s, %s in %s: %v owe it, want %s", row[0], row[1], unit, f.Denominator, row[i])
				}
			}
		}
		for _, f := range indicatorRecords {
			y.file(f)
		}
		y.settle(yearsEnd)
		for _, c := range indicatorFigures {
			f := y.figure(c.measure, c.unit, "2026", yearsEnd)
			if f.Value == nil || f.Numerator != c.num || f.Denominator != c.den || *f.Proven > *f.Value || f.Status != c.status {
				t.Errorf("%s in %s: %v of %v, %s; want %v of %v, %s", c.measure, c.unit, f.Numerator, f.Denominator, f.Status, c.num, c.den, c.status)
			} else if proven := *f.Proven / *f.Value; c.num > 0 && !near(proven, c.proven/c.num) {
				t.Errorf("%s in %s: %v of it proven, want %v of %v", c.measure, c.unit, proven, c.proven, c.num)
			}
		}
	})
}

func near(a, b float64) bool { return a-b < 1e-3 && b-a < 1e-3 }

// figure is a measure at the unit with the code, as a watcher of the province sees it.
func (y *halfYear) figure(measure, unit, period, day string) indicator.Figure {
	y.t.Helper()
	l, err := y.p.Figures.Lineage(y.as("theodoi.tam", day), indicator.Ask{Measure: measure, Unit: y.p.Unit(unit), Period: period})
	if err != nil {
		y.t.Fatalf("%s: %v", measure, err)
	}
	return l.Figure.Figure
}
