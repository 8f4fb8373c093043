package web_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/record"
)

const ownMap = `{"clauses":[{"id":"NQ5.1","title":{"vi":"Thăm hỏi"}},{"id":"NQ5.2","title":{"vi":"Qua mạng","en":"Online"}}],
	"serves":{"demo.visit":{"always":["NQ5.1"],"by":{"form":{"online":["NQ5.2"]}}}}}`

var clauseScenarios = []scenario{
	{name: "clauses and what serves them", who: coretest.Officer, method: "GET", path: "/programme", status: 200,
		has:   []string{`"version":1`, `"own":false`, `"id":"II.1.a"`, `"kind":"demo.visit"`, `"field":"form"`, "Chuyến thăm: Trực tuyến", `"name":"demo.visits"`, `"followed":true`},
		wants: []string{"ETag", `"v1"`}},
	{name: "clauses of nobody", who: "", method: "GET", path: "/programme", status: 401},
	{name: "clauses with a word too many", who: coretest.Officer, method: "GET", path: "/programme?x=1", status: 422},
	{name: "counts by clause", who: coretest.Leader, method: "GET", path: "/programme/clauses?unit={X1}&period=2026", status: 200,
		has: []string{`"period":"2026"`, `{"id":"II.1.a","title":{"vi":"","en":""},"followed":true,"records":`, `"approved":`, `"proven":`, `"withdrawn":`}},
	{name: "counts of nobody", who: "", method: "GET", path: "/programme/clauses", status: 401},
	{name: "counts where nothing may be seen", who: coretest.Officer2, method: "GET", path: "/programme/clauses?unit={X1}", status: 403, code: "forbidden"},
	{name: "counts of a period that is none", who: coretest.Leader, method: "GET", path: "/programme/clauses?period=2026-13", status: 422, code: "bad_period"},
	{name: "counts of a unit elsewhere", who: coretest.Leader, method: "GET", path: "/programme/clauses?unit={far_unit}", status: 404},

	{name: "coverage", who: coretest.Leader, method: "GET", path: "/programme/coverage?period=2026", status: 200,
		has: []string{`"period":"2026"`, `"term":"`, `"units":[{"id":"`, `"cells":[`, `"no_task":`, `"no_record":`, `"no_evidence":`, `"followed":true`}},
	{name: "coverage of nobody", who: "", method: "GET", path: "/programme/coverage", status: 401},
	{name: "coverage where nothing may be seen", who: coretest.Officer2, method: "GET", path: "/programme/coverage?unit={X1}", status: 403, code: "forbidden"},
	{name: "coverage of a period that is none", who: coretest.Leader, method: "GET", path: "/programme/coverage?period=2026-13", status: 422, code: "bad_period"},
	{name: "coverage of a unit elsewhere", who: coretest.Leader, method: "GET", path: "/programme/coverage?unit={far_unit}", status: 404},

	{name: "targets", who: coretest.Leader, method: "GET", path: "/programme/targets?period=2026", status: 200,
		has: []string{`"measure":"demo.visits_done"`, `"measure":"demo.areas_reached"`, `"periods":["`, `"trend":{"`, "Xã Một", "Xã Hai"}, hasNot: []string{`"measure":"demo.people_met"`}},
	{name: "targets of nobody", who: "", method: "GET", path: "/programme/targets", status: 401},
	{name: "targets where nothing may be seen", who: coretest.Officer2, method: "GET", path: "/programme/targets?unit={X1}", status: 403, code: "forbidden"},
	{name: "targets of a period that is none", who: coretest.Leader, method: "GET", path: "/programme/targets?period=2026-13", status: 422, code: "bad_period"},
	{name: "targets of a unit elsewhere", who: coretest.Leader, method: "GET", path: "/programme/targets?unit={far_unit}", status: 404},

	{name: "tasks", who: coretest.Leader, method: "GET", path: "/programme/tasks?period=2026", status: 200, has: []string{`"term":"2025-2030"`, `"items":[`, `"more":false`}},
	{name: "tasks of nobody", who: "", method: "GET", path: "/programme/tasks", status: 401},
	{name: "tasks where nothing may be seen", who: coretest.Officer2, method: "GET", path: "/programme/tasks?unit={X1}", status: 403, code: "forbidden"},
	{name: "tasks of a period that is none", who: coretest.Leader, method: "GET", path: "/programme/tasks?period=2026-13", status: 422, code: "bad_period"},
	{name: "tasks of a unit elsewhere", who: coretest.Leader, method: "GET", path: "/programme/tasks?unit={far_unit}", status: 404},

	{name: "one clause", who: coretest.Leader, method: "GET", path: "/programme/clauses/II.1.a?period=2026", status: 200,
		has: []string{`"clause":{"id":"II.1.a"`, `"kind":"demo.visit"`, `"units":[{"unit":{"id":"`, `"record_list":[`, `"task_list":[`, `"papers":[`, `"missing":`}},
	{name: "one clause of nobody", who: "", method: "GET", path: "/programme/clauses/II.1.a", status: 401},
	{name: "one clause there is not", who: coretest.Leader, method: "GET", path: "/programme/clauses/II.9.z", status: 404},
	{name: "one clause where nothing may be seen", who: coretest.Officer2, method: "GET", path: "/programme/clauses/II.1.a?unit={X1}", status: 403, code: "forbidden"},
	{name: "one clause in a period that is none", who: coretest.Leader, method: "GET", path: "/programme/clauses/II.1.a?period=2026-13", status: 422, code: "bad_period"},
	{name: "one clause of a unit elsewhere", who: coretest.Leader, method: "GET", path: "/programme/clauses/II.1.a?unit={far_unit}", status: 404},
	{name: "remind who lacks a clause", who: coretest.Leader, method: "POST", path: "/programme/clauses/II.1.a/reminders", body: `{"period":"2026","missing":"record"}`, status: 200,
		has: []string{`"missing":`, `"units":`, `"people":`}},
	{name: "remind of something else", who: coretest.Leader, method: "POST", path: "/programme/clauses/II.1.a/reminders", body: `{"missing":"money"}`, status: 422, field: "missing=unknown_value"},
	{name: "remind of what is still to come", who: coretest.Leader, method: "POST", path: "/programme/clauses/II.1.a/reminders", body: `{"period":"2098","missing":"record"}`, status: 422, field: "period=bad_period"},
	{name: "remind without the right", who: coretest.Watcher, method: "POST", path: "/programme/clauses/II.1.a/reminders", body: `{"missing":"record"}`, status: 403, code: "forbidden"},
	{name: "remind of a clause there is not", who: coretest.Leader, method: "POST", path: "/programme/clauses/II.9.z/reminders", body: `{"missing":"record"}`, status: 404},
	{name: "remind of what nobody lacks", who: coretest.Leader, method: "POST", path: "/programme/clauses/II.1.a/reminders", body: `{"period":"2019","missing":"evidence"}`, status: 409, code: "nothing_missing"},
	{name: "remind for nobody", who: "", method: "POST", path: "/programme/clauses/II.1.a/reminders", body: `{"missing":"record"}`, status: 401},
	{name: "a task for all without drafting programmes", who: coretest.Watcher, method: "POST", path: "/programme/clauses/II.1.a/tasks", body: `{"title":"Thăm","output":"Biên bản","due_on":"2090-01-01"}`, status: 403, code: "programme_drafter"},
	{name: "a task for all under a clause there is not", who: coretest.Leader, method: "POST", path: "/programme/clauses/II.9.z/tasks", body: `{"title":"Thăm","output":"Biên bản","due_on":"2090-01-01"}`, status: 404},
	{name: "a task for all without a day", who: coretest.Leader, method: "POST", path: "/programme/clauses/II.1.a/tasks", body: `{"title":"Thăm","output":"Biên bản"}`, status: 422, field: "due_on=required"},
	{name: "a task for all of nobody", who: "", method: "POST", path: "/programme/clauses/II.1.a/tasks", body: `{"title":"Thăm","output":"Biên bản","due_on":"2090-01-01"}`, status: 401},

	{name: "what a record serves", who: coretest.Officer, method: "GET", path: "/records/{visit}/clauses", status: 200,
		has: []string{`"clauses":[{"id":"II.1.a"`, `"chosen":false`, `{"id":"II.2.c"`}},
	{name: "offered to who may correct it", who: coretest.Watcher, method: "GET", path: "/records/{visit}/clauses", status: 200, has: []string{`"choices":[]`}},
	{name: "what a foreign record serves", who: coretest.Officer, method: "GET", path: "/records/{far_record}/clauses", status: 404},
	{name: "what a record serves, with a word too many", who: coretest.Officer, method: "GET", path: "/records/{visit}/clauses?x=1", status: 422},
	{name: "correct without a reason", who: coretest.Officer, method: "PUT", path: "/records/{visit}/clauses", body: `{"clauses":["II.2.c"],"reason":" "}`, status: 422, field: "reason=required"},
	{name: "correct to what there is not", who: coretest.Officer, method: "PUT", path: "/records/{visit}/clauses", body: `{"clauses":["II.2.d"],"reason":"Qua mạng"}`,
		status: 422, field: "clauses.0=unknown_clause", has: []string{"II.2.d", "có phải"}},
	{name: "correct without the right", who: coretest.Watcher, method: "PUT", path: "/records/{visit}/clauses", body: `{"clauses":["II.2.c"],"reason":"Qua mạng"}`, status: 403, code: "forbidden"},
	{name: "correct a version long gone", who: coretest.Officer, method: "PUT", path: "/records/{visit}/clauses", header: []string{"If-Match", `"v9"`},
		body: `{"clauses":["II.2.c"],"reason":"Qua mạng"}`, status: 409},
	{name: "correct", who: coretest.Officer, method: "PUT", path: "/records/{visit}/clauses", header: []string{"If-Match", `"v1"`}, body: `{"clauses":["II.2.c"],"reason":"Thăm qua mạng"}`,
		status: 200, has: []string{`"clauses":[{"id":"II.2.c"`, `"chosen":true`, `"version":2`}},
	{name: "listed by clause", who: coretest.Officer, method: "GET", path: "/records/demo.visit?clause=II.2.c", status: 200, has: []string{"{visit}"}, hasNot: []string{"{draft}"}},
	{name: "listed by another clause", who: coretest.Officer, method: "GET", path: "/records/demo.visit?clause=II.1.a", status: 200, hasNot: []string{"{visit}"}},
	{name: "told in the history", who: coretest.Officer, method: "GET", path: "/records/{visit}/history", status: 200, has: []string{`"action":"classify"`, "Thăm qua mạng", `"old":"II.1.a"`, `"new":"II.2.c"`}},
	{name: "told in the log", who: coretest.Admin, method: "GET", path: "/audit?action=record.classify", status: 200, has: []string{"Thăm qua mạng"}},
	{name: "take the correction back", who: coretest.Officer, method: "PUT", path: "/records/{visit}/clauses", body: `{"automatic":true,"reason":"Theo hồ sơ"}`,
		status: 200, has: []string{`"clauses":[{"id":"II.1.a"`, `"chosen":false`}},

	{name: "read a resolution", who: coretest.Admin, method: "POST", path: "/programme/reading", body: `{"text":"NGHỊ QUYẾT\n\nI. NHIỆM VỤ\n\n1. Tuyên truyền\n\nVận động Nhân dân; giám sát việc thực hiện."}`, status: 200,
		has: []string{`"role":"tasks"`, `{"id":"I.1.a","text":"Vận động Nhân dân","from":7,"to":7}`, `"id":"I.1.b"`}},
	{name: "read nothing", who: coretest.Admin, method: "POST", path: "/programme/reading", body: `{}`, status: 422, field: "text=required"},
	{name: "read an archive that is none", who: coretest.Admin, method: "POST", path: "/programme/reading", body: `{"text":"PK\u0003\u0004"}`, status: 422, field: "file=resolution_unreadable"},
	{name: "read a PDF where no program reads it", who: coretest.Admin, method: "POST", path: "/programme/reading", body: `{"text":"%PDF-1.7"}`, status: 422, field: "file=pdf_unread"},
	{name: "read without the right", who: coretest.Officer, method: "POST", path: "/programme/reading", body: `{"text":"I. NHIỆM VỤ"}`, status: 403, code: "forbidden"},
	{name: "read for nobody", who: "", method: "POST", path: "/programme/reading", body: `{"text":"I. NHIỆM VỤ"}`, status: 401},

	{name: "map without the right", who: coretest.Leader, method: "PUT", path: "/programme", header: []string{"If-Match", "*"}, body: ownMap, status: 403, code: "forbidden"},
	{name: "map without having read", who: coretest.Admin, method: "PUT", path: "/programme", body: ownMap, status: 422, field: "If-Match=required"},
	{name: "map a kind there is not", who: coretest.Admin, method: "PUT", path: "/programme", header: []string{"If-Match", "*"},
		body: `{"clauses":[{"id":"A.1","title":{"vi":"Một"}}],"serves":{"demo.vist":{"always":["A.1"]}}}`, status: 422, field: "serves.demo.vist=unknown_kind", has: []string{"demo.visit"}},
	{name: "map a clause without a title", who: coretest.Admin, method: "PUT", path: "/programme", header: []string{"If-Match", "*"},
		body: `{"clauses":[{"id":"mục 1","title":{"vi":""}}]}`, status: 422, field: "clauses.0.id=clause_id", has: []string{"III.1.a"}},
	{name: "map", who: coretest.Admin, method: "PUT", path: "/programme", header: []string{"If-Match", `"v1"`}, body: ownMap, status: 200,
		has: []string{`"version":2`, `"own":true`, "Thăm hỏi", `"en":"Online"`}, hasNot: []string{"II.1.a"}},
	{name: "read in", who: coretest.Admin, method: "PUT", path: "/programme", header: []string{"If-Match", `"v2"`},
		body:   `{"title":"Nghị quyết số 5","sections":[{"id":"II","title":"Nhiệm vụ"}],"clauses":[{"id":"II.1","title":{"vi":"Thăm hỏi"},"words":"Thăm hỏi hộ nghèo hằng quý"}]}`,
		status: 200, has: []string{`"title":"Nghị quyết số 5"`, `"sections":[{"id":"II","title":"Nhiệm vụ"}]`, `"words":"Thăm hỏi hộ nghèo hằng quý"`}},
	{name: "read in, with a target whose code is none", who: coretest.Admin, method: "PUT", path: "/programme", header: []string{"If-Match", "*"},
		body: `{"clauses":[{"id":"III.1.a","title":{"vi":"Học tập"}}],"targets":[{"code":"CT 1","title":"Đạt","op":"at_least","value":100,"measures":[]}]}`, status: 422, field: "targets.0.code=clause_id"},
	{name: "read in, with a target no figure shows", who: coretest.Admin, method: "PUT", path: "/programme", header: []string{"If-Match", "*"},
		body: `{"clauses":[{"id":"III.1.a","title":{"vi":"Học tập"}}],"targets":[{"code":"CT-1","title":"Đạt","op":"at_least","value":100,"measures":["demo.no_such"]}]}`, status: 422, field: "targets.0.measures.0=unknown_value"},
	{name: "read in, a heading without a title", who: coretest.Admin, method: "PUT", path: "/programme", header: []string{"If-Match", "*"},
		body: `{"sections":[{"id":"II","title":" "}],"clauses":[]}`, status: 422, field: "sections.0.title=required"},
	{name: "map over another's", who: coretest.Admin, method: "PUT", path: "/programme", header: []string{"If-Match", `"v1"`}, body: ownMap, status: 409, code: "settings_stale"},
	{name: "mapped, told in the log", who: coretest.Admin, method: "GET", path: "/audit?action=programme.change", status: 200, has: []string{`"programme"`}},
}

