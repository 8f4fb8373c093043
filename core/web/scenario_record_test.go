package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/record"
)

// recordScenarios are a visit's way from draft to closed, and everybody who
// must not walk it.
var recordScenarios = []scenario{
	{name: "kinds of an officer", who: coretest.Officer, method: "GET", path: "/kinds", status: 200, has: []string{`"can_create":true`, "Chuyến thăm"}},
	{name: "kinds of who reads none of it", who: coretest.Responder, method: "GET", path: "/kinds", status: 200, hasNot: []string{"Chuyến thăm"}},
	{name: "kinds as nobody", method: "GET", path: "/kinds", status: 401},
	{name: "kinds with a word too many", who: coretest.Officer, method: "GET", path: "/kinds?module=demo", status: 422, field: "module=unknown_field"},

	{name: "list own", who: coretest.Officer, method: "GET", path: "/records/demo.visit", status: 200, has: []string{"{visit}", "{draft}"}},
	{name: "list of another unit", who: coretest.Officer2, method: "GET", path: "/records/demo.visit", status: 200, hasNot: []string{"{visit}", "{draft}"}},
	{name: "list of another unit by force", who: coretest.Officer2, method: "GET", path: "/records/demo.visit?under={X1}", status: 200, has: []string{`"items":[]`}},
	{name: "list of another province's unit", who: coretest.Leader, method: "GET", path: "/records/demo.visit?under={far_unit}", status: 404},
	{name: "list as administrator", who: coretest.Admin, method: "GET", path: "/records/demo.visit", status: 200, has: []string{`"items":[]`}},
	{name: "list of no kind", who: coretest.Officer, method: "GET", path: "/records/demo.nothing", status: 404},
	{name: "the ledger by answering body", who: coretest.Officer, method: "GET", path: "/recommendations/ledger", status: 200, has: []string{`"items":[]`}},
	{name: "the ledger of a unit", who: coretest.Officer, method: "GET", path: "/recommendations/ledger?under={X1}&source=voters", status: 200, has: []string{`"items":[]`}},
	{name: "the ledger of a unit of another province", who: coretest.Officer, method: "GET", path: "/recommendations/ledger?under={far_unit}", status: 404},
	{name: "the ledger with a word too many", who: coretest.Officer, method: "GET", path: "/recommendations/ledger?x=1", status: 422},
	{name: "the ledger as nobody", method: "GET", path: "/recommendations/ledger", status: 401},
	{name: "list with a limit of nothing", who: coretest.Officer, method: "GET", path: "/records/demo.visit?limit=-1", status: 422, field: "limit=out_of_range", has: []string{"từ 1 đến 200"}},
	{name: "list with a limit past counting", who: coretest.Officer, method: "GET", path: "/records/demo.visit?limit=99999999999999999999", status: 422, field: "limit=invalid"},
	{name: "list by an unknown filter", who: coretest.Officer, method: "GET", path: "/records/demo.visit?filter[secret]=1", status: 422, field: "filter.secret=unknown_field"},
	{name: "list from a number to another", who: coretest.Officer, method: "GET", path: "/records/demo.visit?filter[people]=..100000", status: 200},
	{name: "list from what is no number", who: coretest.Officer, method: "GET", path: "/records/demo.visit?filter[people]=x..3", status: 422, field: "filter.people=invalid"},
	{name: "list by a day that is none", who: coretest.Officer, method: "GET", path: "/records/demo.visit?filter[held_on]=2026-02-31..", status: 422, field: "filter.held_on=bad_date"},
	{name: "list by an unknown order", who: coretest.Officer, method: "GET", path: "/records/demo.visit?sort=unit_path;drop", status: 422, field: "sort=unknown_field"},
	{name: "list due by a day that is none", who: coretest.Officer, method: "GET", path: "/records/demo.visit?due_to=2026-02-31", status: 422, field: "due_to=bad_date", has: []string{"ngày/tháng/năm"}},
	{name: "list with a broken cursor", who: coretest.Officer, method: "GET", path: "/records/demo.visit?cursor=xyz", status: 422, code: "bad_cursor"},

	{name: "create", who: coretest.Officer, method: "POST", path: "/records/demo.visit", body: `{"unit":"{X1}","fields":{"title":"Thăm bà Hai","held_on":"2026-03-10"}}`,
		status: 201, has: []string{`"draft":true`, `"state":"draft"`}, wants: []string{"ETag", `"v1"`}, save: []string{"rec=id", "location=header:Location"}},
	{name: "it is where it says", who: coretest.Officer, method: "GET", path: "/records/{rec}", status: 200, has: []string{"Thăm bà Hai"}, wants: []string{"ETag", `"v1"`}},
	{name: "create what is due after Tết", who: coretest.Officer, method: "POST", path: "/records/demo.visit", body: `{"unit":"{X1}","fields":{"title":"Thăm trước Tết","held_on":"2028-01-21"}}`, status: 201,
		has: []string{`"due_on":"2028-02-04"`, `{"code":"holiday","date":"2028-01-27","note":"Tết Nguyên đán Mậu Thân","forecast":true}`, `{"code":"deadline","date":"2028-02-04","forecast":true}`}},
	{name: "create what the rules remark on", who: coretest.Officer, method: "POST", path: "/records/demo.visit", body: `{"unit":"{X1}","transition":"submit","fields":{"title":"Hội đông","held_on":"2026-03-10","people":45000}}`,
		status: 201, has: []string{`"warnings":[{"code":"demo.very_many","detail":"Số người rất lớn, hãy xem lại."}]`}},
	{name: "create without wanting the page", who: coretest.Officer, method: "POST", path: "/records/demo.visit", header: []string{"Prefer", "respond-async, return=minimal"},
		body: `{"unit":"{X1}","fields":{"title":"Ít lời","held_on":"2026-03-10"}}`, status: 201, hasNot: []string{"Ít lời"},
		wants: []string{"ETag", `"v1"`, "Preference-Applied", "return=minimal", "Location", "*"}},
	{name: "create with the page as ever", who: coretest.Officer, method: "POST", path: "/records/demo.visit", body: `{"unit":"{X1}","fields":{"title":"Ít lời","held_on":"2026-03-10"}}`, status: 201, save: []string{"brief=id"}},
	{name: "change without wanting the page", who: coretest.Officer, method: "PATCH", path: "/records/{brief}", header: []string{"Prefer", "return=minimal", "If-Match", `"v1"`}, body: `{"fields":{"people":3}}`,
		status: 204, hasNot: []string{"people"}, wants: []string{"ETag", `"v2"`, "Preference-Applied", "return=minimal"}},
	{name: "a step without wanting the page", who: coretest.Officer, method: "POST", path: "/records/{brief}/transitions/submit", header: []string{"Prefer", "return=minimal"}, body: `{}`,
		status: 204, hasNot: []string{"submitted"}, wants: []string{"ETag", `"v3"`}},
	{name: "who has it now is told to who has not", who: coretest.Officer, method: "GET", path: "/records/{brief}", status: 200, has: []string{`"waits_for":{"step":{"vi":"Duyệt","en":"Approve"},"roles":[{"vi":"`, `"unit":{"id":"{X1}"`}},
	{name: "who has it is told what to do, not to wait", who: coretest.Approver, method: "GET", path: "/records/{brief}", status: 200, has: []string{`"name":"approve"`}, hasNot: []string{"waits_for"}},
	{name: "a preference of something else", who: coretest.Officer, method: "PATCH", path: "/records/{brief}", header: []string{"Prefer", "return=representation", "If-Match", "*"}, body: `{"fields":{"people":4}}`, status: 200, has: []string{`"people":4`}, wants: []string{"Preference-Applied", ""}},
	{name: "create in a unit that keeps none", who: coretest.Officer, method: "POST", path: "/records/demo.visit", body: `{"unit":"{UB}","fields":{"title":"a"}}`, status: 422, code: "not_an_owner", field: "unit=unit_kind", has: []string{"«Ủy ban nhân dân xã Một»", "«Chuyến thăm»"}},
	{name: "create in another unit", who: coretest.Officer2, method: "POST", path: "/records/demo.visit", body: `{"unit":"{X1}","fields":{"title":"a","held_on":"2026-03-10"}}`, status: 403, code: "forbidden"},
	{name: "create without the right", who: coretest.Watcher, method: "POST", path: "/records/demo.visit", body: `{"unit":"{X1}","transition":"submit","fields":{"title":"a","held_on":"2026-03-10"}}`, status: 403, code: "forbidden"},
	{name: "create in another province's unit", who: coretest.Officer, method: "POST", path: "/records/demo.visit", body: `{"unit":"{far_unit}","fields":{"title":"a"}}`, status: 422, field: "unit=unknown_value"},
	{name: "create of no kind", who: coretest.Officer, method: "POST", path: "/records/demo.nothing", body: `{"unit":"{X1}"}`, status: 404},
	{name: "create as nobody", method: "POST", path: "/records/demo.visit", body: `{"unit":"{X1}"}`, status: 401},
	{name: "create with everything wrong", who: coretest.Officer, method: "POST", path: "/records/demo.visit", status: 422, code: "invalid",
		body: `{"unit":"{X1}","fields":{"held_on":"2026-02-31","people":-1,"form":"la","cost":"x","done":1,"reached":["{far_unit}"],"gì":1}}`, field: "held_on=bad_date",
		has: []string{`"people","code":"out_of_range"`, `"form","code":"unknown_value"`, `"cost","code":"invalid"`, `"done","code":"invalid"`, `"gì","code":"unknown_field"`}},
	{name: "create with another province's unit in a field", who: coretest.Officer, method: "POST", path: "/records/demo.visit", status: 422, field: "reached=unknown_value",
		body: `{"unit":"{X1}","fields":{"title":"a","held_on":"2026-03-10","reached":["{far_unit}"]}}`},
	{name: "create and submit half a record", who: coretest.Officer, method: "POST", path: "/records/demo.visit", status: 422, field: "held_on=required",
		body: `{"unit":"{X1}","transition":"submit","fields":{"title":"Chưa có ngày"}}`, has: []string{"Chưa nhập thông tin này."}},
	{name: "create against a rule of the module", who: coretest.Officer, method: "POST", path: "/records/demo.visit", status: 422, field: "people=demo.too_many",
		body: `{"unit":"{X1}","transition":"submit","fields":{"title":"a","held_on":"2026-03-10","people":60000}}`, has: []string{"Số người quá lớn."}},
	{name: "create once by key", who: coretest.Officer, method: "POST", path: "/records/demo.visit", header: []string{"Idempotency-Key", "một lần"},
		body: `{"unit":"{X1}","fields":{"title":"Một lần","held_on":"2026-03-10"}}`, status: 201, save: []string{"once=id"}},
	{name: "the same again is the same record", who: coretest.Officer, method: "POST", path: "/records/demo.visit", header: []string{"Idempotency-Key", "một lần"},
		body: `{"unit":"{X1}","fields":{"title":"Một lần","held_on":"2026-03-10"}}`, status: 201, has: []string{`"id":"{once}"`}},
	{name: "the key for another record", who: coretest.Officer, method: "POST", path: "/records/demo.visit", header: []string{"Idempotency-Key", "một lần"},
		body: `{"unit":"{X1}","fields":{"title":"Hai lần","held_on":"2026-03-10"}}`, status: 409, code: "idempotency_mismatch"},
	{name: "the key of somebody else is another key", who: coretest.Officer2, method: "POST", path: "/records/demo.visit", header: []string{"Idempotency-Key", "một lần"},
		body: `{"unit":"{X2}","fields":{"title":"Xã Hai","held_on":"2026-03-10"}}`, status: 201, hasNot: []string{"{once}"}},

	{name: "a draft may be thrown away", who: coretest.Officer, method: "GET", path: "/records/{draft}", status: 200, has: []string{`"can":["attach","comment","discard","update"]`}},
	{name: "read by who may", who: coretest.Watcher, method: "GET", path: "/records/{visit}", status: 200, has: []string{`"can":[]`}},
	{name: "read in another unit", who: coretest.Officer2, method: "GET", path: "/records/{visit}", status: 404, code: "not_found"},
	{name: "read in another province", who: coretest.Leader, method: "GET", path: "/records/{far_record}", status: 404, code: "not_found"},
	{name: "read what is not there says the same", who: coretest.Leader, method: "GET", path: "/records/{nowhere}", status: 404, code: "not_found"},
	{name: "read as administrator", who: coretest.Admin, method: "GET", path: "/records/{visit}", status: 404},
	{name: "read a draft of another unit", who: coretest.Officer2, method: "GET", path: "/records/{draft}", status: 404},
	{name: "read with a word too many", who: coretest.Officer, method: "GET", path: "/records/{visit}?full=1", status: 422, field: "full=unknown_field"},

	{name: "change", who: coretest.Officer, method: "PATCH", path: "/records/{rec}", header: []string{"If-Match", `"v1"`}, body: `{"fields":{"people":12,"note":"đã gặp"}}`,
		status: 200, has: []string{`"people":12`}, wants: []string{"ETag", `"v2"`}},
	{name: "change what has changed", who: coretest.Officer, method: "PATCH", path: "/records/{rec}", header: []string{"If-Match", `"v1"`}, body: `{"fields":{"people":13}}`,
		status: 409, code: "stale_version", has: []string{"người khác sửa"}},
	{name: "change unseen", who: coretest.Officer, method: "PATCH", path: "/records/{rec}", body: `{"fields":{"people":13}}`, status: 422, field: "If-Match=required"},
	{name: "change with a tag of nothing", who: coretest.Officer, method: "PATCH", path: "/records/{rec}", header: []string{"If-Match", `"abc"`}, body: `{"fields":{}}`, status: 422, field: "If-Match=invalid"},
	{name: "change no matter what", who: coretest.Officer, method: "PATCH", path: "/records/{rec}", header: []string{"If-Match", "*"}, body: `{"fields":{"people":14,"note":null}}`,
		status: 200, has: []string{`"people":14`}, hasNot: []string{"đã gặp"}},
	{name: "change by who may only read", who: coretest.Watcher, method: "PATCH", path: "/records/{visit}", header: []string{"If-Match", "*"}, body: `{"fields":{"people":1}}`, status: 403, code: "forbidden"},
	{name: "change in another unit", who: coretest.Officer2, method: "PATCH", path: "/records/{visit}", header: []string{"If-Match", "*"}, body: `{"fields":{"people":1}}`, status: 404},
	{name: "change in another province", who: coretest.Leader, method: "PATCH", path: "/records/{far_record}", header: []string{"If-Match", "*"}, body: `{"fields":{"people":1}}`, status: 404},

	{name: "a step from another unit", who: coretest.Officer2, method: "POST", path: "/records/{rec}/transitions/submit", body: `{}`, status: 404},
	{name: "a step of another role", who: coretest.Officer, method: "POST", path: "/records/{visit}/transitions/approve", body: `{}`, status: 403, code: "forbidden"},
	{name: "a step that does not exist", who: coretest.Officer, method: "POST", path: "/records/{rec}/transitions/bay", body: `{}`, status: 404},
	{name: "a step in another province", who: coretest.Leader, method: "POST", path: "/records/{far_record}/transitions/approve", body: `{}`, status: 404},
	{name: "try a step out", who: coretest.Officer, method: "POST", path: "/records/{rec}/transitions/submit/remarks", body: `{"fields":{"people":45000}}`, status: 200,
		has: []string{`"code":"demo.very_many"`, "Số người rất lớn, hãy xem lại."}},
	{name: "try out what would be remarked of nothing", who: coretest.Officer, method: "POST", path: "/records/{rec}/transitions/submit/remarks", body: `{}`, status: 200, has: []string{`"items":[]`}},
	{name: "try out what would be refused", who: coretest.Officer, method: "POST", path: "/records/{rec}/transitions/submit/remarks", body: `{"fields":{"people":60000,"title":""}}`, status: 200, has: []string{`"code":"demo.very_many"`}},
	{name: "try a step out with a tag of nothing", who: coretest.Officer, method: "POST", path: "/records/{rec}/transitions/submit/remarks", header: []string{"If-Match", "abc"}, body: `{}`, status: 422, field: "If-Match=invalid"},
	{name: "trying out has stored nothing", who: coretest.Officer, method: "GET", path: "/records/{rec}", status: 200, has: []string{`"people":14`, `"state":"draft"`}},
	{name: "try out another unit's step", who: coretest.Officer2, method: "POST", path: "/records/{rec}/transitions/submit/remarks", body: `{}`, status: 404},
	{name: "try out a step in another province", who: coretest.Leader, method: "POST", path: "/records/{far_record}/transitions/approve/remarks", body: `{}`, status: 404},
	{name: "try out a step of another role", who: coretest.Officer, method: "POST", path: "/records/{visit}/transitions/approve/remarks", body: `{}`, status: 403, code: "forbidden"},
	{name: "submit", who: coretest.Officer, method: "POST", path: "/records/{rec}/transitions/submit", header: []string{"Idempotency-Key", "trình"}, body: `{}`, status: 200, has: []string{`"state":"submitted"`}},
	{name: "submit by the same key again", who: coretest.Officer, method: "POST", path: "/records/{rec}/transitions/submit", header: []string{"Idempotency-Key", "trình"}, body: `{}`, status: 200, has: []string{`"state":"submitted"`}},
	{name: "submit again", who: coretest.Officer, method: "POST", path: "/records/{rec}/transitions/submit", body: `{}`, status: 409, code: "wrong_state"},
	{name: "return without a reason", who: coretest.Approver, method: "POST", path: "/records/{rec}/transitions/return", body: `{}`, status: 422, field: "reason=required"},
	{name: "return with a stale tag", who: coretest.Approver, method: "POST", path: "/records/{rec}/transitions/return", header: []string{"If-Match", `"v1"`}, body: `{"reason":"Thiếu"}`, status: 409, code: "stale_version"},
	{name: "return", who: coretest.Approver, method: "POST", path: "/records/{rec}/transitions/return", body: `{"reason":"Thiếu số người"}`, status: 200, has: []string{`"state":"returned"`}},
	{name: "submit what was returned", who: coretest.Officer, method: "POST", path: "/records/{rec}/transitions/submit", body: `{"fields":{"people":15}}`, status: 200},
	{name: "approve", who: coretest.Leader, method: "POST", path: "/records/{rec}/transitions/approve", body: `{}`, status: 200, has: []string{`"number":"TH-20`}},
	{name: "close without evidence", who: coretest.Officer, method: "POST", path: "/records/{rec}/transitions/close", body: `{}`, status: 422, code: "evidence_missing", field: "report=evidence_missing",
		has: []string{"cần 1, mới có 0"}},

	{name: "history", who: coretest.Officer, method: "GET", path: "/records/{rec}/history", status: 200, has: []string{"Thiếu số người", `"vi":"Trả lại"`, `"as":{"role":{"vi":`}, hasNot: []string{`"post":`}},
	{name: "history of another unit", who: coretest.Officer2, method: "GET", path: "/records/{rec}/history", status: 404},
	{name: "history of what is no record", who: coretest.Officer, method: "GET", path: "/records/{X1}/history", status: 404},
	{name: "history with a word too many", who: coretest.Officer, method: "GET", path: "/records/{rec}/history?page=2", status: 422},
	{name: "remark", who: coretest.Approver, method: "POST", path: "/records/{rec}/comments", body: `{"text":"Đã gọi điện"}`, status: 201, has: []string{"Đã gọi điện"}},
	{name: "remark on nothing", who: coretest.Approver, method: "POST", path: "/records/{rec}/comments", body: `{"text":"  \n"}`, status: 422, field: "text=required"},
	{name: "remark without end", who: coretest.Approver, method: "POST", path: "/records/{rec}/comments", body: `{"text":"` + strings.Repeat("ă", 10001) + `"}`, status: 422, field: "text=too_long", has: []string{"tối đa 10000"}},
	{name: "remark by who may only read", who: coretest.Watcher, method: "POST", path: "/records/{rec}/comments", body: `{"text":"a"}`, status: 403},
	{name: "remark from another unit", who: coretest.Officer2, method: "POST", path: "/records/{rec}/comments", body: `{"text":"a"}`, status: 404},
	{name: "remarks", who: coretest.Officer, method: "GET", path: "/records/{rec}/comments", status: 200, has: []string{"Đã gọi điện"}},
	{name: "remarks of another unit", who: coretest.Officer2, method: "GET", path: "/records/{rec}/comments", status: 404},
	{name: "remarks with a word too many", who: coretest.Officer, method: "GET", path: "/records/{rec}/comments?page=2", status: 422},

	{name: "throw away what was submitted", who: coretest.Officer, method: "DELETE", path: "/records/{rec}", status: 409, code: "not_a_draft"},
	{name: "throw away another unit's draft", who: coretest.Officer2, method: "DELETE", path: "/records/{draft}", status: 404},
	{name: "throw away a draft that changed", who: coretest.Officer, method: "DELETE", path: "/records/{once}", header: []string{"If-Match", `"v7"`}, status: 409, code: "stale_version"},
	{name: "throw away a draft", who: coretest.Officer, method: "DELETE", path: "/records/{once}", status: 204},
	{name: "it is gone", who: coretest.Officer, method: "GET", path: "/records/{once}", status: 404},

	{name: "today", who: coretest.Approver, method: "GET", path: "/today", status: 200, has: []string{`"waiting":[`, "{visit}", `"verb":"approve"`}, hasNot: []string{`"label"`}},
	{name: "one part of today", who: coretest.Approver, method: "GET", path: "/today?part=returned", status: 200, has: []string{`"overdue":[]`, `"totals":{"overdue":`}, hasNot: []string{"{visit}"}},
	{name: "a part of today that is none", who: coretest.Approver, method: "GET", path: "/today?part=visit", status: 422, field: "part=invalid"},
	{name: "today of another unit", who: coretest.Officer2, method: "GET", path: "/today", status: 200, hasNot: []string{"{visit}"}},
	{name: "today as nobody", method: "GET", path: "/today", status: 401},
	{name: "today with a word too many", who: coretest.Officer, method: "GET", path: "/today?day=2026-01-01", status: 422},
	{name: "notices", who: coretest.Officer, method: "GET", path: "/notices?unread=true&limit=5", status: 200, has: []string{`"unread":`}},
	{name: "notices as nobody", method: "GET", path: "/notices", status: 401},
	{name: "notices from a broken cursor", who: coretest.Officer, method: "GET", path: "/notices?cursor=x", status: 422, field: "cursor=invalid"},
	{name: "notices by too many", who: coretest.Officer, method: "GET", path: "/notices?limit=101", status: 422, field: "limit=out_of_range"},
	{name: "read all notices", who: coretest.Officer, method: "POST", path: "/notices/all/read", status: 204},
	{name: "read what is no notice of mine", who: coretest.Officer, method: "POST", path: "/notices/ntf_x/read", status: 404},
	{name: "read with a body of nonsense", who: coretest.Officer, method: "POST", path: "/notices/all/read?x=1", status: 422},
}

