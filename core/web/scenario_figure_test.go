package web_test

import (
	"testing"

	"github.com/doanket/doanket/core/coretest"
)

// figureScenarios look at what the submitted visit came to.
var figureScenarios = []scenario{
	{name: "boards", who: coretest.Officer, method: "GET", path: "/boards", status: 200, has: []string{`"id":"demo"`}},
	{name: "boards without the right", who: coretest.Responder, method: "GET", path: "/boards", status: 200, has: []string{`"items":[]`}},
	{name: "boards as nobody", method: "GET", path: "/boards", status: 401},
	{name: "boards with a word too many", who: coretest.Officer, method: "GET", path: "/boards?x=1", status: 422},

	{name: "a board where I work", who: coretest.Officer, method: "GET", path: "/boards/demo?period=2026", status: 200, has: []string{`"name":"Xã Một"`, `"breadcrumb":[`}},
	{name: "a board of the province", who: coretest.Leader, method: "GET", path: "/boards/demo?period=2026-Q1&unit={T}", status: 200, has: []string{"Xã Một", "Xã Hai"}},
	{name: "a board of another unit", who: coretest.Officer, method: "GET", path: "/boards/demo?period=2026&unit={X2}", status: 403, code: "forbidden"},
	{name: "a board of another province", who: coretest.Leader, method: "GET", path: "/boards/demo?period=2026&unit={far_unit}", status: 404},
	{name: "a board that is none", who: coretest.Officer, method: "GET", path: "/boards/la?period=2026", status: 404},
	{name: "a board without the right", who: coretest.Responder, method: "GET", path: "/boards/demo?period=2026&unit={UB}", status: 403, code: "forbidden"},
	{name: "a board of a time that is none", who: coretest.Officer, method: "GET", path: "/boards/demo?period=2026-Q5", status: 422, code: "bad_period", has: []string{"Kỳ không đúng"}},
	{name: "a board not sent again", who: coretest.Officer, method: "GET", path: "/boards", status: 200, save: []string{"tag=header:ETag"}},
	{name: "it is still so", who: coretest.Officer, method: "GET", path: "/boards", header: []string{"If-None-Match", "W/\"x\", {tag}"}, status: 304},

	{name: "a figure", who: coretest.Officer, method: "GET", path: "/figures/demo.visits?period=2026", status: 200, has: []string{`"measure":"demo.visits"`, `"claimed":1`, `"proven":0`}},
	{name: "a figure of another unit", who: coretest.Officer2, method: "GET", path: "/figures/demo.visits?period=2026&unit={X1}", status: 403, code: "forbidden"},
	{name: "a figure of another province", who: coretest.Leader, method: "GET", path: "/figures/demo.visits?period=2026&unit={far_unit}", status: 404},
	{name: "a figure that is none", who: coretest.Officer, method: "GET", path: "/figures/la?period=2026", status: 404},
	{name: "a figure of a time that is none", who: coretest.Officer, method: "GET", path: "/figures/demo.visits?period=nay", status: 422, code: "bad_period"},
	{name: "where it comes from", who: coretest.Officer, method: "GET", path: "/figures/demo.visits/lineage?period=2026", status: 200, has: []string{"{visit}"}},
	{name: "where the province's comes from", who: coretest.Leader, method: "GET", path: "/figures/demo.visits/lineage?period=2026&unit={T}", status: 200, has: []string{"Xã Một"}},
	{name: "where another unit's comes from", who: coretest.Officer2, method: "GET", path: "/figures/demo.visits/lineage?period=2026&unit={X1}", status: 403, code: "forbidden"},
	{name: "where another province's comes from", who: coretest.Leader, method: "GET", path: "/figures/demo.visits/lineage?period=2026&unit={far_unit}", status: 404},
	{name: "why it is missed", who: coretest.Leader, method: "GET", path: "/figures/demo.visits_done/gap?period=2026", status: 200,
		has: []string{`"measure":"demo.visits_done"`, `"short":1,`, `"missed":true`, `"units":[{"unit":{"id":"`, `"rest":0`, `"causes":[{"cause":"`, `"nearest":[{"unit":{"id":"`, `"meets":true`, "{visit}"}},
	{name: "why it is missed, without a target", who: coretest.Leader, method: "GET", path: "/figures/demo.visits/gap?period=2026", status: 409, code: "figure_without_target"},
	{name: "why it is missed, as nobody", method: "GET", path: "/figures/demo.visits_done/gap", status: 401},
	{name: "why another unit's is missed", who: coretest.Officer2, method: "GET", path: "/figures/demo.visits_done/gap?period=2026&unit={X1}", status: 403, code: "forbidden"},
	{name: "why another province's is missed", who: coretest.Leader, method: "GET", path: "/figures/demo.visits_done/gap?period=2026&unit={far_unit}", status: 404},
	{name: "on both sides of a merger", who: coretest.Leader, method: "GET", path: "/figures/demo.areas_reached/across?period=2026", status: 200, has: []string{`"spans":[`}},
	{name: "on both sides of a merger, as nobody", method: "GET", path: "/figures/demo.areas_reached/across", status: 401},
	{name: "on both sides of a merger, of another unit", who: coretest.Officer2, method: "GET", path: "/figures/demo.areas_reached/across?period=2026&unit={X1}", status: 403, code: "forbidden"},
	{name: "on both sides of a merger, of another province", who: coretest.Leader, method: "GET", path: "/figures/demo.areas_reached/across?unit={far_unit}", status: 404},
	{name: "on both sides of a merger, of no figure", who: coretest.Leader, method: "GET", path: "/figures/demo.no_such/across", status: 404},
	{name: "on both sides of a merger in a time that is none", who: coretest.Leader, method: "GET", path: "/figures/demo.areas_reached/across?period=nay", status: 422, code: "bad_period"},
	{name: "why it is missed in a time that is none", who: coretest.Leader, method: "GET", path: "/figures/demo.visits_done/gap?period=nay", status: 422, code: "bad_period"},
	{name: "where it comes from, from a broken cursor", who: coretest.Officer, method: "GET", path: "/figures/demo.visits/lineage?period=2026&cursor=%00", status: 422, field: "cursor=invalid"},
	{name: "where it comes from, from a forged cursor", who: coretest.Officer, method: "GET", path: "/figures/demo.visits/lineage?period=2026&cursor={far_record}x", status: 422, code: "bad_cursor"},
}

func TestFigureScenarios(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		s.Settle(coretest.An)
		s.play(t, figureScenarios)
	})
}
