package record_test

import (
	"testing"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/unit"
)

// TestFactsLieWithinTheLifeOfTheirUnit: the communes of the rig were entered on 1
// July 2025 without those before them. What these did in the running terms may
// be told of them, what nobody of theirs can have done may not.
func TestFactsLieWithinTheLifeOfTheirUnit(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		submit := func(day string) (*record.Record, error) {
			return r.Records.Create(r.as(coretest.Officer), "demo.paper", record.Input{UnitID: r.Unit(coretest.An, "X1"), Fields: whole(fields{"day": day, "u": r.Unit(coretest.An, "X1-K1")}), Submit: "submit"})
		}
		for _, c := range []struct {
			since, day string
			refused    bool
		}{
			{"", "2026-03-10", false}, {"", "2025-03-10", false}, {"", "2020-01-01", false}, {"", "2019-12-31", true}, {"", "1926-05-01", true},
			{"2024-10-17", "2024-10-16", true}, {"2024-10-17", "2024-10-17", false}, {"1990-01-01", "1995-02-03", false},
			{"2026-01-01", "2025-08-01", false}, // the unit was there
		} {
			r.set(t, map[string]any{"facts_from": c.since})
			if _, err := submit(c.day); !c.refused && err != nil {
				t.Errorf("since %q: %s is refused: %v", c.since, c.day, err)
			} else if c.refused {
				refuses(t, err, fault.Invalid, "invalid", "day=before_unit")
			}
		}

		// A draft may hold anything; what stands is not asked again.
		r.set(t, map[string]any{"facts_from": ""})
		draft := r.create(t, r.as(coretest.Officer), "demo.paper", whole(fields{"day": "1926-05-01"}), "")
		_, err := r.Records.Do(r.as(coretest.Officer), draft.ID, "submit", 0, record.Act{})
		refuses(t, err, fault.Invalid, "invalid", "day=before_unit")
		old, err := submit("2021-02-03")
		if err != nil {
			t.Fatal(err)
		}
		r.set(t, map[string]any{"facts_from": "2024-01-01"})
		r.do(t, r.as(coretest.Approver), old.ID, "return", nil)
		_, err = r.Records.Do(r.as(coretest.Officer), old.ID, "submit", 0, record.Act{})
		refuses(t, err, fault.Invalid, "invalid", "day=before_unit")
		r.set(t, map[string]any{"facts_from": "2021-01-01"})
		r.do(t, r.as(coretest.Officer), old.ID, "submit", nil)
		r.set(t, map[string]any{"facts_from": "2024-01-01"})
		r.do(t, r.as(coretest.Approver), old.ID, "approve", nil)
	})
}

// TestNothingHappensAfterTheEnd of a unit without an heir; an heir carries on.
func TestNothingHappensAfterTheEnd(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		in := r.In(coretest.An)
		drafts := map[string]*record.Record{}
		for _, code := range []string{"X1-K1", "X1-K2"} {
			rec, err := r.Records.Create(in, "demo.paper", record.Input{UnitID: r.Unit(coretest.An, code), Fields: whole()})
			if err != nil {
				t.Fatal(err)
			}
			drafts[code] = rec
		}
		gone, heir := r.Unit(coretest.An, "X1-K1"), r.Unit(coretest.An, "X2-K1")
		act := unit.Act{On: calendar.NewDate(2026, 3, 1), Basis: "01/NQ"}
		if _, err := r.Tree.Close(in, act, gone); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Tree.Merge(in, act, []string{r.Unit(coretest.An, "X1-K2")}, unit.Part{ID: heir}); err != nil {
			t.Fatal(err)
		}
		_, err := r.Records.Do(in, drafts["X1-K1"].ID, "submit", 0, record.Act{Fields: fields{"day": "2026-03-01"}})
		refuses(t, err, fault.Invalid, "invalid", "day=after_unit")
		r.do(t, in, drafts["X1-K1"].ID, "submit", fields{"day": "2026-02-28"})
		r.do(t, in, drafts["X1-K2"].ID, "submit", fields{"day": "2026-03-01"})
	})
}
