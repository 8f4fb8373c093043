package record_test

import (
	"context"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/record"
)

// TestDeadlinesAreCountedAndExplained in working days, over a weekend.
func TestDeadlinesAreCountedAndExplained(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := on(r.as(coretest.Officer), "2026-03-10")
		rec := r.create(t, me, "demo.paper", whole(), "") // a Tuesday
		if rec.Fields["due_on"] != "2026-03-17" || rec.DueOn.String() != "2026-03-17" || len(rec.Deadlines) != 1 {
			t.Fatalf("%+v", rec)
		}
		d := rec.Deadlines[0]
		if d.Code != "HS-01" || d.Start.String() != "2026-03-10" || d.Law || d.Source != "Quy chế thử" || d.Manual || len(d.Explain) == 0 {
			t.Errorf("%+v", d)
		}
		if !strings.Contains(text(d.Explain), "2026-03-14") {
			t.Errorf("the explanation does not name the Saturday that is skipped: %s", text(d.Explain))
		}
		if got := r.get(t, me, rec.ID); text(got.Deadlines) != text(rec.Deadlines) {
			t.Errorf("kept as %s", text(got.Deadlines))
		}
		// The day it counts from moves, and goes.
		rec, err := r.Records.Change(me, rec.ID, 0, fields{"day": "2026-03-11"}, "")
		if err != nil || rec.DueOn.String() != "2026-03-18" {
			t.Fatalf("%v %v", rec.DueOn, err)
		}
		rec, err = r.Records.Change(me, rec.ID, 0, fields{"day": nil}, "")
		if err != nil || !rec.DueOn.IsZero() || rec.Fields["due_on"] != nil || rec.Deadlines != nil {
			t.Errorf("%+v %v", rec, err)
		}
	})
}

// TestADateSetByHandStays until the day it counts from moves or it is cleared.
func TestADateSetByHandStays(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		rec := r.create(t, r.as(coretest.Officer), "demo.paper", whole(), "")
		change := func(f fields) *record.Record {
			t.Helper()
			rec, err := r.Records.Change(r.as(coretest.Officer), rec.ID, 0, f, "")
			if err != nil {
				t.Fatal(err)
			}
			return rec
		}
		if got := change(fields{"due_on": "2026-04-01"}); got.DueOn.String() != "2026-04-01" || !got.Deadlines[0].Manual || got.Deadlines[0].Explain != nil {
			t.Fatalf("%+v", got.Deadlines)
		}
		if got := change(fields{"n": 2}); got.DueOn.String() != "2026-04-01" {
			t.Errorf("another field moved it to %v", got.DueOn)
		}
		r.set(t, map[string]any{"holidays": map[string]string{"2026-03-12": "Ngày nghỉ riêng"}})
		if n, err := r.Records.Recompute(r.In(coretest.An)); n != 0 || err != nil {
			t.Errorf("the calendar moved %d dates set by hand: %v", n, err)
		}
		if got := change(fields{"due_on": nil}); got.DueOn.String() != "2026-03-18" || got.Deadlines[0].Manual {
			t.Errorf("cleared: %+v", got.Deadlines)
		}
		change(fields{"due_on": "2026-04-01"})
		if got := change(fields{"day": "2026-03-11"}); got.DueOn.String() != "2026-03-19" || got.Deadlines[0].Manual {
			t.Errorf("moved: %+v", got.Deadlines)
		}
	})
}

