package main

import (
	"testing"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/coretest/task"
)

// Of the 72 Party committees of Hà Tĩnh the province's and those of its 69 communes
// owe; two of agencies stand under the province's. Each commune has a People's Committee.
const (
	committees = 70
	communes   = 69
)

// TestAYearOfLeadership walks both kinds from the draft to their end by the roles
// that owe them, and reads every figure they come to.
func TestAYearOfLeadership(t *testing.T) {
	t.Parallel()
	task.Alone(t, func(t *testing.T) {
		p := task.Open(t, Build(), "ha-tinh")
		t.Run("papers", func(t *testing.T) { papers(t, p) })
		t.Run("a session with the Front", func(t *testing.T) { session(t, p) })
		t.Run("a month of reception", func(t *testing.T) { reception(t, p) })
		t.Run("a dialogue of both", func(t *testing.T) { dialogue(t, p) })
	})
}

var (
	now   = calendar.Today(time.Now())
	today = now.String()
	year  = today[:4]
	half  = string(calendar.PeriodOf(now, calendar.GrainHalf))
	term  = string(calendar.PeriodOf(now, calendar.GrainTerm))
)

// papers: the commune's Party office files what the committee issued, the Party's
// board of the province confirms, and only then it counts.
func papers(t *testing.T, p *task.Province) {
	office, board, front := p.Person("du.mai"), p.Person("bantg.quang"), p.Person("cb.hung")
	for _, c := range []struct{ kind, measure, period string }{
		{"policy", "leadership.policy_issued", term},
		{"yearly_orientation", "leadership.orientation_issued", year},
		{"work_programme", "leadership.programme_issued", year},
		{"evaluation_criteria", "leadership.criteria_issued", year},
	} {
		r := office.Begin("leadership.party_document", "18685-DU", map[string]any{"paper_kind": c.kind, "title": "Về công tác Mặt trận", "paper_number": "05-" + c.kind,
			"issued_on": today, "for_year": now.Year(), "front_content": "Giao Ủy ban MTTQ xã chủ trì giám sát hai việc."})
		office.Refused(r, "file", nil, 422, "evidence_missing")
		office.Attach(r, "paper")
		office.Step(r, "file", nil)
		front.Refused(r, "confirm", nil, 403, "forbidden")
		board.Figure(c.measure, "42", c.period).Want(t, c.kind+" before it is confirmed", 0, committees, 0)
		board.Step(r, "confirm", nil)
		board.Figure(c.measure, "42", c.period).Want(t, c.kind+" of the province", 1, committees, 1)
		board.Figure(c.measure, "18685", c.period).Want(t, c.kind+" of the commune", 1, 1, 1)
	}
}

// session: invited, the Front sends its report and two proposals; the conclusion
// gives a task, which the commune's People's Committee carries out; then it closes.
func session(t *testing.T, p *task.Province) {
	office, leader, front, government, board := p.Person("du.mai"), p.Person("du.chien"), p.Person("cb.lan"), p.Person("ub.binh"), p.Person("bantg.quang")
	r := office.Begin("leadership.leader_session", "18685-DU", map[string]any{"session_kind": "half_year", "host": "party", "topic": "Nghe Mặt trận báo cáo",
		"planned_on": today, "chair_title": "Bí thư Đảng ủy", "with_units": []string{p.Unit("18685-MT"), p.Unit("18685-UBND")}})
	office.Step(r, "plan", nil)
	front.Refused(r, "contribute", map[string]any{"proposals": []any{map[string]any{"no": 1, "text": "Bố trí phòng họp", "outcome": "agreed"}}}, 422, "leadership.outcome_not_yours")
	front.Attach(r, "front_report")
	front.Step(r, "contribute", map[string]any{"proposals": []any{map[string]any{"no": 1, "text": "Bố trí phòng họp"}, map[string]any{"no": 2, "text": "Tăng kinh phí"}}})
	office.Step(r, "hold", map[string]any{"held_on": today, "attended": 12})
	office.Refused(r, "conclude", map[string]any{"no_task": true}, 422, "evidence_missing")
	office.Attach(r, "conclusion")
	rows := r.Fields["proposals"].([]any)
	rows[0].(map[string]any)["outcome"] = "agreed"
	rows[1].(map[string]any)["outcome"] = "refused"
	done := map[string]any{"proposals": rows, "decisions": []any{map[string]any{"content": "Bố trí phòng họp", "by_unit": p.Unit("18685-UBND"), "due_on": today, "output": "Quyết định"}}}
	leader.Refused(r, "conclude", done, 422, "leadership.refused_without_reason")
	rows[1].(map[string]any)["reason"] = "Ngân sách đã giao từ đầu năm"
	leader.Step(r, "conclude", done)
	for measure, den := range map[string]float64{"leadership.session_each_half": committees, "leadership.session_each_year": committees} {
		period := half
		if measure == "leadership.session_each_year" {
			period = year
		}
		board.Figure(measure, "42", period).Want(t, measure, 1, den, 1)
	}
	board.Figure("leadership.proposals_agreed", "18685", year).Want(t, "proposals", 1, 2, 1)
	leader.Refused(r, "close", nil, 422, "leadership.task_still_open")
	carriedOut(t, government, leader)
	leader.Step(r, "close", nil)
	board.Figure("leadership.session_each_half", "42", half).Want(t, "a session that moved on", 1, committees, 1)
}

