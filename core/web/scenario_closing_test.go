package web_test

import (
	"testing"

	"github.com/doanket/doanket/core/coretest"
)

const closedHalf = `"unit":"{X1}","period":"2026-H1"`

// closingScenarios close the half year of the commune the submitted visit is of.
var closingScenarios = []scenario{
	{name: "nothing closed", who: coretest.Officer, method: "GET", path: "/closings", status: 200, has: []string{`"items":[]`, `"may_close":false`}},
	{name: "closings of nobody", method: "GET", path: "/closings", status: 401},
	{name: "closings without the right", who: coretest.Responder, method: "GET", path: "/closings?unit={X1}", status: 403, code: "forbidden"},
	{name: "closings of another province", who: coretest.Leader, method: "GET", path: "/closings?unit={far_unit}", status: 404},
	{name: "the key", who: coretest.Officer, method: "GET", path: "/closings/key", status: 200, has: []string{`"algorithm":"ed25519"`}},
	{name: "the key of nobody", method: "GET", path: "/closings/key", status: 401},
	{name: "standing unclosed", who: coretest.Leader, method: "GET", path: "/closings/standing?unit={X1}&period=2026-H1", status: 200, has: []string{`"may_close":true`, `"figures":[]`}},
	{name: "standing without a period", who: coretest.Leader, method: "GET", path: "/closings/standing?unit={X1}", status: 422, field: "period=required"},
	{name: "standing of another province", who: coretest.Leader, method: "GET", path: "/closings/standing?unit={far_unit}&period=2026", status: 404},
	{name: "standing of nobody", method: "GET", path: "/closings/standing?period=2026", status: 401},

	{name: "preview", who: coretest.Leader, method: "GET", path: "/closings/preview?unit={X1}&period=2026-H1", status: 200, has: []string{`"changed":false`, `"records":1`}, save: []string{"seen=seen"}},
	{name: "preview without the right", who: coretest.Officer, method: "GET", path: "/closings/preview?unit={X1}&period=2026-H1", status: 403, code: "forbidden"},
	{name: "preview of what runs", who: coretest.Leader, method: "GET", path: "/closings/preview?unit={X1}&period=2099", status: 409, code: "closing.not_ended", has: []string{"2099-12-31"}},
	{name: "preview of a term", who: coretest.Leader, method: "GET", path: "/closings/preview?unit={X1}&period=2025-2030", status: 422, code: "bad_period"},
	{name: "preview of another province", who: coretest.Leader, method: "GET", path: "/closings/preview?unit={far_unit}&period=2026-H1", status: 404},
	{name: "preview of nobody", method: "GET", path: "/closings/preview?period=2026-H1", status: 401},

	{name: "close without the right", who: coretest.Officer, method: "POST", path: "/closings", header: []string{"If-Match", "{seen}"}, body: `{` + closedHalf + `}`, status: 403, code: "forbidden"},
	{name: "close as nobody", method: "POST", path: "/closings", header: []string{"If-Match", "{seen}"}, body: `{` + closedHalf + `}`, status: 401},
	{name: "close without having looked", who: coretest.Leader, method: "POST", path: "/closings", body: `{` + closedHalf + `}`, status: 422, field: "If-Match=required"},
	{name: "close what was not seen", who: coretest.Leader, method: "POST", path: "/closings", header: []string{"If-Match", "x"}, body: `{` + closedHalf + `}`, status: 409, code: "closing.changed"},
	{name: "close another province's", who: coretest.Leader, method: "POST", path: "/closings", header: []string{"If-Match", "x"}, body: `{"unit":"{far_unit}","period":"2026-H1"}`, status: 404},
	{name: "close", who: coretest.Leader, method: "POST", path: "/closings", header: []string{"If-Match", `"{seen}"`}, body: `{` + closedHalf + `}`, status: 201, has: []string{`"edition":1`, `"signature":"`, `"by":{`}, save: []string{"closing=id"}},
	{name: "close twice", who: coretest.Leader, method: "POST", path: "/closings", header: []string{"If-Match", "{seen}"}, body: `{` + closedHalf + `}`, status: 409, code: "closing.closed", has: []string{"đã được chốt"}},
	{name: "close anew without a reason", who: coretest.Leader, method: "POST", path: "/closings", header: []string{"If-Match", "{seen}"}, body: `{` + closedHalf + `,"replaces":"{closing}"}`, status: 422, field: "reason=required"},
	{name: "close anew what has not changed", who: coretest.Leader, method: "POST", path: "/closings", header: []string{"If-Match", "{seen}"}, body: `{` + closedHalf + `,"replaces":"{closing}","reason":"Thử"}`, status: 409, code: "closing.unchanged"},
	{name: "standing closed", who: coretest.Officer, method: "GET", path: "/closings/standing?period=2026-H1", status: 200, has: []string{`"id":"{closing}"`, `"measure":"demo.visits"`, `"restated":false`}, hasNot: []string{`"restated":true`}},
	{name: "closed periods", who: coretest.Officer, method: "GET", path: "/closings", status: 200, has: []string{`"id":"{closing}"`}},

	{name: "the statement", who: coretest.Leader, method: "GET", path: "/closings/{closing}/content", status: 200, has: []string{`{"head":{"format":"doanket-figures-1"`, `{"seal":{"sha256":"`},
		wants: []string{"Content-Type", "application/jsonl"}},
	{name: "the statement without the right", who: coretest.Officer, method: "GET", path: "/closings/{closing}/content", status: 403, code: "forbidden"},
	{name: "the statement of nobody", method: "GET", path: "/closings/{closing}/content", status: 401},
	{name: "a statement that is none", who: coretest.Leader, method: "GET", path: "/closings/cls_x/content", status: 404},
	{name: "nothing changed", who: coretest.Officer, method: "GET", path: "/closings/{closing}/changes?measure=demo.visits", status: 200, has: []string{`"items":[]`, `"hidden":0`}},
	{name: "changes of no measure", who: coretest.Officer, method: "GET", path: "/closings/{closing}/changes?measure=demo.x", status: 404},
	{name: "changes without the right", who: coretest.Responder, method: "GET", path: "/closings/{closing}/changes?measure=demo.visits&unit={X1}", status: 403, code: "forbidden"},
	{name: "changes of nobody", method: "GET", path: "/closings/{closing}/changes?measure=demo.visits", status: 401},
	{name: "closings with a word too many", who: coretest.Leader, method: "GET", path: "/closings?x=1", status: 422},
	{name: "the key with a word too many", who: coretest.Leader, method: "GET", path: "/closings/key?x=1", status: 422},
	{name: "the statement with a word too many", who: coretest.Leader, method: "GET", path: "/closings/{closing}/content?x=1", status: 422},
	{name: "changes without a measure", who: coretest.Officer, method: "GET", path: "/closings/{closing}/changes", status: 422, field: "measure=required"},
	{name: "told in the log", who: coretest.Admin, method: "GET", path: "/audit?action=figure.close", status: 200, has: []string{"2026-H1", `"edition":1`}},
}

func TestClosingScenarios(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		s.Settle(coretest.An)
		s.play(t, closingScenarios)
	})
}
