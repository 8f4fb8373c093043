package web_test

import (
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/duty"
)

var dutyScenarios = []scenario{
	{name: "what units owe", who: coretest.Leader, method: "GET", path: "/duties", status: 200,
		has: []string{`"total":2`, `"state":"open"`, "{owed}", "{owed2}", "Quy định thử, Điều 2", `"can":["excuse"]`}},
	{name: "what one commune owes", who: coretest.Leader, method: "GET", path: "/duties?under={X1}&state=owed", status: 200, has: []string{"{owed}", `"total":1`}, hasNot: []string{"{owed2}"}},
	{name: "what none has met", who: coretest.Leader, method: "GET", path: "/duties?state=met&duty=demo.monthly_visit", status: 200, has: []string{`"items":[]`, `"total":0`}},
	{name: "duties page by page", who: coretest.Leader, method: "GET", path: "/duties?limit=1", status: 200, has: []string{`"total":2`}, save: []string{"more=next"}},
	{name: "the next page of duties", who: coretest.Leader, method: "GET", path: "/duties?limit=1&cursor={more}", status: 200, has: []string{`"next":""`}},
	{name: "a state there is none of", who: coretest.Leader, method: "GET", path: "/duties?state=lost", status: 422, field: "state=unknown_value"},
	{name: "a period that is none", who: coretest.Leader, method: "GET", path: "/duties?period=2026-13", status: 422, code: "bad_period"},
	{name: "a cursor that is none", who: coretest.Leader, method: "GET", path: "/duties?cursor=x", status: 422, field: "cursor=bad_cursor"},
	{name: "duties of a unit elsewhere", who: coretest.Leader, method: "GET", path: "/duties?under={far_unit}", status: 404},
	{name: "duties of nobody", who: "", method: "GET", path: "/duties", status: 401},
	{name: "what is mine today", who: coretest.Officer, method: "GET", path: "/duties/today", status: 200, has: []string{"{owed}", `"total":1`, `"below":[]`}, hasNot: []string{"{owed2}"}},
	{name: "who below has not begun", who: coretest.Leader, method: "GET", path: "/duties/today", status: 200, has: []string{`"not_begun":2`, `"owed":2`, `"items":[]`}},
	{name: "today of nobody", who: "", method: "GET", path: "/duties/today", status: 401},
	{name: "today with a word too many", who: coretest.Officer, method: "GET", path: "/duties/today?x=1", status: 422},

	{name: "open what is owed", who: coretest.Officer, method: "POST", path: "/duties/{owed}/open", status: 200, has: []string{`"kind":"demo.visit"`}, save: []string{"begun=record"}},
	{name: "open it again, the same draft", who: coretest.Officer, method: "POST", path: "/duties/{owed}/open", status: 200, has: []string{"{begun}"}},
	{name: "open without the right to write", who: coretest.Leader, method: "POST", path: "/duties/{owed2}/open", status: 403, code: "forbidden"},
	{name: "open with a word too many", who: coretest.Officer, method: "POST", path: "/duties/{owed}/open?x=1", status: 422},
	{name: "open another province's", who: coretest.Officer, method: "POST", path: "/duties/{far_duty}/open", status: 404},

	{name: "excuse without a reason", who: coretest.Leader, method: "POST", path: "/duties/{owed2}/excuse", body: `{"reason":" "}`, status: 422, field: "reason=required"},
	{name: "excuse without the right", who: coretest.Officer2, method: "POST", path: "/duties/{owed2}/excuse", body: `{"reason":"Bận việc"}`, status: 403, code: "forbidden"},
	{name: "excuse one's own unit", who: coretest.Approver, method: "POST", path: "/duties/{owed}/excuse", body: `{"reason":"Bận việc"}`, status: 403, code: "own_work"},
	{name: "excuse", who: coretest.Leader, method: "POST", path: "/duties/{owed2}/excuse", body: `{"reason":"Đang khắc phục bão lụt"}`, status: 200,
		has: []string{`"state":"excused"`, "Đang khắc phục bão lụt", `"can":["take_back"]`}},
	{name: "excuse once more", who: coretest.Leader, method: "POST", path: "/duties/{owed2}/excuse", body: `{"reason":"Lại nữa"}`, status: 409, code: "duty_settled"},
	{name: "excuse another province's", who: coretest.Leader, method: "POST", path: "/duties/{far_duty}/excuse", body: `{"reason":"Bận việc"}`, status: 404},
	{name: "take back another province's", who: coretest.Leader, method: "DELETE", path: "/duties/{far_duty}/excuse", status: 404},
	{name: "take back without the right", who: coretest.Officer2, method: "DELETE", path: "/duties/{owed2}/excuse", status: 403, code: "forbidden"},
	{name: "take back", who: coretest.Leader, method: "DELETE", path: "/duties/{owed2}/excuse", status: 200, has: []string{`"state":"open"`}, hasNot: []string{"bão lụt"}},
	{name: "take back what is not excused", who: coretest.Leader, method: "DELETE", path: "/duties/{owed2}/excuse", status: 409, code: "duty_settled"},
}

func TestDutyScenarios(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) { s.play(t, dutyScenarios) })
}

// owe lets the communes owe what the demo asks of them, and names it.
func (s *stage) owe(t *testing.T, f foreign) foreign {
	t.Helper()
	r := s.Rig
	if err := r.Duties.Reckon(r.In(coretest.An)); err != nil {
		t.Fatal(err)
	}
	for name, code := range map[string]string{"owed": "X1", "owed2": "X2"} {
		owed, err := r.Duties.List(r.In(coretest.An), duty.Filter{Under: r.Unit(coretest.An, code)})
		if err != nil || len(owed.Items) != 1 {
			t.Fatalf("%s owes %d, %v", code, len(owed.Items), err)
		}
		s.known[name] = owed.Items[0].ID
	}
	s.known["far_duty"] = f.duty
	return f
}
