package duty_test

import (
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/duty"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/notice"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/unit"
)

// TestOwedBeforeAnybodyWrites: each commune owes the month from the day it begins,
// one tap opens a prefilled draft, a second the same, and what is confirmed in
// time meets it.
func TestOwedBeforeAnybodyWrites(t *testing.T) {
	t.Parallel()
	each(t, "2026-11-10", func(h *house) {
		if list := h.owed("monthly", duty.Filter{}); len(list) != 2 {
			h.t.Fatalf("%d communes owe November", len(list))
		}
		o := h.one("monthly", "X1", "2026-11")
		if o.State != duty.Open || o.Begun || o.DueOn.String() != "2026-12-07" { // 5 December is a Saturday
			h.t.Errorf("owed %+v", o)
		}
		first, err := h.Duties.OpenRecord(h.as(coretest.Officer), o.ID)
		if err != nil {
			h.t.Fatal(err)
		}
		again, err := h.Duties.OpenRecord(h.as(coretest.Officer), o.ID)
		if err != nil || again.ID != first.ID || first.Fields["covers_on"] != "2026-11-30" || !first.Draft {
			h.t.Errorf("opened %+v, then %+v, %v", first, again, err)
		}
		if o = h.one("monthly", "X1", "2026-11"); !o.Begun || o.State != duty.Open {
			h.t.Errorf("under way: %+v", o)
		}
		if _, err := h.Records.Do(h.as(coretest.Officer), first.ID, "file", 0, record.Act{}); err != nil {
			h.t.Fatal(err)
		}
		h.on("2026-12-07")
		done := h.do(first, "confirm")
		if o = h.one("monthly", "X1", "2026-11"); o.State != duty.Met || o.MetOn.String() != "2026-12-07" || o.RecordID != first.ID {
			h.t.Errorf("met: %+v", o)
		}
		h.do(done, "cancel")
		if o = h.one("monthly", "X1", "2026-11"); o.State != duty.Open || o.Begun {
			h.t.Errorf("cancelled: %+v", o)
		}
	})
}

// TestWhoOwesIsToldThatItIsMet by another's step, once and with the record; whoever
// took the step is not, and nobody is told of a draft.
func TestWhoOwesIsToldThatItIsMet(t *testing.T) {
	t.Parallel()
	each(t, "2026-11-10", func(h *house) {
		said := func(login string) string {
			h.t.Helper()
			if err := h.Queue.Drain(h.in()); err != nil {
				h.t.Fatal(err)
			}
			page, err := h.Box.List(h.as(login), notice.Filter{})
			if err != nil {
				h.t.Fatal(err)
			}
			var out []string
			for _, n := range page.Items {
				if (n.Code == notice.Met || n.Code == notice.MetLate) && n.Duty == "ledger.monthly" {
					out = append(out, n.Code+" "+n.Duty+" "+n.Period+" "+n.RecordID)
				}
			}
			return strings.Join(out, ", ")
		}
		rec := h.filed(map[string]any{"covers_on": "2026-11-15"})
		if got := said(coretest.Officer); got != "" {
			h.t.Errorf("told %s before it was met", got)
		}
		rec = h.do(rec, "confirm")
		want := "met ledger.monthly 2026-11 " + rec.ID
		if got := said(coretest.Officer); got != want {
			h.t.Errorf("who owes is told %q, want %q", got, want)
		}
		if got := said(coretest.Leader) + said(coretest.Officer2); got != "" {
			h.t.Errorf("others are told %s", got)
		}
		h.on("2027-01-20")
		h.reckon()
		late := h.do(h.filed(map[string]any{"covers_on": "2026-12-15"}), "confirm")
		if got := said(coretest.Officer); got != "met_late ledger.monthly 2026-12 "+late.ID+", "+want {
			h.t.Errorf("after the last day: %s", got)
		}
	})
}

