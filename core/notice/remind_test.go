package notice_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/notice"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/succession"
	"github.com/doanket/doanket/core/unit"
)

// decide sets settings of the province An.
func decide(t testing.TB, r *coretest.Rig, settings map[string]any) {
	t.Helper()
	if _, err := r.Tenants.Change(r.In(coretest.An), coretest.An, map[string]any{"settings": settings}); err != nil {
		t.Fatal(err)
	}
}

// remind climbs the ladders on a day, twice: as after a restart.
func remind(t testing.TB, r *coretest.Rig, day string) {
	t.Helper()
	for range 2 {
		if err := r.Box.Remind(at(r.In(coretest.An), day), job.Job{}); err != nil {
			t.Fatal(err)
		}
	}
}

// heard is every reminder a person ever got, oldest first: its code, and of how many
// things it was where they were several.
func heard(t testing.TB, r *coretest.Rig, login string) string {
	t.Helper()
	page, err := r.Box.List(r.As(coretest.An, login), notice.Filter{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, n := range page.Items {
		if n.Code == notice.Due || n.Code == notice.Overdue {
			say := n.Code
			if n.Amount > 0 {
				say += fmt.Sprint(":", n.Amount)
			}
			out = append([]string{say}, out...)
		}
	}
	return strings.Join(out, " ")
}

func wantHeard(t testing.TB, r *coretest.Rig, when string, want map[string]string) {
	t.Helper()
	for _, login := range coretest.Logins {
		if got := heard(t, r, login); got != want[login] {
			t.Errorf("%s: %s heard %q, want %q", when, login, got, want[login])
		}
	}
}

// noDuties lets the province owe nothing for its duties before the day.
func noDuties(t testing.TB, r *coretest.Rig) {
	t.Helper()
	decide(t, r, map[string]any{"heads": []string{"approver"}, "duties_from": "2030-01-01"})
}

// TestALadderIsClimbed rung by rung: who owes, who leads the unit, who leads the one
// above; a moved deadline begins anew, what is done is told of no more.
func TestALadderIsClimbed(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		noDuties(t, r)
		rec := visit(t, r, "2026-03-10") // due on Tuesday, 17 March
		do(t, r, coretest.Approver, rec.ID, "approve")
		officer, head, above := "", "", ""
		for _, c := range []struct{ day, officer, head, above string }{
			{"2026-03-12", "", "", ""},
			{"2026-03-13", "due", "", ""}, // 30 % left is on a Sunday: told on the Friday before
			{"2026-03-14", "", "", ""},
			{"2026-03-16", "due", "", ""},
			{"2026-03-17", "due", "", ""},
			{"2026-03-18", "overdue", "", ""},
			{"2026-03-23", "", "", ""},
			{"2026-03-24", "", "overdue", ""}, // five working days
			{"2026-03-25", "overdue", "", ""}, // a week after
			{"2026-03-31", "", "", "overdue"}, // ten working days
			{"2026-04-22", "overdue", "", ""}, // three weeks stood still: the last one alone
		} {
			remind(t, r, c.day)
			officer, head, above = strings.TrimSpace(officer+" "+c.officer), strings.TrimSpace(head+" "+c.head), strings.TrimSpace(above+" "+c.above)
			wantHeard(t, r, c.day, map[string]string{coretest.Officer: officer, coretest.Approver: head, coretest.Leader: above})
		}
		if got := box(t, r, coretest.Officer); strings.Count(got, "due") != 1 {
			t.Errorf("older reminders are still unread: %s", got)
		}
		page, err := r.Box.List(r.As(coretest.An, coretest.Leader), notice.Filter{})
		if err != nil || page.Items[0].RecordID != rec.ID || page.Items[0].DueOn.String() != "2026-03-17" {
			t.Errorf("%+v %v", page, err)
		}
		if _, err := r.Records.Change(r.As(coretest.An, coretest.Officer), rec.ID, 0, map[string]any{"due_on": "2026-05-20"}, ""); err != nil {
			t.Fatal(err)
		}
		remind(t, r, "2026-04-23")
		remind(t, r, "2026-05-19")
		wantHeard(t, r, "moved", map[string]string{coretest.Officer: officer + " due", coretest.Approver: head, coretest.Leader: above})
		do(t, r, coretest.Officer, rec.ID, "withdraw")
		remind(t, r, "2026-06-30")
		wantHeard(t, r, "withdrawn", map[string]string{coretest.Officer: officer + " due", coretest.Approver: head, coretest.Leader: above})
	})
}

