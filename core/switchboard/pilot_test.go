package switchboard_test

import (
	"context"
	"slices"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/duty"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/indicator/pilot"
	"github.com/doanket/doanket/core/programme"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/switchboard"
	"github.com/doanket/doanket/core/unit"
)

// visited makes a visit at a commune that reaches one of its areas, handed in.
func visited(ctx context.Context, r *coretest.Rig, commune, area string) (*record.Record, error) {
	today := coretest.Today(r.In(coretest.An)).On.String()
	return r.Records.Create(ctx, "demo.visit", record.Input{UnitID: r.Unit(coretest.An, commune), Submit: "submit",
		Fields: map[string]any{"title": "Thăm " + area, "held_on": today, "people": 3, "reached": []string{r.Unit(coretest.An, area)}}})
}

func figure(t *testing.T, r *coretest.Rig, measure, code string) *indicator.Named {
	t.Helper()
	f, err := r.Figures.Get(r.As(coretest.An, coretest.Leader), measure, r.Unit(coretest.An, code), "")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestAPilotIsOnlyWhereItIsTried: at the units that try a module everything is as ever;
// at every other nothing is made, moved, owed or counted, and what was written there
// before can be read; the figure of the whole province is that of those that try it.
func TestAPilotIsOnlyWhereItIsTried(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		inside, err := visited(r.As(coretest.An, coretest.Officer), r, "X1", "X1-K1")
		outside, err2 := visited(r.As(coretest.An, coretest.Officer2), r, "X2", "X2-K1")
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		r.Settle(coretest.An)
		if f := figure(t, r, "demo.areas_reached", "T"); f.Numerator != 2 || f.Denominator != 4 || f.Pilot != "" {
			t.Fatalf("before: %+v", f.Figure)
		}
		must(t, r.Switchboard.Set(r.In(coretest.An), "demo", switchboard.Wish{On: true, Pilot: []string{r.Unit(coretest.An, "X1")}}))
		r.Settle(coretest.An)

		if _, err := visited(r.As(coretest.An, coretest.Officer), r, "X1", "X1-K2"); err != nil {
			t.Errorf("at the commune that tries it: %v", err)
		}
		if _, err := visited(r.As(coretest.An, coretest.Officer2), r, "X2", "X2-K2"); !fault.HasCode(err, "module_elsewhere") {
			t.Errorf("at another: %v", err)
		}
		if _, err := r.Records.Get(r.As(coretest.An, coretest.Officer2), outside.ID); err != nil {
			t.Errorf("read what was written before: %v", err)
		}
		leader := r.As(coretest.An, coretest.Leader)
		if _, err := r.Records.Do(leader, outside.ID, "approve", 0, record.Act{}); !fault.HasCode(err, "module_elsewhere") {
			t.Errorf("move on what was written before: %v", err)
		}
		offers, err := r.Records.Transitions(leader, outside, nil)
		if err != nil || slices.ContainsFunc(offers, func(o record.Offer) bool { return o.Allowed }) {
			t.Errorf("offered outside: %+v %v", offers, err)
		}
		if offers, err = r.Records.Transitions(leader, inside, nil); err != nil || !slices.ContainsFunc(offers, func(o record.Offer) bool { return o.Allowed }) {
			t.Errorf("nothing offered inside: %+v %v", offers, err)
		}
		r.Settle(coretest.An)
		for _, want := range []struct {
			measure, unit, standing string
			num, den                float64
		}{
			{"demo.areas_reached", "T", pilot.Part, 2, 2}, // both areas of the commune that tries it, of its two
			{"demo.areas_reached", "X1", "", 2, 2},
			{"demo.areas_reached", "X2", pilot.Outside, 0, 0},
			{"demo.visits", "T", pilot.Part, 2, 0},
			{"demo.visits", "X2", pilot.Outside, 0, 0},
		} {
			if f := figure(t, r, want.measure, want.unit); f.Numerator != want.num || f.Pilot != want.standing || want.den > 0 && f.Denominator != want.den || want.standing == pilot.Outside && f.Value != nil {
				t.Errorf("%s at %s: %+v, want %+v", want.measure, want.unit, f.Figure, want)
			}
		}
		l, err := r.Figures.Lineage(leader, indicator.Ask{Measure: "demo.visits", Unit: r.Unit(coretest.An, "T")})
		if err != nil || len(l.Records) != 2 || len(l.Units) != 1 {
			t.Errorf("lineage of the province: %+v %v", l, err)
		}

		must(t, r.Switchboard.Set(r.In(coretest.An), "demo", switchboard.Wish{On: true}))
		r.Settle(coretest.An)
		if f := figure(t, r, "demo.areas_reached", "T"); f.Numerator != 3 || f.Denominator != 4 || f.Pilot != "" {
			t.Errorf("on everywhere again: %+v", f.Figure)
		}
		if _, err := r.Records.Do(r.As(coretest.An, coretest.Leader), outside.ID, "approve", 0, record.Act{}); err != nil {
			t.Errorf("move on again: %v", err)
		}
	})
}

