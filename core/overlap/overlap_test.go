package overlap_test

import (
	"context"
	"slices"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/overlap"
	"github.com/doanket/doanket/core/record"
)

// TestAPairBecomesARecordOnce: kept by the unit of the programme above, delivered to
// both, with the reasons; decided, it is not raised again.
func TestAPairBecomesARecordOnce(t *testing.T) {
	t.Parallel()
	each(t, func(f *fairs) {
		p := f.made(coretest.Officer, "X1", "fair.programme", "open", map[string]any{})
		f.stall("X1", "X1-K1", "2027-10-01", "2027-10-05", map[string]any{"programme": p.ID})
		b := f.stall("X2", "X1", "2027-10-04", "2027-10-20", nil)
		f.stall("X2", "X1-K2", "2027-10-04", "2027-10-20", nil)                                 // elsewhere
		f.stall("X2", "X1-K1", "2027-11-04", "2027-11-20", nil)                                 // another month
		f.stall("X2", "X1-K1", "2027-10-01", "2027-10-02", map[string]any{"visitors": "young"}) // for others
		f.stall("X1", "X1-K1", "2027-10-03", "2027-10-04", nil)                                 // a series of its own; but b is there too
		f.stall("X2", "T", "2027-10-01", "2027-10-30", nil)                                     // everywhere
		f.stall("X2", "X1-K1", "2027-10-01", "2027-10-02", map[string]any{"visitors": "other"}) // for whom it is not said
		if err := f.do(coretest.Leader, p, "sign"); !fault.HasCode(err, "overlap_unchecked") {
			f.t.Errorf("signed while things are being compared: %v", err)
		}
		found := f.found()
		if len(found) != 2 {
			f.t.Fatalf("%d overlaps, want 2", len(found))
		}
		i := slices.IndexFunc(found, func(r *record.Record) bool { return r.Fields["programme"] == p.ID })
		if i < 0 {
			f.t.Fatalf("none below the programme: %+v", found)
		}
		one := found[i]
		got := one.Fields
		if !slices.Equal(got["reasons"].([]string), []string{"within", "days", "month", "group"}) || got["from_on"] != "2027-10-04" || got["to_on"] != "2027-10-05" ||
			!slices.Equal(got["places"].([]string), []string{f.unit("X1-K1")}) || !slices.Equal(got["who"].([]string), []string{f.unit("X1"), f.unit("X2")}) ||
			one.UnitID != f.unit("X1") || one.State != "found" {
			f.t.Errorf("found %+v", one)
		}
		if _, err := f.Records.Get(f.As(coretest.An, coretest.Officer2), one.ID); err != nil {
			f.t.Errorf("the other one does not read it: %v", err)
		}
		if err := f.do(coretest.Leader, p, "sign"); !fault.HasCode(err, "overlap_undecided") {
			f.t.Errorf("signed with an overlap undecided: %v", err)
		}
		for _, r := range found {
			if err := f.do(coretest.Leader, r, "decide"); err != nil {
				f.t.Fatal(err)
			}
		}
		if _, err := f.Records.Change(f.As(coretest.An, coretest.Officer2), b.ID, 0, map[string]any{"to_on": "2027-10-21"}, ""); err != nil {
			f.t.Fatal(err)
		}
		if again := f.found(); len(again) != 2 {
			f.t.Errorf("%d overlaps after the same two were moved, want 2", len(again))
		}
		if err := f.do(coretest.Leader, p, "sign"); err != nil {
			f.t.Errorf("nothing is undecided: %v", err)
		}
	})
}