func TestClauseScenarios(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) { s.play(t, clauseScenarios) })
}

// cut is a watcher that fails at the n-th target that is written.
type cut struct{ left atomic.Int32 }

func (c *cut) Recorded(_ context.Context, changes []record.Change) error {
	if len(changes) > 0 && changes[0].After.Kind == "core.target" && c.left.Add(-1) == 0 {
		return errors.New("the line was cut")
	}
	return nil
}

// TestAResolutionIsAdoptedWhole holds that a fault in the middle leaves nothing of it: no
// clause, no target, no line of the log; and that the same question asked again does all.
func TestAResolutionIsAdoptedWhole(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		fault := &cut{}
		s.Records.Use(nil, nil, fault)
		body := `{"title":"Nghị quyết số 5","clauses":[{"id":"II.1","title":{"vi":"Thăm hỏi"}}],"targets":[
			{"code":"CT-1","title":"Đạt","op":"at_least","value":90,"measures":["demo.visits_done"]},{"code":"CT-2","title":"Làm tốt","op":"none","measures":[]},{"code":"CT-3","title":"Làm đều","op":"none","measures":[]}]}`
		whole := []string{`"version":2`, `"title":"Nghị quyết số 5"`}
		fault.left.Store(2)
		s.play(t, []scenario{
			{name: "cut at the second target", who: coretest.Admin, method: "PUT", path: "/programme", header: []string{"If-Match", `"v1"`}, body: body, status: 500},
			{name: "no clause of it", who: coretest.Admin, method: "GET", path: "/programme", status: 200, has: []string{`"version":1`}, hasNot: whole},
			{name: "no target of it", who: coretest.Leader, method: "GET", path: "/programme/targets", status: 200, has: []string{`"goals":[]`}},
			{name: "no line of it", who: coretest.Admin, method: "GET", path: "/audit?action=programme.change", status: 200, hasNot: []string{`"programme"`}},
			{name: "asked again", who: coretest.Admin, method: "PUT", path: "/programme", header: []string{"If-Match", `"v1"`}, body: body, status: 200, has: whole},
			{name: "all targets", who: coretest.Leader, method: "GET", path: "/programme/targets", status: 200, has: []string{`"code":"CT-1"`, `"code":"CT-2"`, `"code":"CT-3"`}},
		})
	})
}
