package indicator_test

import (
	"slices"
	"testing"
	"time"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/record"
)

func missing(l *indicator.Lineage) []string {
	var out []string
	for _, u := range l.Missing {
		out = append(out, u.Unit.Code)
	}
	slices.Sort(out)
	return out
}

func coverageOf(t *testing.T, r *coretest.Rig, code, period string) *indicator.Lineage {
	t.Helper()
	r.Settle(coretest.An)
	l, err := r.Figures.Lineage(r.As(coretest.An, coretest.Leader), indicator.Ask{Measure: "demo.areas_reached", Unit: r.Unit(coretest.An, code), Period: period})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestCoverageNeverPassesTheWhole: residential areas merge and close within the
// year; who was reached before stays reached as its heir, and no share is ever
// above one hundred.
func TestCoverageNeverPassesTheWhole(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		rec := visit(t, r, map[string]any{"reached": []string{r.Unit(coretest.An, "X1-K1"), r.Unit(coretest.An, "X1-K2"), r.Unit(coretest.An, "X2-K1")}})
		attach(t, r, rec)
		l := coverageOf(t, r, "T", period)
		if *l.Figure.Value != 75 || *l.Figure.Proven != 75 || !slices.Equal(missing(l), []string{"X2-K2"}) {
			t.Fatalf("before: %v, missing %v", *l.Figure.Value, missing(l))
		}
		merge(t, r, "X1-K1", "X1-K2")
		l = coverageOf(t, r, "X1", period)
		if l.Figure.Numerator != 1 || l.Figure.Denominator != 1 || *l.Figure.Proven != 100 || len(l.Missing) != 0 {
			t.Errorf("two areas became one: %v of %v, missing %v", l.Figure.Numerator, l.Figure.Denominator, missing(l))
		}
		ctx := identity.System(r.In(coretest.An), "test")
		if _, err := r.Tree.Close(ctx, coretest.Today(ctx), r.Unit(coretest.An, "X2-K1")); err != nil {
			t.Fatal(err)
		}
		l = coverageOf(t, r, "T", period)
		if l.Figure.Numerator != 1 || l.Figure.Denominator != 2 || *l.Figure.Value != 50 || !slices.Equal(missing(l), []string{"X2-K2"}) {
			t.Errorf("after one is closed: %v of %v, missing %v", l.Figure.Numerator, l.Figure.Denominator, missing(l))
		}
		sheet, err := r.Figures.Open(r.As(coretest.An, coretest.Leader), "demo", r.Unit(coretest.An, "T"), period)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range sheet.Rows {
			if v := row.Figures["demo.areas_reached"].Value; v != nil && *v > 100 {
				t.Errorf("%s reaches %v %%", row.Unit.Name, *v)
			}
		}
	})
}

// TestCoverageOfAPastPeriod speaks of the units there were then.
func TestCoverageOfAPastPeriod(t *testing.T) {
	t.Parallel()
	r := coretest.New(t, coretest.Options{})
	visit(t, r, map[string]any{"held_on": "2026-03-10", "reached": []string{r.Unit(coretest.An, "X1-K1")}})
	merge(t, r, "X2", "X1")
	merge(t, r, "X2-K1", "X2-K2")
	for code, want := range map[string][2]float64{"T": {1, 4}, "X2": {1, 4}} {
		if l := coverageOf(t, r, code, "2026-03"); l.Figure.Numerator != want[0] || l.Figure.Denominator != want[1] || len(l.Missing) != 3 {
			t.Errorf("%s in March: %v of %v, missing %v", code, l.Figure.Numerator, l.Figure.Denominator, missing(l))
		}
	}
	if l := coverageOf(t, r, "T", period); l.Figure.Denominator != 3 {
		t.Errorf("this year: of %v", l.Figure.Denominator)
	}
}

// TestFiguresSayTheirTime: fresh when nothing waits, else of the last fold and,
// after a while, stale.
func TestFiguresSayTheirTime(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		visit(t, r, nil)
		folded := figure(t, r, "demo.visits", "T")
		if folded.Stale || folded.AsOf.IsZero() {
			t.Errorf("folded: %+v", folded.Figure)
		}
		visit(t, r, nil)
		at := func(later time.Duration) *indicator.Named {
			ctx := id.WithClock(r.As(coretest.An, coretest.Leader), func() time.Time { return time.Now().Add(later) })
			f, err := r.Figures.Get(ctx, "demo.visits", "", period)
			if err != nil {
				t.Fatal(err)
			}
			return f
		}
		if f := at(0); f.Stale || *f.Value != 1 {
			t.Errorf("just now: %+v", f.Figure)
		}
		if f := at(time.Minute); !f.Stale || *f.Value != 1 || f.AsOf.After(time.Now()) {
			t.Errorf("a minute later, unfolded: %+v", f.Figure)
		}
		if f := figure(t, r, "demo.visits", "T"); f.Stale || *f.Value != 2 {
			t.Errorf("folded again: %+v", f.Figure)
		}
	})
}

