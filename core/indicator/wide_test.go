package indicator_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/manifest"
)

// TestFigureSplitsByValue: the parts of a figure have the enum's labels and add
// up to it, each leads to its own records, and a record that changes its value
// changes its part.
func TestFigureSplitsByValue(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		addMeasure(t, r, manifest.Measure{Code: "by_form", Kind: "sum", Value: "people", Of: "demo.visit", Unit: "people", Period: "held_on", By: "form", Proof: []string{"report"}})
		first := submitted(t, r, map[string]any{"people": 4, "form": "direct"})
		visit(t, r, map[string]any{"people": 3, "form": "online"})
		visit(t, r, map[string]any{"people": 2})
		f := in(t, r, "demo.by_form", "T", period)
		if got := shown(f.Split); *f.Value != 9 || got != "direct Trực tiếp 4, online Trực tuyến 3,   2" {
			t.Fatalf("%v people by form: %s", *f.Value, got)
		}
		part := "direct"
		if l := trace(t, r, indicator.Ask{Measure: "demo.by_form", Part: &part}); len(l.Records) != 1 || l.Records[0].ID != first || *l.Figure.Value != 4 || len(l.Units) != 1 {
			t.Errorf("lineage of one part: %+v", l)
		}
		part = "no_such"
		if _, err := r.Figures.Lineage(r.As(coretest.An, coretest.Leader), indicator.Ask{Measure: "demo.by_form", Part: &part}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a part that is none: %v", err)
		}
		do(t, r.As(coretest.An, coretest.Officer), r, first, "withdraw")
		if f := in(t, r, "demo.by_form", "T", period); f.Split[len(f.Split)-1].Figure.Withdrawn != 1 || *f.Value != 5 {
			t.Errorf("after one was withdrawn: %+v", f.Split)
		}
		noDrift(t, r)
	})
}

func shown(split []indicator.Slice) string {
	out := ""
	for i, s := range split {
		if i > 0 {
			out += ", "
		}
		out += fmt.Sprint(s.Value, " ", s.Label.VI, " ", *s.Figure.Value)
	}
	return out
}

// TestNewestOfAKeyCounts: of the records of one form the newest of each period
// counts; when it goes the one before counts again. Random acts are held against
// counting by hand, and the parts follow the whole.
func TestNewestOfAKeyCounts(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		addMeasure(t, r, manifest.Measure{Code: "latest", Kind: "sum", Value: "people", Of: "demo.visit", Unit: "people", Period: "held_on", LatestBy: []string{"unit", "form"}, By: "form"})
		type one struct {
			id, form, day string
			people        int
		}
		var all []one
		random := rand.New(rand.NewPCG(3, 9))
		officer := r.As(coretest.An, coretest.Officer)
		for n := range 18 {
			if len(all) > 0 && random.IntN(4) == 0 {
				i := random.IntN(len(all))
				do(t, officer, r, all[i].id, "withdraw")
				all = slices.Delete(all, i, i+1)
			} else {
				o := one{form: []string{"direct", "online"}[random.IntN(2)], day: fmt.Sprintf("2026-%02d-%02d", 1+random.IntN(8), 1+n), people: 1 + random.IntN(50)}
				o.id = visit(t, r, map[string]any{"people": o.people, "form": o.form, "held_on": o.day})
				all = append(all, o)
			}
			if n%6 != 5 {
				continue
			}
			for _, p := range []string{"2026", "2026-H1", "2026-Q2", "2026-03"} {
				newest, want := map[string]one{}, 0
				for _, o := range all {
					if within(o.day, p) && o.day > newest[o.form].day {
						newest[o.form] = o
					}
				}
				for _, o := range newest {
					want += o.people
				}
				f := in(t, r, "demo.latest", "T", p)
				sum := 0.0
				for _, s := range f.Split {
					sum += *s.Figure.Value
				}
				l := trace(t, r, indicator.Ask{Measure: "demo.latest", Period: p})
				counting := slices.DeleteFunc(l.Records, func(s indicator.Source) bool { return s.Withdrawn })
				if *f.Value != float64(want) || sum != *f.Value || len(counting) != len(newest) {
					t.Errorf("after %d acts, %s: %v, parts %v, %d records; want %d of %d", n+1, p, *f.Value, sum, len(counting), want, len(newest))
				}
			}
			noDrift(t, r)
		}
	})
}

// within reports whether a day of 2026 lies in one of the test's periods.
func within(day, p string) bool {
	month := day[5:7]
	switch p {
	case "2026-H1":
		return month <= "06"
	case "2026-Q2":
		return month >= "04" && month <= "06"
	case "2026-03":
		return month == "03"
	}
	return true
}

// areas are measures of which residential areas visits reach: by addressees of
// what was asked there (rows), so many a year, and both.
func areas(t *testing.T, r *coretest.Rig) {
	t.Helper()
	kinds := []string{"residential_area"}
	addMeasure(t, r,
		manifest.Measure{Code: "asked", Kind: "coverage", Of: "demo.visit", Unit: "percent", Period: "held_on", UnitKinds: kinds, Covers: []string{"asks.to_unit"}, Proof: []string{"report"}},
		manifest.Measure{Code: "twice", Kind: "coverage", Of: "demo.visit", Unit: "percent", Period: "held_on", UnitKinds: kinds, Covers: []string{"reached"}, Times: 2},
		manifest.Measure{Code: "both", Kind: "coverage", Unit: "percent", UnitKinds: kinds, AllOf: []string{"asked", "twice"}},
		manifest.Measure{Code: "once", Kind: "coverage", Unit: "percent", UnitKinds: kinds, AllOf: []string{"asked", "!twice"}})
}