// TestMissedAndMetLate: the day after the last one it is missed, and what comes
// then is late.
func TestMissedAndMetLate(t *testing.T) {
	t.Parallel()
	each(t, "2026-11-10", func(h *house) {
		h.on("2026-12-08")
		if o := h.one("monthly", "X1", "2026-11"); o.State != duty.Missed {
			h.t.Errorf("the day after: %+v", o)
		}
		if missed := h.owed("monthly", duty.Filter{State: duty.Missed}); len(missed) != 2 {
			h.t.Errorf("%d are missed", len(missed))
		}
		h.do(h.filed(map[string]any{"covers_on": "2026-11-15"}), "confirm")
		if o := h.one("monthly", "X1", "2026-11"); o.State != duty.MetLate {
			h.t.Errorf("late: %+v", o)
		}
		if none := h.owed("monthly", duty.Filter{State: duty.NotBegun, Period: "2026-11"}); len(none) != 1 || none[0].Unit.Code != "X2" {
			h.t.Errorf("not begun: %+v", none)
		}
	})
}

// TestExcusedOnlyWithAReason: by who may, not at their own unit, shown, out of the
// denominator, and taken back.
func TestExcusedOnlyWithAReason(t *testing.T) {
	t.Parallel()
	each(t, "2026-11-10", func(h *house) {
		o := h.one("monthly", "X1", "2026-11")
		if _, err := h.Duties.Excuse(h.as(coretest.Leader), o.ID, "  "); !fault.HasCode(err, "required") {
			h.t.Errorf("without a reason: %v", err)
		}
		if _, err := h.Duties.Excuse(h.as(coretest.Officer), o.ID, "bận"); !fault.Is(err, fault.Forbidden) {
			h.t.Errorf("by who owes it: %v", err)
		}
		if _, err := h.Duties.Excuse(h.as(coretest.Approver), o.ID, "bận"); !fault.HasCode(err, "own_work") {
			h.t.Errorf("by the unit's own leader: %v", err)
		}
		if _, err := h.Duties.Excuse(h.as(coretest.Officer2), o.ID, "bận"); !fault.Is(err, fault.NotFound) {
			h.t.Errorf("by another commune: %v", err)
		}
		got, err := h.Duties.Excuse(h.as(coretest.Leader), o.ID, "Bão lụt, theo Công văn 12")
		if err != nil || got.State != duty.Excused || got.Excused.Reason != "Bão lụt, theo Công văn 12" {
			h.t.Fatalf("excused %+v, %v", got, err)
		}
		if _, err := h.Duties.OpenRecord(h.as(coretest.Officer), o.ID); !fault.HasCode(err, "duty_settled") {
			h.t.Errorf("opened though excused: %v", err)
		}
		f, err := h.Figures.Get(h.as(coretest.Leader), "ledger.monthly_kept", "", "2026-11")
		if err != nil || f.Denominator != 1 || f.Duty.Excused != 1 {
			h.t.Errorf("the figure %+v, %v", f, err)
		}
		h.on("2026-12-20")
		if o = h.one("monthly", "X1", "2026-11"); o.State != duty.Excused {
			h.t.Errorf("after its last day: %+v", o)
		}
		if got, err = h.Duties.TakeBack(h.as(coretest.Leader), o.ID); err != nil || got.State != duty.Missed || got.Excused != nil {
			h.t.Errorf("taken back %+v, %v", got, err)
		}
		if n := h.count("SELECT COUNT(*) FROM audit WHERE action IN ('duty.excuse', 'duty.take_back')"); n != 2 {
			h.t.Errorf("%d lines in the log", n)
		}
	})
}

// TestTheFigureOfADuty: of those who owe, who has met it, proven or not, and who
// has not.
func TestTheFigureOfADuty(t *testing.T) {
	t.Parallel()
	each(t, "2026-11-10", func(h *house) {
		h.on("2026-12-20")
		h.do(h.filed(map[string]any{"covers_on": "2026-11-15"}), "confirm")
		f, err := h.Figures.Get(h.as(coretest.Leader), "ledger.monthly_kept", "", "2026-11")
		if err != nil || *f.Value != 50 || *f.Proven != 0 || f.Duty.Late != 1 || f.Recomputing {
			h.t.Fatalf("%+v, %v", f, err)
		}
		l, err := h.Figures.Lineage(h.as(coretest.Leader), indicator.Ask{Measure: "ledger.monthly_kept", Unit: "", Period: "2026-Q4"})
		if err != nil || len(l.Records) != 1 || len(l.Missing) != 1 || l.Missing[0].Unit.Code != "X2" {
			h.t.Errorf("lineage %+v, %v", l, err)
		}
	})
}