// TestAPilotOfOneProvinceIsNotAnothers.
func TestAPilotOfOneProvinceIsNotAnothers(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		must(t, r.Switchboard.Set(r.In(coretest.An), "demo", switchboard.Wish{On: true, Pilot: []string{r.Unit(coretest.An, "X1")}}))
		for _, code := range []string{"X1", "X2"} {
			u, err := r.Tree.ByCode(r.In(coretest.Binh), code)
			if err != nil || !r.Kinds.EnabledAt(r.In(coretest.Binh), "demo.visit", u.Path) {
				t.Errorf("%s of the other province: %v", code, err)
			}
		}
		err := r.Switchboard.Set(r.In(coretest.Binh), "demo", switchboard.Wish{On: true, Pilot: []string{r.Unit(coretest.An, "X1")}})
		if !fault.HasCode(err, "invalid") {
			t.Errorf("a unit of another province may try it: %v", err)
		}
	})
}

// TestAPilotGoesOnWhereUnitsMerge: the unit that took over from one that tried a module
// tries it.
func TestAPilotGoesOnWhereUnitsMerge(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		ctx := r.In(coretest.An)
		must(t, r.Switchboard.Set(ctx, "demo", switchboard.Wish{On: true, Pilot: []string{r.Unit(coretest.An, "X1-K1")}}))
		ctx = r.In(coretest.An) // as the province is now
		heir, err := r.Tree.Merge(ctx, coretest.Today(ctx), []string{r.Unit(coretest.An, "X1-K1")}, unit.Part{ID: r.Unit(coretest.An, "X1-K2")})
		if err != nil {
			t.Fatal(err)
		}
		if !r.Kinds.EnabledAt(ctx, "demo.visit", heir.Path) || r.Kinds.EnabledAt(ctx, "demo.visit", pathOf(t, r, "X1")) {
			t.Error("the heir does not try it, or the commune does")
		}
	})
}