// TestUnitCountsWhenAllHolds: one record of a commune stands for the areas of
// its rows, an area counts from the second visit of a year, or the first of a
// month, and both together where both hold.
func TestUnitCountsWhenAllHolds(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		areas(t, r)
		east, west := r.Unit(coretest.An, "X1-K1"), r.Unit(coretest.An, "X1-K2")
		rows := []map[string]any{{"to_unit": east, "content": "Đường"}, {"to_unit": west, "content": "Nước"}}
		asked := visit(t, r, map[string]any{"asks": rows, "reached": []string{east}})
		want := func(step, measure string, at, n float64, period string) {
			t.Helper()
			f := in(t, r, measure, "X1", period)
			if f.Numerator != n || f.Denominator != at || *f.Value != 100*n/at {
				t.Errorf("%s, %s in %s: %v of %v, want %v of %v", step, measure, period, f.Numerator, f.Denominator, n, at)
			}
		}
		want("one visit", "demo.asked", 2, 2, "2026")
		want("one visit", "demo.twice", 2, 0, "2026")
		want("one visit", "demo.twice", 2, 1, "2026-03")
		want("one visit", "demo.both", 2, 0, "2026")
		want("one visit", "demo.once", 2, 2, "2026")
		l := trace(t, r, indicator.Ask{Measure: "demo.twice", Unit: r.Unit(coretest.An, "X1")})
		if len(l.Missing) != 2 || l.Missing[0].Have+l.Missing[1].Have != 1 || l.Missing[0].Need != 2 {
			t.Errorf("who lacks a second visit: %+v", l.Missing)
		}
		visit(t, r, map[string]any{"reached": []string{east}, "held_on": "2026-05-02"})
		want("two visits", "demo.twice", 2, 1, "2026")
		want("two visits", "demo.both", 2, 1, "2026")
		want("two visits", "demo.both", 2, 1, "2026-03")
		want("two visits", "demo.once", 2, 1, "2026")
		l = trace(t, r, indicator.Ask{Measure: "demo.both", Unit: r.Unit(coretest.An, "X1")})
		if len(l.Missing) != 1 || l.Missing[0].Unit.ID != west || !slices.Equal(l.Missing[0].Lacks, []string{"demo.twice"}) || len(l.Records) == 0 {
			t.Errorf("what the other area lacks: %+v, %d records", l.Missing, len(l.Records))
		}
		do(t, r.As(coretest.An, coretest.Officer), r, asked, "withdraw")
		want("withdrawn", "demo.both", 2, 0, "2026")
		noDrift(t, r)
	})
}

// TestAverageIsOverThoseThatSay leaves out records without the number.
func TestAverageIsOverThoseThatSay(t *testing.T) {
	t.Parallel()
	r := coretest.New(t, coretest.Options{})
	addMeasure(t, r, manifest.Measure{Code: "usual", Kind: "average", Value: "people", Of: "demo.visit", Unit: "people", Period: "held_on"})
	visit(t, r, map[string]any{"people": 10})
	visit(t, r, map[string]any{"people": 5})
	visit(t, r, nil)
	if f := in(t, r, "demo.usual", "T", period); f.Value == nil || *f.Value != 7.5 || f.Denominator != 2 {
		t.Errorf("average: %+v", f.Figure)
	}
	if f := in(t, r, "demo.usual", "X2", period); f.Value != nil {
		t.Errorf("an average of nothing: %v", *f.Value)
	}
}

// TestCoverageAndItsLineageAgree: a record stands in the lineage as one of one;
// one that reaches a unit that need not be reached then is marked, and neither
// side of the figure knows it.
func TestCoverageAndItsLineageAgree(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		east, west := r.Unit(coretest.An, "X1-K1"), r.Unit(coretest.An, "X1-K2")
		visit(t, r, map[string]any{"reached": []string{east}})
		l := trace(t, r, indicator.Ask{Measure: "demo.areas_reached", Unit: r.Unit(coretest.An, "X1")})
		if len(l.Records) != 1 || l.Records[0].Numerator != 1 || l.Records[0].Denominator != 1 || l.Records[0].Outside {
			t.Fatalf("what one record adds: %+v", l.Records)
		}
		old := visit(t, r, map[string]any{"reached": []string{west}, "held_on": "2021-05-01"})
		sums(t, l)
		l = trace(t, r, indicator.Ask{Measure: "demo.areas_reached", Unit: r.Unit(coretest.An, "X1"), Period: "2021"})
		f := l.Figure
		if f.Numerator != 0 || len(l.Records) != 1 || l.Records[0].ID != old || !l.Records[0].Outside || l.Records[0].Numerator != 0 {
			t.Errorf("before the area was there the figure says %v of %v and lists %+v", f.Numerator, f.Denominator, l.Records)
		}
		sums(t, l)
	})
}

// sums holds the figure's numerator against the units its lineage names.
func sums(t *testing.T, l *indicator.Lineage) {
	t.Helper()
	units := map[string]bool{}
	for _, s := range l.Records {
		if s.Numerator > 0 {
			units[s.Unit.ID] = true
		}
	}
	if float64(len(units)) != l.Figure.Numerator {
		t.Errorf("the figure says %v, its lineage names %d units", l.Figure.Numerator, len(units))
	}
}