// TestAHolidayMovesARungButTellsItOnce.
func TestAHolidayMovesARungButTellsItOnce(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		noDuties(t, r)
		decide(t, r, map[string]any{"reminders": []any{map[string]any{"for": []string{"TH-01"}, "rungs": []any{
			map[string]any{"at": "due-1wd", "to": []string{"owner"}, "say": map[string]string{"vi": "Mai hết hạn", "en": "Due tomorrow"}},
			map[string]any{"at": "due+2wd", "to": []string{"approver"}}}}}})
		do(t, r, coretest.Approver, visit(t, r, "2026-03-10").ID, "approve")
		remind(t, r, "2026-03-16")
		wantHeard(t, r, "the working day before", map[string]string{coretest.Officer: "due"})
		page, err := r.Box.List(r.As(coretest.An, coretest.Officer), notice.Filter{Limit: 1})
		if err != nil || page.Items[0].Text == nil || page.Items[0].Text.VI != "Mai hết hạn" {
			t.Errorf("the province's own sentence is not said: %+v %v", page, err)
		}
		decide(t, r, map[string]any{"holidays": map[string]string{"2026-03-16": "Ngày nghỉ", "2026-03-18": "Ngày nghỉ"}})
		if _, err := r.Records.Recompute(r.In(coretest.An)); err != nil {
			t.Fatal(err)
		}
		remind(t, r, "2026-03-17") // the deadline is now Thursday the 19th
		wantHeard(t, r, "another last day", map[string]string{coretest.Officer: "due due"})
		remind(t, r, "2026-03-20")
		wantHeard(t, r, "one working day late", map[string]string{coretest.Officer: "due due"})
		remind(t, r, "2026-03-23")
		wantHeard(t, r, "two working days late", map[string]string{coretest.Officer: "due due", coretest.Approver: "overdue"})
	})
}

// TestWhoTookAUnitOverIsReminded of what is due there.
func TestWhoTookAUnitOverIsReminded(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		noDuties(t, r)
		do(t, r, coretest.Approver, visit(t, r, "2026-03-10").ID, "approve")
		day, err := calendar.ParseDate("2026-03-12")
		if err != nil {
			t.Fatal(err)
		}
		merging := &succession.Succession{Tree: r.Tree, People: r.People}
		if _, _, err := merging.Merge(at(r.In(coretest.An), "2026-03-12"), unit.Act{On: day, Basis: "Nghị quyết"}, []string{r.Unit(coretest.An, "X1")}, unit.Part{ID: r.Unit(coretest.An, "X2")}, nil); err != nil {
			t.Fatal(err)
		}
		remind(t, r, "2026-03-18")
		wantHeard(t, r, "merged", map[string]string{coretest.Officer: "overdue", coretest.Officer2: "overdue"})
	})
}

// TestThoseAboveHearOfEverythingLateInOneNotice, with a number that is what the
// list it leads to holds.
func TestThoseAboveHearOfEverythingLateInOneNotice(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		noDuties(t, r)
		for range 4 {
			do(t, r, coretest.Approver, visit(t, r, "2026-03-10").ID, "approve")
		}
		remind(t, r, "2026-03-31")
		wantHeard(t, r, "four late", map[string]string{coretest.Officer: "overdue overdue overdue overdue", coretest.Approver: "overdue:4", coretest.Leader: "overdue:4"})
		list, err := r.Records.List(at(r.As(coretest.An, coretest.Leader), "2026-03-31"), record.Query{Kind: "demo.visit", Overdue: true})
		if err != nil || len(list.Items) != 4 {
			t.Errorf("the list holds %d: %v", len(list.Items), err)
		}
		do(t, r, coretest.Approver, visit(t, r, "2026-03-11").ID, "approve") // due on the 18th
		remind(t, r, "2026-04-01")
		if got := heard(t, r, coretest.Leader); got != "overdue:4 overdue:5" {
			t.Errorf("the leader heard %q", got)
		}
		if got := box(t, r, coretest.Leader); got != "overdue" {
			t.Errorf("the notice of four is still unread: %q", got)
		}
	})
}

// TestWhatUnitsOweIsRemindedOf: who may begin the record at the unit, then who leads
// it, then who leads the one above, of both communes at once.
func TestWhatUnitsOweIsRemindedOf(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		decide(t, r, map[string]any{"heads": []string{"approver"}, "duties_from": "2026-03-01"})
		if err := r.Duties.Reckon(at(r.In(coretest.An), "2026-03-02")); err != nil {
			t.Fatal(err)
		}
		remind(t, r, "2026-03-02")
		wantHeard(t, r, "the month begins", nil)
		remind(t, r, "2026-03-30")
		wantHeard(t, r, "the day before", map[string]string{coretest.Officer: "due", coretest.Officer2: "due"})
		page, err := r.Box.List(r.As(coretest.An, coretest.Officer), notice.Filter{})
		if n := page.Items[0]; err != nil || n.Duty != "demo.monthly_visit" || n.Period != "2026-03" || n.Label == nil || n.Label.VI != "Mỗi tháng một chuyến thăm" || n.RecordID != "" {
			t.Errorf("%+v %v", n, err)
		}
		remind(t, r, "2026-04-07") // five working days after
		wantHeard(t, r, "late", map[string]string{coretest.Officer: "due overdue", coretest.Officer2: "due overdue", coretest.Approver: "overdue"})
		remind(t, r, "2026-04-14")
		if got := heard(t, r, coretest.Leader); got != "overdue:2" {
			t.Errorf("the leader heard %q", got)
		}
	})
}