func TestRecordScenarios(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) { s.play(t, recordScenarios) })
}

// TestPagesAreStable walks a list in small pages while records are added: each
// record that was there at the start comes once.
func TestPagesAreStable(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		for n := range 7 {
			s.visit(t, fmt.Sprint("page", n), "submit")
		}
		c := s.client(coretest.Officer)
		for _, path := range []string{"/records/demo.visit?limit=2", "/records/demo.visit?limit=2&sort=due_on", "/records/demo.visit?limit=2&sort=-held_on"} {
			var seen []string
			wait.Pages(t, path, func(cursor string) string {
				var page struct {
					Items []struct{ ID string }
					Next  string
				}
				c.Do(http.MethodGet, path+"&cursor="+cursor, nil).Want(t, 200, &page)
				for _, i := range page.Items {
					seen = append(seen, i.ID)
				}
				if page.Next != "" {
					s.visit(t, "later", "submit")
				}
				return page.Next
			})
			sorted := slices.Clone(seen)
			slices.Sort(sorted)
			if len(slices.Compact(sorted)) != len(seen) {
				t.Errorf("%s shows a record twice: %v", path, seen)
			}
			for n := range 7 {
				if id := s.known[fmt.Sprint("page", n)]; !slices.Contains(seen, id) {
					t.Errorf("%s left out %s", path, id)
				}
			}
		}
	})
}