// TestTheEffectIsSaidBefore: what the switchboard says of a switch is what it does, and
// saying it does nothing.
func TestTheEffectIsSaidBefore(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		ctx := r.In(coretest.An)
		if _, err := visited(r.As(coretest.An, coretest.Officer2), r, "X2", "X2-K1"); err != nil {
			t.Fatal(err)
		}
		r.Settle(coretest.An)
		open := len(owed(t, r))
		if open == 0 {
			t.Fatal("nobody owes anything: the test says nothing")
		}
		off, err := r.Switchboard.Effect(ctx, "demo", switchboard.Wish{})
		if err != nil {
			t.Fatal(err)
		}
		said := map[string]string{}
		for _, c := range off.Clauses {
			said[c.ID] = c.Before + " " + c.After
		}
		if said["II.1.a"] != "all none" || said["II.2.b"] != "all none" {
			t.Errorf("clauses: %+v", off.Clauses)
		}
		if len(off.Figures) != 4 || off.Figures[0].After != switchboard.Nowhere {
			t.Errorf("figures: %+v", off.Figures)
		}
		if len(off.Records) != 1 || off.Records[0].Kind != "demo.visit" || off.Records[0].Kept != 1 {
			t.Errorf("records: %+v", off.Records)
		}
		ended := 0
		for _, d := range off.Duties {
			ended += d.Ended
		}
		if ended != open {
			t.Errorf("%d duties are said to end, %d are open: %+v", ended, open, off.Duties)
		}
		tried, err := r.Switchboard.Effect(ctx, "demo", switchboard.Wish{On: true, Pilot: []string{r.Unit(coretest.An, "X2")}})
		if err != nil || len(tried.Records) != 0 || len(tried.Clauses) == 0 || tried.Clauses[0].After != switchboard.Somewhere {
			t.Errorf("a pilot where the record is: %+v %v", tried, err)
		}
		if !r.Kinds.Enabled(ctx, "demo.visit") || len(owed(t, r)) != open {
			t.Error("saying it did it")
		}

		must(t, r.Switchboard.Set(ctx, "demo", switchboard.Wish{}))
		r.Settle(coretest.An)
		must(t, r.Duties.Reckon(r.In(coretest.An)))
		if n := len(owed(t, r)); n != 0 {
			t.Errorf("%d are owed still", n)
		}
		counts, err := r.Programme.Count(r.As(coretest.An, coretest.Leader), "", "")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range counts.Items {
			if c.ID == "II.1.a" && c.Followed {
				t.Error("the clause is followed though its kind is off")
			}
		}
		on, err := r.Switchboard.Effect(r.In(coretest.An), "demo", switchboard.Wish{On: true})
		if err != nil || len(on.Duties) == 0 || on.Duties[0].Owing == 0 || on.Duties[0].After != switchboard.Everywhere {
			t.Errorf("on again: %+v %v", on, err)
		}
	})
}

// TestAClauseIsFollowedWhereItsKindIsTried: of units beside those that try a module the
// matrix says that nobody follows the clause, not that a record is lacking.
func TestAClauseIsFollowedWhereItsKindIsTried(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		must(t, r.Switchboard.Set(r.In(coretest.An), "demo", switchboard.Wish{On: true, Pilot: []string{r.Unit(coretest.An, "X1")}}))
		m, err := r.Programme.Cover(r.As(coretest.An, coretest.Leader), r.Unit(coretest.An, "T"), "")
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(m.Clauses, func(c programme.CoveredClause) bool { return c.ID == "II.2.b" })
		if c := m.Clauses[i]; !c.Followed || c.NoRecord != 1 || !slices.Equal(c.NotFollowed, []string{r.Unit(coretest.An, "X2")}) {
			t.Errorf("%+v", c)
		}
		if m, err = r.Programme.Cover(r.As(coretest.An, coretest.Officer2), r.Unit(coretest.An, "X2"), ""); err != nil || m.Clauses[i].Followed {
			t.Errorf("at a commune that does not try it: %+v %v", m.Clauses[i], err)
		}
	})
}

// TestWhoMayTry: only open units of the province, no more than there is a use for.
func TestWhoMayTry(t *testing.T) {
	t.Parallel()
	r := coretest.New(t, coretest.Options{})
	ctx := r.In(coretest.An)
	for name, w := range map[string]switchboard.Wish{
		"no unit":     {On: true, Pilot: []string{"unt_none"}},
		"off, yet at": {Pilot: []string{r.Unit(coretest.An, "X1")}},
		"too many":    {On: true, Pilot: slices.Repeat([]string{r.Unit(coretest.An, "X1")}, switchboard.MaxUnits+1)},
	} {
		if err := r.Switchboard.Set(ctx, "demo", w); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := r.Switchboard.Effect(ctx, "demo", w); !fault.Is(err, fault.Invalid) {
			t.Errorf("effect of %s: %v", name, err)
		}
	}
	if _, err := r.Switchboard.Effect(ctx, "none", switchboard.Wish{}); !fault.HasCode(err, "module_unknown") {
		t.Error(err)
	}
}

func owed(t *testing.T, r *coretest.Rig) []duty.Owing {
	t.Helper()
	ctx := r.In(coretest.An)
	today := coretest.Today(ctx).On
	list, err := r.Duties.Owing(ctx, today, today.AddDays(3000), "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func pathOf(t *testing.T, r *coretest.Rig, code string) string {
	t.Helper()
	u, err := r.Tree.ByCode(r.In(coretest.An), code)
	if err != nil {
		t.Fatal(err)
	}
	return u.Path
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