// TestRatioAndTarget follows a share with a target from nothing to met.
func TestRatioAndTarget(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		if f := figure(t, r, "demo.visits_done", "T"); f.Value != nil || f.Proven != nil || f.Claimed != nil || f.Status != measure.None {
			t.Errorf("of nothing: %+v", f.Figure)
		}
		officer := r.As(coretest.An, coretest.Officer)
		for n, want := range []struct {
			share  float64
			status string
		}{{100, measure.Met}, {50, measure.Missed}} {
			rec := visit(t, r, nil)
			if n == 0 {
				attach(t, r, rec)
				if _, err := r.Records.Do(officer, rec, "close", 0, record.Act{}); err != nil {
					t.Fatal(err)
				}
			}
			if f := figure(t, r, "demo.visits_done", "T"); *f.Value != want.share || f.Status != want.status || *f.Proven != want.share {
				t.Errorf("after %d: %v %s", n+1, *f.Value, f.Status)
			}
		}
	})
}

// TestWhatIsHiddenIsNotNamed: who sees figures without the records, or of one
// unit without those below, learns amounts and no names.
func TestWhatIsHiddenIsNotNamed(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		for login, reach := range map[string]access.Reach{"whole": access.Subtree, "alone": access.Own} {
			reader(t, r, login, reach)
		}
		attach(t, r, visit(t, r, map[string]any{"people": 40, "reached": []string{r.Unit(coretest.An, "X1-K1")}}))
		r.Settle(coretest.An)
		for login, units := range map[string]int{"whole": 2, "alone": 0} {
			ctx := r.As(coretest.An, login)
			for _, measure := range []string{"demo.people_met", "demo.areas_reached"} {
				l, err := r.Figures.Lineage(ctx, indicator.Ask{Measure: measure, Unit: r.Unit(coretest.An, "X1"), Period: period})
				if err != nil {
					t.Fatal(err)
				}
				if len(l.Records) != 0 || l.Hidden.Records != 1 {
					t.Errorf("%s sees the records of %s: %+v", login, measure, l.Records)
				}
				if measure == "demo.people_met" && (l.Hidden.Numerator != 40 || *l.Figure.Value != 40) {
					t.Errorf("%s: hidden %v of %v", login, l.Hidden.Numerator, *l.Figure.Value)
				}
				if measure == "demo.areas_reached" && (len(l.Units) != units || len(l.Missing) != units/2) {
					t.Errorf("%s sees units %+v, missing %v", login, l.Units, missing(l))
				}
			}
			sheet, err := r.Figures.Open(ctx, "demo", r.Unit(coretest.An, "X1"), period)
			if err != nil {
				t.Fatal(err)
			}
			if login == "alone" && len(sheet.Rows) != 0 || login == "whole" && len(sheet.Rows) == 0 {
				t.Errorf("%s sees %d rows", login, len(sheet.Rows))
			}
		}
	})
}

// reader is a person at X1 who may read figures and nothing else.
func reader(t *testing.T, r *coretest.Rig, login string, reach access.Reach) {
	t.Helper()
	ctx := identity.System(r.In(coretest.An), "test")
	have, err := r.Guard.List(ctx)
	if err != nil {
		t.Fatal(err)
	}
	role := access.Role{ID: login, Label: access.Label{VI: login, EN: login},
		Permissions: []access.Permission{{Kind: "*", Action: "figure:read", Reach: reach}}}
	if _, err := r.Guard.Apply(ctx, append(have, role)); err != nil {
		t.Fatal(err)
	}
	p, err := r.People.Create(ctx, identity.NewPerson{Login: login, FamilyMiddle: "Trần Thị", Given: login})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.People.Grant(ctx, identity.Grant{PersonID: p.ID, Role: login, UnitID: r.Unit(coretest.An, "X1"), From: coretest.Today(ctx).On}); err != nil {
		t.Fatal(err)
	}
}