// TestListsRunInTheOrderOfTheirKind asks for the demo's visits, whose list
// view says -held_on, with and without an order of the reader's own.
func TestListsRunInTheOrderOfTheirKind(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		for _, day := range []string{"2026-05-02", "2026-05-30", "2026-05-11"} {
			_, err := s.Records.Create(s.Rig.As(coretest.An, coretest.Officer), "demo.visit", record.Input{UnitID: s.known["X1"], Submit: "submit",
				Fields: map[string]any{"title": "Thăm " + coretest.Word(), "held_on": day}})
			if err != nil {
				t.Fatal(err)
			}
		}
		for query, want := range map[string][]string{"": {"2026-05-30", "2026-05-11", "2026-05-02"}, "&sort=held_on": {"2026-05-02", "2026-05-11", "2026-05-30"}} {
			var page struct {
				Items []struct{ Fields map[string]any }
			}
			s.client(coretest.Officer).Do(http.MethodGet, "/records/demo.visit?limit=100"+query, nil).Want(t, 200, &page)
			var days []string
			for _, i := range page.Items {
				if day, _ := i.Fields["held_on"].(string); day >= "2026-05" {
					days = append(days, day)
				}
			}
			if !slices.Equal(days, want) {
				t.Errorf("with %q the visits come as %v, want %v", query, days, want)
			}
		}
	})
}