// TestDeadlinesFollowTheCalendar and the province's own lengths; what has ended
// stays as it was, and nothing of another province moves.
func TestDeadlinesFollowTheCalendar(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		open := r.create(t, me, "demo.paper", whole(), "submit")
		draft := r.create(t, me, "demo.paper", whole(), "")
		ended := r.create(t, me, "demo.paper", whole(), "drop")
		other, err := r.Records.Create(r.As(coretest.Binh, coretest.Officer), "demo.paper", record.Input{UnitID: r.Unit(coretest.Binh, "X1"), Fields: whole()})
		if err != nil {
			t.Fatal(err)
		}
		r.set(t, map[string]any{"holidays": map[string]string{"2026-03-12": "Ngày nghỉ riêng"}, "makeup": map[string]bool{"2026-03-14": true}})
		r.set(t, map[string]any{"deadlines": map[string]int{"report_days": 3}})
		moved, err := r.Records.Recompute(r.In(coretest.An))
		if err != nil || moved != 2 {
			t.Fatalf("moved %d: %v", moved, err)
		}
		for _, recordID := range []string{open.ID, draft.ID} {
			got := r.get(t, me, recordID)
			if got.DueOn.String() != "2026-03-14" || got.Fields["due_on"] != "2026-03-14" || got.Version != 2 {
				t.Errorf("%v in version %d", got.DueOn, got.Version)
			}
			h, err := r.Records.History(me, recordID)
			if err != nil || h[0].Action != "deadline" || h[0].By != "system:deadline" || changes(h[0])["due_on"] != [2]any{"2026-03-17", "2026-03-14"} {
				t.Errorf("%+v %v", h[0], err)
			}
		}
		if got := r.get(t, me, ended.ID); got.DueOn.String() != "2026-03-17" || got.Version != 1 {
			t.Errorf("what has ended moved: %+v", got)
		}
		if got := r.get(t, r.As(coretest.Binh, coretest.Officer), other.ID); got.DueOn.String() != "2026-03-17" {
			t.Errorf("another province's date moved: %v", got.DueOn)
		}
		if moved, err := r.Records.Recompute(r.In(coretest.An)); moved != 0 || err != nil {
			t.Errorf("a second time moved %d: %v", moved, err)
		}
	})
}

// TestRulesRefuseOrWarn as the manifest says, and only where it says.
func TestRulesRefuseOrWarn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		// A draft answers to no rule.
		rec := r.create(t, me, "demo.paper", whole(fields{"body": "không"}), "")
		_, err := r.Records.Do(me, rec.ID, "submit", 0, record.Act{})
		refuses(t, err, fault.Invalid, "invalid", "body=demo.body_says_no")
		rec, err = r.Records.Do(me, rec.ID, "submit", 0, record.Act{Fields: fields{"body": "có làm", "m": 2_000_000}})
		if err != nil || len(rec.Warnings) != 1 || rec.Warnings[0] != "demo.dear" {
			t.Fatalf("%+v %v", rec, err)
		}
		if got := r.get(t, me, rec.ID); got.Warnings != nil {
			t.Errorf("a warning was kept: %v", got.Warnings)
		}
		_, err = r.Records.Change(me, rec.ID, 0, fields{"body": "không"}, "")
		refuses(t, err, fault.Invalid, "invalid", "body=demo.body_says_no")
		_, err = r.Records.Do(r.as(coretest.Approver), rec.ID, "approve", 0, record.Act{})
		refuses(t, err, fault.Invalid, "invalid", "u=demo.needs_area")
		_, err = r.Records.Do(r.as(coretest.Approver), rec.ID, "approve", 0, record.Act{Fields: fields{"u": r.Unit(coretest.An, "X1-K1")}})
		refuses(t, err, fault.Invalid, "invalid", "u=settled", "u=demo.needs_area")
		if got := r.get(t, me, rec.ID); got.Version != 2 {
			t.Errorf("refused writes left version %d", got.Version)
		}
	})
}