// carriedOut: the task given is reported as not done, with the reason, which is
// enough to close what gave it.
func carriedOut(t *testing.T, government, leader *task.Person) {
	var page struct{ Items []task.Record }
	government.Do("GET", "/records/core.commitment", nil).Want(t, 200, &page)
	if len(page.Items) != 1 {
		t.Fatalf("the People's Committee was given %d tasks, want 1", len(page.Items))
	}
	government.Step(&page.Items[0], "report", map[string]any{"result": "not_done", "result_reason": "Đang chờ bàn giao trụ sở"})
}

// dialogue: one conference counts for the People's Committee that held it and for
// the Party committee that chaired with it.
func dialogue(t *testing.T, p *task.Province) {
	office, board := p.Person("ub.binh"), p.Person("bantg.quang")
	r := office.Begin("leadership.leader_session", "18685-UBND", map[string]any{"session_kind": "dialogue", "host": "joint", "topic": "Đối thoại với Nhân dân",
		"planned_on": today, "chair_title": "Chủ tịch UBND xã", "with_units": []string{p.Unit("18685-MT")}, "joint_units": []string{p.Unit("18685-DU")}})
	office.Step(r, "plan", nil)
	office.Refused(r, "hold", map[string]any{"held_on": today}, 422, "leadership.dialogue_unannounced")
	office.Step(r, "hold", map[string]any{"held_on": today, "notice_on": today, "audience": "Đại diện hộ dân các thôn", "attended": 85, "questions": 9, "answered_on_site": 7})
	office.Attach(r, "conclusion")
	office.Step(r, "conclude", map[string]any{"no_task": true})
	board.Figure("leadership.dialogues_government", "42", year).Want(t, "dialogues of governments", 1, communes, 1)
	board.Figure("leadership.dialogues_party", "42", year).Want(t, "dialogues of secretaries", 1, committees, 1)
	office.Step(r, "close", nil)
}

// reception: opened from what is owed, for this month, by the secretary's office; one
// day of two does not keep it, two do.
func reception(t *testing.T, p *task.Province) {
	office, board := p.Person("du.mai"), p.Person("bantg.quang")
	var owed struct {
		Items []struct{ ID string }
	}
	month := today[:7]
	office.Do("GET", "/duties?under="+p.Unit("18685-DU")+"&duty=leadership.secretary_reception_commune&period="+month, nil).Want(t, 200, &owed)
	if len(owed.Items) != 1 {
		t.Fatalf("the Party office owes %d receptions this month, want 1", len(owed.Items))
	}
	var opened struct{ Record string }
	office.Do("POST", "/duties/"+owed.Items[0].ID+"/open", map[string]any{}).Want(t, 200, &opened)
	r := office.Read(opened.Record)
	if r.Fields["begins"] != month+"-01" || r.Fields["days_required"] != 2.0 {
		t.Fatalf("the month opened is %v, with %v days required", r.Fields["begins"], r.Fields["days_required"])
	}
	office.Attach(r, "report")
	office.Step(r, "file", map[string]any{"days_by_head": 1, "days_by_deputy": 1, "received": 4, "handled": 3})
	board.Figure("leadership.secretaries_of_communes_received", "18685", month).Want(t, "a day by the deputy", 0, 1, 0)
	board.Give(r, "return", "Ngày 20 do đồng chí Bí thư trực tiếp tiếp")
	office.Step(r, "file", map[string]any{"days_by_head": 2, "days_by_deputy": 0})
	board.Step(r, "confirm", nil)
	board.Figure("leadership.secretaries_of_communes_received", "42", month).Want(t, "months kept", 1, communes, 1)
}