// TestNextYearsPlanFallsDueBeforeItsYear begins and is owed in the autumn.
func TestNextYearsPlanFallsDueBeforeItsYear(t *testing.T) {
	t.Parallel()
	each(t, "2026-09-30", func(h *house) {
		if list := h.owed("plan", duty.Filter{}); len(list) != 0 {
			h.t.Errorf("in September: %+v", list)
		}
		h.on("2026-10-01")
		h.reckon()
		o := h.one("plan", "X1", "2027")
		if o.DueOn.String() != "2026-12-30" {
			h.t.Errorf("due %s", o.DueOn)
		}
		rec, err := h.Duties.OpenRecord(h.as(coretest.Officer), o.ID)
		if err != nil || rec.Fields["year"] != int64(2027) || rec.Title != "Kế hoạch năm 2027" {
			h.t.Errorf("opened %+v, %v", rec, err)
		}
	})
}

// TestRulesFollowOneAnother: until the middle of the year two are owed in a half,
// from then on one, whose law is to be confirmed and which is never missed.
func TestRulesFollowOneAnother(t *testing.T) {
	t.Parallel()
	each(t, "2026-06-01", func(h *house) {
		h.do(h.filed(map[string]any{"covers_on": "2026-05-01"}), "confirm")
		if o := h.one("halves", "X1", "2026-H1"); o.State != duty.Open || o.Have != 1 || o.Need != 2 || o.Duty.Source != "Quy chế cũ" {
			h.t.Errorf("one of two: %+v", o)
		}
		h.do(h.filed(map[string]any{"covers_on": "2026-06-01"}), "confirm")
		if o := h.one("halves", "X1", "2026-H1"); o.State != duty.Met {
			h.t.Errorf("two of two: %+v", o)
		}
		h.on("2027-01-20")
		h.reckon()
		if o := h.one("halves", "X1", "2026-H2"); o.State != duty.Open || o.Need != 1 || o.Duty.Source != "Quy chế mới" {
			h.t.Errorf("the new rule: %+v", o)
		}
	})
}

// TestTheTreeChangesWhoOwes: who opens owes from then on, who closes before the
// last day owes no more; what was met stays.
func TestTheTreeChangesWhoOwes(t *testing.T) {
	t.Parallel()
	each(t, "2026-11-10", func(h *house) {
		h.on("2026-11-20")
		if _, err := h.Tree.Open(h.in(), h.act(), unit.New{ParentID: h.Unit(coretest.An, "T"), Kind: "commune", Code: "X3", Name: "Xã Ba"}); err != nil {
			h.t.Fatal(err)
		}
		if _, err := h.Tree.Merge(h.in(), h.act(), []string{h.Unit(coretest.An, "X2")}, unit.Part{ID: h.Unit(coretest.An, "X1")}); err != nil {
			h.t.Fatal(err)
		}
		if err := h.Queue.Drain(h.in()); err != nil {
			h.t.Fatal(err)
		}
		for code, want := range map[string]int{"X1": 1, "X3": 1} {
			if list := h.owed("monthly", duty.Filter{Under: h.Unit(coretest.An, code)}); len(list) != want {
				h.t.Errorf("%s: %+v", code, list)
			}
		}
		if ended := h.owed("monthly", duty.Filter{State: duty.Ended}); len(ended) != 1 || ended[0].Unit.Name != "Xã Hai" {
			h.t.Errorf("ended: %+v", ended)
		}
	})
}

// TestAModuleThatIsOffObligesNobody, and on again it obliges from that day.
func TestAModuleThatIsOffObligesNobody(t *testing.T) {
	t.Parallel()
	each(t, "2026-11-10", func(h *house) {
		o := h.one("monthly", "X1", "2026-11")
		if err := h.SwitchModule(h.in(), "ledger", false); err != nil {
			h.t.Fatal(err)
		}
		h.reckon()
		if list := h.owed("monthly", duty.Filter{}); len(list) != 0 {
			h.t.Errorf("off: %+v", list)
		}
		if _, err := h.Duties.OpenRecord(h.as(coretest.Officer), o.ID); !fault.Is(err, fault.NotFound) {
			h.t.Errorf("opened though off: %v", err)
		}
		h.on("2027-02-15")
		if err := h.SwitchModule(h.in(), "ledger", true); err != nil {
			h.t.Fatal(err)
		}
		h.reckon()
		for _, o := range h.owed("monthly", duty.Filter{State: duty.Missed, Under: h.Unit(coretest.An, "X1")}) {
			if o.Period != "2026-11" {
				h.t.Errorf("owed for a month it was off in: %+v", o)
			}
		}
		h.one("monthly", "X1", "2027-02")
	})
}

