package record_test

import (
	"testing"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/record"
)

// clocked is the tests' module with two clocks on a paper: to have it approved,
// owed by its unit, and then, unless it is dropped, to have it closed, owed by
// its addressee.
var clocked = []string{
	`source: "Quy chế thử"}`, `source: "Quy chế thử", when: "state != 'dropped'", party: unit, met: approved_on}
      - {code: HS-02, label: {vi: "Giải quyết", en: "Settle"}, field: settle_by, from: approved_on, length: 3, unit: calendar_day, direction: after, law: true, source: "Điều 9", party: to, met: "state == 'closed'"}`,
	`{id: 24, name: receiver`, `{id: 25, name: settle_by, type: date, read_only: true, label: {vi: "Hạn giải quyết", en: "Settle by"}}
      - {id: 24, name: receiver`,
}

func day(t *testing.T, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func clockOf(rec *record.Record, code string) record.DeadlineInfo {
	for _, d := range rec.Deadlines {
		if d.Code == code {
			return d
		}
	}
	return record.DeadlineInfo{}
}

// TestTheNextOpenClockIsWhatARecordIsDueBy and a clock that was met, in time or
// late, counts no more.
func TestTheNextOpenClockIsWhatARecordIsDueBy(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me, boss := r.as(coretest.Officer), r.as(coretest.Approver)
		rec := r.create(t, on(me, "2026-03-10"), "demo.paper", whole(fields{"u": r.Unit(coretest.An, "X1-K1")}), "submit")
		first, second := clockOf(rec, "HS-01"), clockOf(rec, "HS-02")
		if rec.DueOn.String() != "2026-03-17" || first.StateOn(day(t, "2026-03-17")) != "running" || first.StateOn(day(t, "2026-03-18")) != "overdue" || first.DaysOn(day(t, "2026-03-20")) != 3 {
			t.Errorf("due %v, %+v", rec.DueOn, first)
		}
		if text(first.Party) != text([]string{rec.UnitID}) || second.StateOn(day(t, "2026-12-01")) != "not_started" {
			t.Errorf("owed by %v; %+v", first.Party, second)
		}
		rec = r.do(t, on(boss, "2026-03-20"), rec.ID, "approve", nil)
		first, second = clockOf(rec, "HS-01"), clockOf(rec, "HS-02")
		if first.StateOn(day(t, "2026-12-01")) != "met_late" || first.MetOn.String() != "2026-03-20" || first.DaysOn(day(t, "2026-12-01")) != 3 {
			t.Errorf("approved three days late: %+v", first)
		}
		if rec.DueOn.String() != "2026-03-23" || !second.Law || second.Party != nil {
			t.Errorf("due %v, %+v", rec.DueOn, second)
		}
		rec = r.do(t, on(me, "2026-03-21"), rec.ID, "send", fields{"receiver": r.Unit(coretest.An, "X2")})
		if got := clockOf(rec, "HS-02").Party; text(got) != text([]string{r.Unit(coretest.An, "X2")}) {
			t.Errorf("owed by %v after it was delivered", got)
		}
		page, err := r.Records.List(on(me, "2026-03-25"), record.Query{Kind: "demo.paper", Overdue: true, Listed: true})
		if err != nil || len(page.Items) != 1 || page.Items[0].Clock == nil || page.Items[0].Clock.Code != "HS-02" || page.Items[0].Clock.StateOn(day(t, "2026-03-25")) != "overdue" {
			t.Errorf("the list shows %+v, %v", page.Items, err)
		}
	}, clocked...)
}

// TestAClockWhoseCaseIsOverStops without having been met, and nothing is due.
func TestAClockWhoseCaseIsOverStops(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		rec := r.create(t, on(me, "2026-03-10"), "demo.paper", whole(), "submit")
		rec = r.do(t, on(me, "2026-03-12"), rec.ID, "drop", nil)
		if got := clockOf(rec, "HS-01"); got.StateOn(day(t, "2026-12-01")) != "stopped" || !rec.DueOn.IsZero() || rec.Fields["due_on"] != "2026-03-17" {
			t.Errorf("due %v, %+v", rec.DueOn, got)
		}
	}, clocked...)
}

// TestAClockToBeConfirmedIsNeverLate however long ago it ended.
func TestAClockToBeConfirmedIsNeverLate(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r *rig) {
		me := r.as(coretest.Officer)
		rec := r.create(t, on(me, "2026-03-10"), "demo.paper", whole(), "submit")
		page, err := r.Records.List(on(me, "2026-12-01"), record.Query{Kind: "demo.paper", Overdue: true, Listed: true})
		if err != nil || len(page.Items) != 0 || !rec.DueOn.IsZero() {
			t.Errorf("due %v, overdue %+v %v", rec.DueOn, page.Items, err)
		}
		if waits, err := r.Records.Today(on(me, "2026-12-01"), ""); err != nil || len(waits.Overdue) != 0 {
			t.Errorf("today %+v %v", waits.Overdue, err)
		}
		if rec.Clock == nil || rec.Clock.Code != "HS-01" {
			t.Errorf("the list shows %+v", rec.Clock)
		}
		if got := clockOf(rec, "HS-01"); !got.ToConfirm || got.StateOn(day(t, "2026-12-01")) != "running" {
			t.Errorf("%+v", got)
		}
	}, `source: "Quy chế thử"}`, `source: "Quy chế thử", status: to_confirm}`)
}
