package main_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest/task"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/notice"
	"github.com/doanket/doanket/core/record"
)

// remind climbs the ladders of the province on a day.
func (y *halfYear) remind(day string) {
	y.t.Helper()
	ctx := id.WithClock(y.p.In(slug), func() time.Time { return noon(day) })
	if err := y.p.Box.Remind(ctx, job.Job{}); err != nil {
		y.t.Fatal(err)
	}
}

// heard is what somebody was reminded of that fits, oldest first: its code, and of
// how many things it was where they were several.
func (y *halfYear) heard(login string, fits func(n notice.Notice) bool) string {
	y.t.Helper()
	page, err := y.p.Box.List(y.p.Rig.As(slug, login), notice.Filter{Limit: 100})
	if err != nil {
		y.t.Fatal(err)
	}
	var out []string
	for _, n := range page.Items {
		if (n.Code == notice.Due || n.Code == notice.Overdue) && fits(n) {
			said := n.Code
			if n.Amount > 0 {
				said = fmt.Sprint(said, ":", n.Amount)
			}
			out = append([]string{said}, out...)
		}
	}
	return strings.Join(out, " ")
}

func (y *halfYear) wantHeard(day string, fits func(n notice.Notice) bool, want map[string]string) {
	y.t.Helper()
	for _, login := range []string{"cb.lan", "cb.hung", "cb.tam", "ub.binh", "du.mai", "du.chien", "tt.phuc", "ts.ha", "ts.duc", "tinh.an", "tinh.thuy", "tu.vp", "tu.lanhdao", "quantri"} {
		if got := y.heard(login, fits); got != want[login] {
			y.t.Errorf("%s: %s heard %q, want %q", day, login, got, want[login])
		}
	}
}

// TestALadderReachesRolesOfOtherBodies: the six-monthly session with the Front is the
// Party committee's to hold; its office hears of it, and so does the standing board of
// the Front of the same place, or of the place above where a commune has none.
func TestALadderReachesRolesOfOtherBodies(t *testing.T) {
	t.Parallel()
	task.Alone(t, func(t *testing.T) {
		y := newHalfYear(t)
		session := func(n notice.Notice) bool { return n.Duty == "leadership.half_year_session" && n.Code == notice.Due }
		y.remind("2026-05-14")
		y.wantHeard("the day before", session, nil)
		y.remind("2026-05-15")
		// Two communes have an own standing board; the province's hears of the other 67
		// and of its own. The provincial Party office hears of its own committee's, its
		// leader of that and of the communes where nobody leads the committee.
		want := map[string]string{"du.mai": "due", "du.chien": "due", "cb.hung": "due", "ts.duc": "due", "tinh.thuy": "due:68", "tu.vp": "due", "tu.lanhdao": "due due:68"}
		y.wantHeard("15 May", session, want)
		// What they are told of opens to those who are: by the duty's figure, not by the
		// records they may not read.
		for login, total := range map[string]int{"cb.hung": 1, "tinh.thuy": 70, "cb.tam": 0, "tt.phuc": 0} {
			var page struct{ Total int }
			y.p.Server.As(slug, login).Do("GET", "/duties?duty=leadership.half_year_session&period=2026-H1", nil).Want(t, 200, &page)
			if page.Total != total {
				t.Errorf("%s sees %d of what is owed, want %d", login, page.Total, total)
			}
		}
	})
}

// TestTheEndOfABoardsTermIsToldBefore: 30 September 2026 less 90 days is Thursday,
// 2 July; less 30 days Monday, 31 August, a day off beside the national day, so that
// Friday the 28th tells it. Ten working days after, the Front above hears of it.
func TestTheEndOfABoardsTermIsToldBefore(t *testing.T) {
	t.Parallel()
	task.Alone(t, func(t *testing.T) {
		y := newHalfYear(t)
		id := y.file(filed{kind: "supervision.people_board", unit: "18685-MT", by: "cb.lan", day: "2026-03-02", fields: map[string]any{
			"board_kind": "inspection", "title": "Ban Thanh tra nhân dân xã, nhiệm kỳ 2025 - 2026", "commune": "@18685", "board_unit": "@18685-BTTND",
			"term_from": "2025-08-01", "term_to": "2026-09-30", "members": 9, "areas": 9},
			acts: "cb.lan:file cb.lan:+decision 2026-03-03 cb.hung:recognise",
			with: map[string]map[string]any{"recognise": {"members": 9, "next_report_on": "2026-12-31", "recognised_on": "2026-03-03"}}})
		term := func(n notice.Notice) bool { return n.RecordID == id && n.DueOn.String() == "2026-09-30" }
		front, above := "", ""
		for _, c := range []struct{ day, front, above string }{
			{"2026-07-01", "", ""},
			{"2026-07-02", "due", ""},
			{"2026-07-03", "", ""},
			{"2026-08-27", "", ""},
			{"2026-08-28", "due", ""},
			{"2026-08-31", "", ""},
			{"2026-09-30", "due", ""},
			{"2026-10-01", "overdue", ""},
			{"2026-10-13", "overdue", ""},
			{"2026-10-14", "", "overdue"},
		} {
			y.remind(c.day)
			front, above = strings.TrimSpace(front+" "+c.front), strings.TrimSpace(above+" "+c.above)
			y.wantHeard(c.day, term, map[string]string{"cb.lan": front, "cb.hung": front, "tinh.thuy": above})
		}
		if _, err := y.p.Records.Do(y.as("cb.hung", "2026-10-15"), id, "end", 0, record.Act{Fields: map[string]any{"ended_on": "2026-10-15"}}); err != nil {
			t.Fatal(err)
		}
		y.remind("2026-10-30")
		y.wantHeard("ended", term, map[string]string{"cb.lan": front, "cb.hung": front, "tinh.thuy": above})
	})
}

// TestALateBoardIsHeardOfByTheFrontOfItsPlace: nobody of its branch stands above a
// board the people chose, so after ten working days who leads the Front committee
// that guides it hears that its report of the quarter is late; nobody of another
// commune does.
func TestALateBoardIsHeardOfByTheFrontOfItsPlace(t *testing.T) {
	t.Parallel()
	task.Alone(t, func(t *testing.T) {
		y := newHalfYear(t)
		id := y.file(filed{kind: "supervision.people_board", unit: "18685-MT", by: "cb.lan", day: "2026-03-02", fields: map[string]any{
			"board_kind": "inspection", "title": "Ban Thanh tra nhân dân xã, nhiệm kỳ 2025 - 2030", "commune": "@18685", "board_unit": "@18685-BTTND",
			"term_from": "2025-08-01", "term_to": "2030-07-31", "members": 9, "areas": 9},
			acts: "cb.lan:file cb.lan:+decision 2026-03-03 cb.hung:recognise",
			with: map[string]map[string]any{"recognise": {"members": 9, "next_report_on": "2026-06-30", "recognised_on": "2026-03-03"}}})
		late := func(n notice.Notice) bool { return n.RecordID == id && n.Code == notice.Overdue }
		board, front := "", ""
		for _, c := range []struct{ day, board, front string }{
			{"2026-06-30", "", ""},
			{"2026-07-01", "overdue", ""},
			{"2026-07-07", "", ""}, // five working days: nobody leads a board but its head
			{"2026-07-13", "overdue", ""},
			{"2026-07-14", "", "overdue"},
			{"2026-07-16", "overdue", ""},
		} {
			y.remind(c.day)
			board, front = strings.TrimSpace(board+" "+c.board), strings.TrimSpace(front+" "+c.front)
			y.wantHeard(c.day, late, map[string]string{"tt.phuc": board, "cb.hung": front})
		}
	})
}