// TestBeforeAMeeting: the commune owes a digest three days before each meeting of
// its place, whoever else's meeting obliges nobody.
func TestBeforeAMeeting(t *testing.T) {
	t.Parallel()
	each(t, "2026-11-10", func(h *house) {
		meeting, err := h.Records.Create(h.as(coretest.Officer), "core.meeting", record.Input{UnitID: h.Unit(coretest.An, "X1"), Submit: "plan",
			Fields: map[string]any{"title": "Kỳ họp", "form": "onsite", "held_on": "2026-12-10"}})
		if err != nil {
			h.t.Fatal(err)
		}
		h.reckon()
		list := h.owed("prepared", duty.Filter{})
		if len(list) != 1 || list[0].Unit.Code != "X1" || list[0].DueOn.String() != "2026-12-07" || list[0].Before.String() != "2026-12-10" {
			h.t.Fatalf("owed %+v", list)
		}
		rec, err := h.Duties.OpenRecord(h.as(coretest.Officer), list[0].ID)
		if err != nil || rec.Fields["meeting"] != meeting.ID {
			h.t.Fatalf("opened %+v, %v", rec, err)
		}
		if _, err := h.Records.Do(h.as(coretest.Officer), rec.ID, "file", 0, record.Act{}); err != nil {
			h.t.Fatal(err)
		}
		h.do(rec, "confirm")
		if o := h.owed("prepared", duty.Filter{})[0]; o.State != duty.Met {
			h.t.Errorf("met: %+v", o)
		}
	})
}

// TestWhatIsMine: an officer sees what their commune owes, a leader how many below
// have not begun.
func TestWhatIsMine(t *testing.T) {
	t.Parallel()
	each(t, "2026-11-10", func(h *house) {
		// four of the ledger, one of the visits
		page, err := h.Duties.List(h.as(coretest.Officer), duty.Filter{Mine: true, State: duty.Owed, Limit: 3})
		if err != nil || page.Total != 5 || len(page.Items) != 3 || page.Next == "" {
			h.t.Fatalf("mine: %+v, %v", page, err)
		}
		rest, err := h.Duties.List(h.as(coretest.Officer), duty.Filter{Mine: true, State: duty.Owed, Limit: 3, Cursor: page.Next})
		if err != nil || len(rest.Items) != 2 || rest.Next != "" || rest.Items[0].DueOn.Before(page.Items[2].DueOn) {
			h.t.Errorf("the rest: %+v, %v", rest, err)
		}
		below, err := h.Duties.Below(h.as(coretest.Leader), 45, 10)
		if err != nil || len(below) != 2 || below[0].Duty != "demo.monthly_visit" || below[1].Duty != "ledger.monthly" || below[1].Owed != 2 || below[1].NotBegun != 2 || below[1].Missed != 0 {
			h.t.Errorf("below: %+v, %v", below, err)
		}
		if none, err := h.Duties.Below(h.as(coretest.Officer), 45, 10); err != nil || len(none) != 0 {
			h.t.Errorf("an officer has nobody below: %+v, %v", none, err)
		}
	})
}

// TestTheLawMayComeLater: settings switch a duty on, give its number and the first
// day that counts; records written before meet it.
func TestTheLawMayComeLater(t *testing.T) {
	t.Parallel()
	each(t, "2026-11-02", func(h *house) {
		h.do(h.filed(map[string]any{"covers_on": "2026-10-10"}), "confirm")
		if list := h.owed("posted", duty.Filter{}); len(list) != 0 {
			h.t.Errorf("off by itself: %+v", list)
		}
		if _, err := h.Tenants.Change(h.in(), coretest.An, map[string]any{"settings": map[string]any{"duties": map[string]any{"posted": true},
			"duties_from": "2026-10-01", "deadlines": map[string]any{"dialogues": 3}}}); err != nil {
			h.t.Fatal(err)
		}
		h.reckon()
		if o := h.one("posted", "X1", "2026"); o.State != duty.Met {
			h.t.Errorf("an old record: %+v", o)
		}
		if o := h.one("monthly", "X1", "2026-10"); o.State != duty.Met || o.MetOn.String() != "2026-11-02" {
			h.t.Errorf("October: %+v", o)
		}
	})
}