// TestWhatIsDroppedHindersNothing: a stall that is given up holds up no programme.
func TestWhatIsDroppedHindersNothing(t *testing.T) {
	t.Parallel()
	each(t, func(f *fairs) {
		p := f.made(coretest.Officer, "X1", "fair.programme", "open", map[string]any{})
		a := f.stall("X1", "X1-K1", "2027-10-01", "", map[string]any{"programme": p.ID})
		f.stall("X2", "X1-K1", "2027-10-01", "", nil)
		if n := len(f.found()); n != 1 {
			f.t.Fatalf("%d overlaps, want 1", n)
		}
		if err := f.do(coretest.Officer, a, "drop"); err != nil {
			f.t.Fatal(err)
		}
		if err := f.do(coretest.Leader, p, "sign"); err != nil {
			f.t.Errorf("what was dropped still hinders: %v", err)
		}
	})
}

// TestRowsAreComparedEachByItself: of two tours one row each looks at the same body
// in the same month; a tour waits for its own overlaps.
func TestRowsAreComparedEachByItself(t *testing.T) {
	t.Parallel()
	each(t, func(f *fairs) {
		stop := func(no int, body, on string) map[string]any {
			return map[string]any{"no": no, "bodies": []string{f.unit(body)}, "on": on}
		}
		f.made(coretest.Officer2, "X2", "fair.tour", "plan", map[string]any{"stops": []any{stop(1, "X1-UB", "2027-03-02"), stop(2, "X2-UB", "2027-03-03")}})
		mine := f.made(coretest.Officer, "X1", "fair.tour", "plan", map[string]any{"stops": []any{stop(1, "X1-UB", "2027-05-02"), stop(7, "X1-UB", "2027-03-20")}})
		found := f.found()
		if len(found) != 1 || !slices.Equal(found[0].Fields["reasons"].([]string), []string{"place", "month", "body"}) {
			f.t.Fatalf("found %+v, want one body looked at twice in March", found)
		}
		if err := f.do(coretest.Officer, mine, "issue"); !fault.HasCode(err, "overlap_undecided") {
			f.t.Errorf("issued with an overlap undecided: %v", err)
		}
		// the same row stands elsewhere in the list now, and is the same row
		moved := map[string]any{"stops": []any{stop(7, "X1-UB", "2027-03-21"), stop(1, "X1-UB", "2027-05-02")}}
		if _, err := f.Records.Change(f.As(coretest.An, coretest.Officer), mine.ID, 0, moved, ""); err != nil {
			f.t.Fatal(err)
		}
		if n := len(f.found()); n != 1 {
			f.t.Errorf("%d overlaps after a row was moved, want 1", n)
		}
	})
}

// TestWhatWasThereBeforeIsTakenIn: records of a kind that was not compared until now,
// or that stand elsewhere since, are compared once they are taken in.
func TestWhatWasThereBeforeIsTakenIn(t *testing.T) {
	t.Parallel()
	each(t, func(f *fairs) {
		f.stall("X1", "X1-K1", "2027-10-01", "", nil)
		f.Settle(coretest.An)
		err := db.InTx(f.In(coretest.An), func(ctx context.Context) error {
			for _, table := range []string{"overlap_span", "overlap_word"} {
				if _, err := db.Exec(ctx, "DELETE FROM "+table); err != nil {
					return err
				}
			}
			return job.Enqueue(ctx, overlap.FillJob, nil)
		})
		if err != nil {
			f.t.Fatal(err)
		}
		f.Settle(coretest.An)
		f.stall("X2", "X1-K1", "2027-10-02", "", nil)
		if n := len(f.found()); n != 1 {
			f.t.Fatalf("%d overlaps with a stall from before, want 1", n)
		}
		place, err := f.Tree.Get(f.In(coretest.An), f.unit("X1-K1"))
		if err != nil {
			f.t.Fatal(err)
		}
		err = db.InTx(f.In(coretest.An), func(ctx context.Context) error { return f.Overlaps.Moved(ctx, place.Path, place.Path) })
		if err != nil {
			f.t.Fatal(err)
		}
		f.Settle(coretest.An)
		f.stall("X2", "X1-K1", "2027-10-03", "", nil)
		if n := len(f.found()); n != 2 {
			f.t.Errorf("%d overlaps after the place was read anew, want 2", n)
		}
	})
}
