package web_test

import (
	"testing"

	"github.com/doanket/doanket/core/coretest"
)

const (
	sheetType  = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	sheetNamed = `attachment; filename="Chuy_n th_m.xlsx"; filename*=UTF-8''Chuy%E1%BA%BFn%20th%C4%83m.xlsx`
)

var sheetScenarios = []scenario{
	{name: "template", who: coretest.Officer, method: "GET", path: "/kinds/demo.visit/template.xlsx", status: 200, has: []string{"PK"},
		wants: []string{"Content-Type", sheetType, "Content-Disposition", sheetNamed, "Cache-Control", "no-store"}},
	{name: "template of nobody", method: "GET", path: "/kinds/demo.visit/template.xlsx", status: 401},
	{name: "template without the right to make one", who: coretest.Watcher, method: "GET", path: "/kinds/demo.visit/template.xlsx", status: 403, code: "forbidden"},
	{name: "template of a kind out of sight", who: coretest.Responder, method: "GET", path: "/kinds/demo.visit/template.xlsx", status: 404},
	{name: "template with a word too many", who: coretest.Officer, method: "GET", path: "/kinds/demo.visit/template.xlsx?x=1", status: 422, field: "x=unknown_field"},

	{name: "export", who: coretest.Officer, method: "GET", path: "/records/demo.visit/export.xlsx?state=submitted", status: 200, has: []string{"PK"},
		wants: []string{"Content-Type", sheetType, "Content-Disposition", "*"}},
	{name: "export of nobody", method: "GET", path: "/records/demo.visit/export.xlsx", status: 401},
	{name: "export of a kind out of sight", who: coretest.Responder, method: "GET", path: "/records/demo.visit/export.xlsx", status: 404},
	{name: "export by what is sealed", who: coretest.Officer, method: "GET", path: "/records/demo.visit/export.xlsx?filter[informant]=x", status: 422, field: "filter.informant=unknown_field"},
	{name: "export as text", who: coretest.Officer, method: "GET", path: "/records/demo.visit/export.csv?state=submitted", status: 200, has: []string{"\ufeffMã hồ sơ", "{visit}", "Xã Một"}, hasNot: []string{"{draft}", "phản ánh"},
		wants: []string{"Content-Type", "text/csv; charset=utf-8"}},
	{name: "export as text of nobody", method: "GET", path: "/records/demo.visit/export.csv", status: 401},
	{name: "export as text of another province", who: coretest.Watcher, method: "GET", path: "/records/demo.visit/export.csv?under={far_unit}", status: 404},
	{name: "export as text in an order that is none", who: coretest.Officer, method: "GET", path: "/records/demo.visit/export.csv?sort=none", status: 422, field: "sort=unknown_field"},
	{name: "told in the log", who: coretest.Admin, method: "GET", path: "/audit?action=record.export", status: 200, has: []string{`"rows":1`, "demo.visit"}},
}

func TestSheetScenarios(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) { s.play(t, sheetScenarios) })
}
