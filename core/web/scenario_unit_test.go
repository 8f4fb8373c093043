package web_test

import (
	"testing"

	"github.com/doanket/doanket/core/coretest"
)

// unitScenarios shape the tree of province An and look at it.
var unitScenarios = []scenario{
	{name: "the tree", who: coretest.Officer, method: "GET", path: "/units?under={X1}", status: 200, has: []string{"{X1}", "{K1}", "{UB}"}, hasNot: []string{"{X2}"}},
	{name: "the tree of a past day", who: coretest.Officer, method: "GET", path: "/units?asOf=2024-01-01", status: 200, has: []string{`"items":[]`}},
	{name: "the tree under another province's unit", who: coretest.Leader, method: "GET", path: "/units?under={far_unit}", status: 200, has: []string{`"items":[]`}},
	{name: "the tree as nobody", method: "GET", path: "/units", status: 401},
	{name: "the tree of a day that is none", who: coretest.Officer, method: "GET", path: "/units?as_of=31/02/2026", status: 422, field: "as_of=bad_date"},
	{name: "the tree in pages of nothing", who: coretest.Officer, method: "GET", path: "/units?limit=0.5", status: 422, field: "limit=invalid"},
	{name: "the tree from a broken cursor", who: coretest.Officer, method: "GET", path: "/units?cursor=%2e%2e", status: 422, field: "cursor=invalid"},
	{name: "the tree already here", who: coretest.Officer, method: "GET", path: "/units?under={X2}", status: 200, save: []string{"tag=header:ETag"}, wants: []string{"ETag", "*", "Cache-Control", "no-cache, private"}},
	{name: "not sent again", who: coretest.Officer, method: "GET", path: "/units?under={X2}", header: []string{"If-None-Match", "{tag}"}, status: 304, wants: []string{"ETag", "{tag}"}},
	{name: "the tree for making a visit", who: coretest.Officer, method: "GET", path: "/units?for=demo.visit", status: 200, has: []string{"{X1}"}, hasNot: []string{"{X2}", "{K1}", "{UB}"}},
	{name: "the tree for making nothing", who: coretest.Watcher, method: "GET", path: "/units?for=demo.visit", status: 200, has: []string{`"items":[]`}},
	{name: "the tree for a kind that is none", who: coretest.Officer, method: "GET", path: "/units?for=demo.visits", status: 404},
	{name: "kinds of units", who: coretest.Responder, method: "GET", path: "/unit-kinds", status: 200, has: []string{"residential_area", "Khu dân cư"}},
	{name: "kinds of units as nobody", method: "GET", path: "/unit-kinds", status: 401},
	{name: "kinds of units with a word too many", who: coretest.Responder, method: "GET", path: "/unit-kinds?x=1", status: 422},

	{name: "open", who: coretest.Admin, method: "POST", path: "/units", body: `{"parent_id":"{X1}","kind":"residential_area","name":"Thôn Mới","code":"X1-K9","basis":"Nghị quyết 1"}`, status: 201, has: []string{"Thôn Mới"}, save: []string{"new=id"}},
	{name: "open without the right", who: coretest.Officer, method: "POST", path: "/units", body: `{"parent_id":"{X1}","kind":"residential_area","name":"Thôn Lậu"}`, status: 403, code: "forbidden"},
	{name: "open under another province's unit", who: coretest.Admin, method: "POST", path: "/units", body: `{"parent_id":"{far_unit}","kind":"residential_area","name":"Thôn Lạ"}`, status: 422, field: "parent_id=not_found"},
	{name: "open without a name", who: coretest.Admin, method: "POST", path: "/units", body: `{"parent_id":"{X1}","kind":"residential_area","name":" "}`, status: 422, field: "name=required"},
	{name: "open of no kind", who: coretest.Admin, method: "POST", path: "/units", body: `{"parent_id":"{X1}","kind":"làng","name":"Làng"}`, status: 422, code: "unit.kind_unknown", has: []string{"«làng»"}},
	{name: "open with a code that is taken", who: coretest.Admin, method: "POST", path: "/units", body: `{"parent_id":"{X1}","kind":"residential_area","name":"Thôn Khác","code":"X1-K1"}`, status: 409, code: "unit.code_taken", field: "code=unit.code_taken", has: []string{"«Thôn Đông»"}},
	{name: "open with a name that is taken", who: coretest.Admin, method: "POST", path: "/units", body: `{"parent_id":"{X1}","kind":"residential_area","name":"Thôn Đông"}`, status: 409, code: "unit.name_taken"},
	{name: "open tomorrow", who: coretest.Admin, method: "POST", path: "/units", body: `{"parent_id":"{X1}","kind":"residential_area","name":"Thôn Mai","on":"2199-01-01"}`, status: 422, field: "on=unit.future"},
	{name: "open on a day that is none", who: coretest.Admin, method: "POST", path: "/units", body: `{"parent_id":"{X1}","kind":"residential_area","name":"Thôn Mai","on":"2026-02-30"}`, status: 422, field: "on=bad_date"},
	{name: "open with a NUL in its name", who: coretest.Admin, method: "POST", path: "/units", body: `{"parent_id":"{X1}","kind":"residential_area","name":"Thôn\u0000"}`, status: 422, field: "name=invalid"},

	{name: "one unit", who: coretest.Officer2, method: "GET", path: "/units/{X1}", status: 200, has: []string{"Xã Một"}},
	{name: "one unit of another province", who: coretest.Leader, method: "GET", path: "/units/{far_unit}", status: 404, code: "not_found"},
	{name: "what is no unit", who: coretest.Leader, method: "GET", path: "/units/{visit}", status: 404},
	{name: "one unit with a word too many", who: coretest.Leader, method: "GET", path: "/units/{X1}?deep=1", status: 422},

	{name: "rename", who: coretest.Admin, method: "POST", path: "/units/{new}/acts", body: `{"act":"rename","name":"Thôn Mới Hai","basis":"Nghị quyết 2"}`, status: 200, has: []string{"Thôn Mới Hai"}},
	{name: "rename without the right", who: coretest.Leader, method: "POST", path: "/units/{new}/acts", body: `{"act":"rename","name":"Thôn Lậu"}`, status: 403, code: "forbidden"},
	{name: "rename in another province", who: coretest.Admin, method: "POST", path: "/units/{far_unit}/acts", body: `{"act":"rename","name":"Thôn Lạ"}`, status: 404},
	{name: "rename on no basis", who: coretest.Admin, method: "POST", path: "/units/{new}/acts", body: `{"act":"rename","name":"Thôn Ba"}`, status: 422, field: "basis=required"},
	{name: "an act that is none", who: coretest.Admin, method: "POST", path: "/units/{new}/acts", body: `{"act":"bán"}`, status: 422, field: "act=unknown_value"},
	{name: "move below itself", who: coretest.Admin, method: "POST", path: "/units/{X1}/acts", body: `{"act":"move","parent_id":"{K1}","basis":"Nghị quyết 3"}`, status: 422, code: "unit.cycle"},
	{name: "move into another province", who: coretest.Admin, method: "POST", path: "/units/{new}/acts", body: `{"act":"move","parent_id":"{far_unit}"}`, status: 404},
	{name: "close what is not empty", who: coretest.Admin, method: "POST", path: "/units/{X1}/acts", body: `{"act":"close","basis":"Nghị quyết 3"}`, status: 409, code: "unit.has_open_children"},
	{name: "reopen what is open", who: coretest.Admin, method: "POST", path: "/units/{new}/acts", body: `{"act":"reopen","basis":"Nghị quyết 3"}`, status: 409, code: "unit.open"},
	{name: "merge with another province's", who: coretest.Admin, method: "POST", path: "/units/{K1}/acts", body: `{"act":"merge","with":["{far_unit}"]}`, status: 404},
	{name: "rehearse a merge", who: coretest.Admin, method: "POST", path: "/units/{X1}/rehearsals", body: `{"act":"merge","into":{"id":"{X2}"},"basis":"Nghị quyết 3"}`, status: 200, has: []string{`"allowed":true`, "Ủy ban nhân dân xã Hai"}},
	{name: "which changes nothing", who: coretest.Officer, method: "GET", path: "/units/{X1}", status: 200, has: []string{`"to":""`}},
	{name: "rehearse without the right", who: coretest.Leader, method: "POST", path: "/units/{X1}/rehearsals", body: `{"act":"close"}`, status: 403, code: "forbidden"},
	{name: "rehearse in another province", who: coretest.Admin, method: "POST", path: "/units/{far_unit}/rehearsals", body: `{"act":"close"}`, status: 404},
	{name: "rehearse what is refused", who: coretest.Admin, method: "POST", path: "/units/{UB}/rehearsals", body: `{"act":"close","basis":"Nghị quyết 3"}`, status: 409, code: "unit.has_posts", has: []string{"«Ủy ban nhân dân xã Một»"}},
	{name: "split into one", who: coretest.Admin, method: "POST", path: "/units/{K1}/acts", body: `{"act":"split","parts":[{"name":"Một"}],"basis":"Nghị quyết 3"}`, status: 422, code: "too_short"},
	{name: "before its day", who: coretest.Admin, method: "POST", path: "/units/{K1}/acts", body: `{"act":"rename","name":"Thôn Đông Cũ","on":"2020-01-01","basis":"Nghị quyết 3"}`, status: 409, has: []string{"01/07/2025"}},
	{name: "acts of a unit", who: coretest.Officer, method: "GET", path: "/units/{new}/acts", status: 200, has: []string{"Nghị quyết 2"}},
	{name: "acts of another province's unit", who: coretest.Admin, method: "GET", path: "/units/{far_unit}/acts", status: 404},
	{name: "acts with a word too many", who: coretest.Admin, method: "GET", path: "/units/{X1}/acts?x=1", status: 422},
}

func TestUnitScenarios(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) { s.play(t, unitScenarios) })
}