// TestDeliveryShowsTheRecordToItsAddressee from then on, and only there.
func TestDeliveryShowsTheRecordToItsAddressee(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me, to := r.as(coretest.Officer), r.as(coretest.Responder)
		ask := func(unit string) *record.Record {
			rec := r.create(t, me, "core.recommendation", fields{"title": "Sửa đường", "content": "Đường liên thôn hỏng.", "to_unit": r.Unit(coretest.An, unit)}, "submit")
			r.prove(t, me, rec.ID, "letter")
			return rec
		}
		mine, others := ask("X1-UB"), ask("X1-DU")
		seen := func() []string {
			t.Helper()
			page, err := r.Records.List(to, record.Query{Kind: "core.recommendation"})
			if err != nil {
				t.Fatal(err)
			}
			var out []string
			for _, rec := range page.Items {
				out = append(out, rec.ID)
			}
			return out
		}
		if got := seen(); got != nil {
			t.Errorf("before it is sent the addressee sees %v", got)
		}
		_, err := r.Records.Get(to, mine.ID)
		refuses(t, err, fault.NotFound, "not_found")
		boss := r.as(coretest.Approver)
		sent := r.do(t, boss, mine.ID, "send", nil)
		r.do(t, boss, others.ID, "send", nil)
		if sent.ToUnitID != r.Unit(coretest.An, "X1-UB") || sent.Number == "" || sent.DueOn.IsZero() {
			t.Errorf("%+v", sent)
		}
		if got := seen(); len(got) != 1 || got[0] != mine.ID {
			t.Errorf("the addressee sees %v", got)
		}
		r.get(t, to, mine.ID)
		_, err = r.Records.Get(to, others.ID)
		refuses(t, err, fault.NotFound, "not_found")
		if got := r.do(t, to, mine.ID, "receive", nil); got.State != "received" {
			t.Errorf("%+v", got)
		}
		// Without an addressee nothing can be sent.
		paper := r.approved(t, nil)
		_, err = r.Records.Do(me, paper.ID, "send", 0, record.Act{})
		refuses(t, err, fault.Invalid, "required", "receiver=required")
	})
}

// TestRecordsMoveWithTheirUnit so that whoever has the unit has its records.
func TestRecordsMoveWithTheirUnit(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		sys := r.In(coretest.An)
		area, x2 := r.Unit(coretest.An, "X1-K1"), r.Unit(coretest.An, "X2")
		rec, err := r.Records.Create(sys, "demo.paper", record.Input{UnitID: area, Fields: whole(), Submit: "submit"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.Tree.Move(sys, coretest.Today(sys), area, x2); err != nil {
			t.Fatal(err)
		}
		_, err = r.Records.Get(r.as(coretest.Officer), rec.ID)
		refuses(t, err, fault.NotFound, "not_found")
		if got := r.get(t, r.as(coretest.Officer2), rec.ID); got.UnitID != area {
			t.Errorf("%+v", got)
		}
	})
}

// TestRefreshShowsWhatIsOverdue to the watchers once a day, writing nothing.
func TestRefreshShowsWhatIsOverdue(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		heard := map[string]int{}
		r.Records.Use(nil, nil, watcher(func(_ context.Context, c record.Change) error {
			if c.Action == "refresh" {
				heard[c.After.ID]++
			}
			return nil
		}))
		me := r.as(coretest.Officer)
		late := r.create(t, me, "demo.paper", whole(), "submit")
		r.create(t, me, "demo.paper", whole(), "")
		r.create(t, me, "demo.paper", whole(fields{"day": "2026-04-10"}), "submit")
		if err := r.Records.Refresh(on(r.In(coretest.An), "2026-03-20"), job.Job{}); err != nil {
			t.Fatal(err)
		}
		if len(heard) != 1 || heard[late.ID] != 1 {
			t.Errorf("heard of %v", heard)
		}
		if got := r.get(t, me, late.ID); got.Version != 1 {
			t.Errorf("looking moved the version to %d", got.Version)
		}
	})
}

type watcher func(ctx context.Context, c record.Change) error

// Recorded implements record.Watcher.
func (w watcher) Recorded(ctx context.Context, changes []record.Change) error {
	for _, c := range changes {
		if err := w(ctx, c); err != nil {
			return err
		}
	}
	return nil
}
