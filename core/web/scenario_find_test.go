package web_test

import (
	"testing"

	"github.com/doanket/doanket/core/coretest"
)

var findScenarios = []scenario{
	{name: "search", who: coretest.Officer, method: "GET", path: "/search?q=tham+ho+ngheo", status: 200, has: []string{`"id":"{visit}"`, `"id":"{draft}"`, `{"text":"Thăm hộ nghèo","hit":true}`, `"documents":[]`}},
	{name: "search as nobody", method: "GET", path: "/search?q=tham", status: 401},
	{name: "search for nothing", who: coretest.Officer, method: "GET", path: "/search?q=+", status: 200, has: []string{`"records":[]`, `"documents":[]`, `"units":[]`, `"kinds":[]`}},
	{name: "search without a question", who: coretest.Officer, method: "GET", path: "/search", status: 200, has: []string{`"records":[]`}},
	{name: "a draft of others is not found", who: coretest.Leader, method: "GET", path: "/search?q=tham+ho+ngheo", status: 200, has: []string{"{visit}"}, hasNot: []string{"{draft}"}},
	{name: "nothing is found out of reach", who: coretest.Responder, method: "GET", path: "/search?q=tham", status: 200, has: []string{`"records":[]`, `"kinds":[]`}},
	{name: "another commune finds nothing", who: coretest.Officer2, method: "GET", path: "/search?q=tham+ho+ngheo", status: 200, hasNot: []string{"{visit}", "{draft}"}},
	{name: "another province's words", who: coretest.Watcher, method: "GET", path: "/search?q=bimattieude", status: 200, has: []string{`"records":[]`}},
	{name: "kinds by name", who: coretest.Officer, method: "GET", path: "/search?q=chuyen+th", status: 200, has: []string{`"name":"demo.visit"`}},
	{name: "units by name", who: coretest.Officer, method: "GET", path: "/search?q=xa+mot", status: 200, has: []string{`"id":"{X1}"`}},
	{name: "search in a unit", who: coretest.Watcher, method: "GET", path: "/search?q=tham&under={X2}", status: 200, has: []string{`"records":[]`}},
	{name: "search in a period", who: coretest.Watcher, method: "GET", path: "/search?q=tham&from=2026-03-01&to=2026-03-31", status: 200, has: []string{"{visit}"}},
	{name: "search in another period", who: coretest.Watcher, method: "GET", path: "/search?q=tham&from=2025-03-01&to=2025-03-31", status: 200, has: []string{`"records":[]`}},
	{name: "search in a unit of another province", who: coretest.Watcher, method: "GET", path: "/search?q=tham&under={far_unit}", status: 404},
	{name: "search in a kind there is not", who: coretest.Watcher, method: "GET", path: "/search?q=tham&kind=demo.none", status: 404},
	{name: "search with too much", who: coretest.Watcher, method: "GET", path: "/search?q=tham&limit=51", status: 422},
	{name: "search with a word too many", who: coretest.Watcher, method: "GET", path: "/search?q=tham&x=1", status: 422, field: "x=unknown_field"},
	{name: "search on a day there is not", who: coretest.Watcher, method: "GET", path: "/search?q=tham&from=2026-02-31", status: 422},
}

func TestFindScenarios(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) { s.play(t, findScenarios) })
}
