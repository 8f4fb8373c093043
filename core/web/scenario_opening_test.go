package web_test

import (
	"testing"

	"github.com/doanket/doanket/core/coretest"
)

// informant is what the scenarios seal.
const informant = "Lê Thị Người Báo"

var openingScenarios = []scenario{
	{name: "seal on arrival", who: coretest.Officer, method: "POST", path: "/records/demo.visit", header: []string{"Idempotency-Key", "niêm phong"},
		body:   `{"unit":"{X1}","fields":{"title":"Đơn nhận ở xã","held_on":"2026-03-10","informant":"` + informant + `","contacts":[{"phone":"0912345678","at":"Xóm Bến"}]},"transition":"submit"}`,
		status: 201, has: []string{`"sealed":["informant","contacts"]`}, hasNot: []string{informant, "0912345678"}, save: []string{"sealed=id"}},
	{name: "sent again, the same answer", who: coretest.Officer, method: "POST", path: "/records/demo.visit", header: []string{"Idempotency-Key", "niêm phong"},
		body:   `{"unit":"{X1}","fields":{"title":"Đơn nhận ở xã","held_on":"2026-03-10","informant":"` + informant + `","contacts":[{"phone":"0912345678","at":"Xóm Bến"}]},"transition":"submit"}`,
		status: 201, has: []string{"{sealed}"}, hasNot: []string{informant}},
	{name: "the same key with another name", who: coretest.Officer, method: "POST", path: "/records/demo.visit", header: []string{"Idempotency-Key", "niêm phong"},
		body:   `{"unit":"{X1}","fields":{"title":"Đơn nhận ở xã","held_on":"2026-03-10","informant":"Người khác","contacts":[{"phone":"0912345678","at":"Xóm Bến"}]},"transition":"submit"}`,
		status: 409, code: "idempotency_mismatch", hasNot: []string{"Người khác"}},
	{name: "a sealed value that is wrong", who: coretest.Officer, method: "PATCH", path: "/records/{draft}", header: []string{"If-Match", "*"},
		body: `{"fields":{"contacts":[{"` + informant + `":"x"}]}}`, status: 422, field: "contacts=unknown_field", hasNot: []string{informant}},
	{name: "a filter by what is sealed", who: coretest.Leader, method: "GET", path: "/records/demo.visit?filter[informant]=a", status: 422, field: "filter.informant=unknown_field"},
	{name: "the page of who may not unseal", who: coretest.Officer, method: "GET", path: "/records/{sealed}", status: 200, has: []string{`"sealed":["informant","contacts"]`}, hasNot: []string{informant, "s1."}},
	{name: "the page of a keeper", who: coretest.Approver, method: "GET", path: "/records/{sealed}", status: 200, hasNot: []string{informant, "s1."}},
	{name: "its history", who: coretest.Approver, method: "GET", path: "/records/{sealed}/history", status: 200, has: []string{`"field":"informant"`}, hasNot: []string{informant, "s1."}},

	{name: "openings, none yet", who: coretest.Officer, method: "GET", path: "/records/{sealed}/openings", status: 200,
		has: []string{`"items":[]`, `"can":[]`, "{@approver}", "{@leader}"}, hasNot: []string{"{@watcher}", "{@officer}"}},
	{name: "openings of another unit", who: coretest.Officer2, method: "GET", path: "/records/{sealed}/openings", status: 404},
	{name: "openings with a word too many", who: coretest.Officer, method: "GET", path: "/records/{sealed}/openings?x=1", status: 422},
	{name: "ask without the right", who: coretest.Officer, method: "POST", path: "/records/{sealed}/openings", body: `{"fields":["informant"],"reason":"Muốn biết"}`, status: 403, code: "forbidden"},
	{name: "ask about another unit's", who: coretest.Officer2, method: "POST", path: "/records/{sealed}/openings", body: `{"fields":["informant"],"reason":"Muốn biết"}`, status: 404},
	{name: "ask without a reason", who: coretest.Approver, method: "POST", path: "/records/{sealed}/openings", body: `{"fields":["informant"],"reason":"  "}`, status: 422, field: "reason=required"},
	{name: "ask for nothing", who: coretest.Approver, method: "POST", path: "/records/{sealed}/openings", body: `{"fields":[],"reason":"Vì thế"}`, status: 422, field: "fields=required"},
	{name: "ask for what is not sealed", who: coretest.Approver, method: "POST", path: "/records/{sealed}/openings", body: `{"fields":["title"],"reason":"Vì thế"}`, status: 422, field: "fields=unknown_value"},
	{name: "ask", who: coretest.Approver, method: "POST", path: "/records/{sealed}/openings", body: `{"fields":["informant","contacts"],"reason":"Trả lời đơn"}`, status: 201,
		has: []string{`"state":"asked"`, "Trả lời đơn", `"can":[]`}, hasNot: []string{informant}, save: []string{"opening=id"}},
	{name: "ask once more gives the same", who: coretest.Approver, method: "POST", path: "/records/{sealed}/openings", body: `{"fields":["contacts","informant"],"reason":"Trả lời đơn"}`, status: 201, has: []string{`"id":"{opening}"`}},
	{name: "read before it is approved", who: coretest.Approver, method: "GET", path: "/openings/{opening}", status: 409, code: "opening_waits"},
	{name: "approve one's own", who: coretest.Approver, method: "POST", path: "/openings/{opening}/approve", status: 403, code: "second_keeper"},
	{name: "approve without the right", who: coretest.Officer, method: "POST", path: "/openings/{opening}/approve", status: 403, code: "forbidden"},
	{name: "approve from another unit", who: coretest.Officer2, method: "POST", path: "/openings/{opening}/approve", status: 404},
	{name: "approve with a word too many", who: coretest.Leader, method: "POST", path: "/openings/{opening}/approve?x=1", status: 422},
	{name: "the other keeper sees it", who: coretest.Leader, method: "GET", path: "/records/{sealed}/openings", status: 200, has: []string{`"can":["approve"]`, `"can":["ask"]`}},
	{name: "approve", who: coretest.Leader, method: "POST", path: "/openings/{opening}/approve", status: 200, has: []string{`"state":"open"`, "{@leader}"}, hasNot: []string{informant}},
	{name: "approve with a second tap", who: coretest.Leader, method: "POST", path: "/openings/{opening}/approve", status: 200, has: []string{`"state":"open"`}},
	{name: "read by who approved", who: coretest.Leader, method: "GET", path: "/openings/{opening}", status: 403, code: "opening_not_yours", hasNot: []string{informant}},
	{name: "read by anybody else", who: coretest.Officer, method: "GET", path: "/openings/{opening}", status: 403, code: "forbidden", hasNot: []string{informant}},
	{name: "read from another unit", who: coretest.Officer2, method: "GET", path: "/openings/{opening}", status: 404},
	{name: "read what is no opening", who: coretest.Approver, method: "GET", path: "/openings/{sealed}", status: 404},
	{name: "read with a word too many", who: coretest.Approver, method: "GET", path: "/openings/{opening}?x=1", status: 422},
	{name: "read by who asked", who: coretest.Approver, method: "GET", path: "/openings/{opening}", status: 200,
		has: []string{`"informant":"` + informant + `"`, `"phone":"0912345678"`, `"seconds_left":`}, wants: []string{"Cache-Control", "no-store"}},
	{name: "who asked, who approved, why", who: coretest.Officer, method: "GET", path: "/records/{sealed}/openings", status: 200,
		has: []string{"{@approver}", "{@leader}", "Trả lời đơn", `"state":"open"`}, hasNot: []string{informant}},
	{name: "it is logged", who: coretest.Admin, method: "GET", path: "/audit?object={sealed}", status: 200,
		has: []string{`"seal.ask"`, `"seal.approve"`, `"seal.read"`, "Trả lời đơn"}, hasNot: []string{informant, "0912345678"}},
	{name: "the record moves on without it", who: coretest.Leader, method: "POST", path: "/records/{sealed}/transitions/approve", body: `{}`, status: 200, hasNot: []string{informant}},
}

// TestOpenings plays the scenarios of sealed fields.
func TestOpenings(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) { s.play(t, openingScenarios) })
}
