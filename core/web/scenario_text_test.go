package web_test

import (
	"testing"

	"github.com/doanket/doanket/core/coretest"
)

// soiled is one word as Word, phones and web pages hand it over: a wide space
// before, a soft hyphen, a zero-width space, a narrow no-break space, an
// Icelandic Ð, a line end. neat is what every room keeps of it.
const (
	soiled = "\u2002Đo\u00adàn\u200b kết\u202f\u00d0a\\n"
	neat   = `"Đoàn kết Đa"`
)

// textScenarios bring the same text in by every entrance.
var textScenarios = []scenario{
	{name: "a field", who: coretest.Officer, method: "POST", path: "/records/demo.visit", body: `{"unit":"{X1}","fields":{"title":"` + soiled + `","note":"` + soiled + `","asks":[{"content":"` + soiled + `"}]}}`,
		status: 201, save: []string{"rec=id"}, has: []string{`"title":` + neat, `"note":` + neat, `"content":` + neat}},
	{name: "a field of one line is one line", who: coretest.Officer, method: "PATCH", path: "/records/{rec}", header: []string{"If-Match", "*"}, body: `{"fields":{"title":"Hội\n nghị\tđại biểu"}}`, status: 200, has: []string{`"title":"Hội nghị đại biểu"`}},
	{name: "many at once", who: coretest.Officer, method: "POST", path: "/records/demo.visit/batch", body: `{"items":[{"unit":"{X1}","fields":{"title":"` + soiled + `"}}]}`, status: 200, save: []string{"one=items.0.id"}},
	{name: "as it was kept", who: coretest.Officer, method: "GET", path: "/records/{one}", status: 200, has: []string{`"title":` + neat}},
	{name: "a remark", who: coretest.Approver, method: "POST", path: "/records/{visit}/comments", body: `{"text":"` + soiled + `"}`, status: 201, has: []string{neat}},
	{name: "a document", who: coretest.Officer, method: "POST", path: "/records/{rec}/documents", header: asMultipart,
		body:   formOf("Đo\u00adàn\u200b kết\u202f\u00d0a.pdf", paper, "slot", "report", "summary", "\u2002Đo\u00adàn\u200b kết\u202f\u00d0a", "number", "01/\u00d0\u00adA", "issuer", "\u200bĐoàn kết\u00a0\u00d0a"),
		status: 201, has: []string{`"summary":` + neat, `"issuer":` + neat, `"number":"01/ĐA"`, "Đoàn kết Đa.pdf"}},

	{name: "a unit", who: coretest.Admin, method: "POST", path: "/units", body: `{"parent_id":"{X1}","kind":"residential_area","name":"` + soiled + `","short_name":"` + soiled + `","labels":{"note":"` + soiled + `"},"basis":"` + soiled + `"}`,
		status: 201, save: []string{"area=id"}, has: []string{`"name":` + neat, `"short_name":` + neat, `"note":` + neat}},
	{name: "its basis", who: coretest.Admin, method: "GET", path: "/units/{area}/acts", status: 200, has: []string{`"basis":` + neat}},
	{name: "not beside itself", who: coretest.Admin, method: "POST", path: "/units", body: `{"parent_id":"{X1}","kind":"residential_area","name":"Đoàn kết \u00d0a"}`, status: 409, code: "unit.name_taken"},
	{name: "nor in other letters", who: coretest.Admin, method: "POST", path: "/units", body: `{"parent_id":"{X1}","kind":"residential_area","name":"Đoàn Kết đa"}`, status: 409, code: "unit.name_taken"},
	{name: "nor in another alphabet", who: coretest.Admin, method: "POST", path: "/units", body: `{"parent_id":"{X1}","kind":"residential_area","name":"Đo\u0430n kết Đa"}`, status: 422, field: "name=look_alike", has: []string{"bảng chữ cái khác"}},
	{name: "a unit's new name", who: coretest.Admin, method: "POST", path: "/units/{area}/acts", body: `{"act":"rename","name":"` + soiled + ` Hai","basis":"` + soiled + `"}`, status: 200, has: []string{`"Đoàn kết Đa Hai"`}},

	{name: "a person", who: coretest.Admin, method: "POST", path: "/people", body: `{"login":"dk.da","family_middle":"` + soiled + `","given":"` + soiled + `","display":"` + soiled + `"}`,
		status: 201, save: []string{"dk=id"}, has: []string{`"family_middle":` + neat, `"given":` + neat, `"name":` + neat}},
	{name: "a post", who: coretest.Admin, method: "POST", path: "/people/{dk}/posts", body: `{"role":"watcher","unit":"{X2}","basis":"` + soiled + `"}`, status: 201, has: []string{`"basis":` + neat}},
	{name: "a name in another alphabet", who: coretest.Admin, method: "PATCH", path: "/people/{dk}", body: `{"given":"\u0410n"}`, status: 422, field: "given=look_alike"},
	{name: "a login that looks like another's", who: coretest.Admin, method: "POST", path: "/people", body: `{"login":"\u0430dmin","name":"A B"}`, status: 422, field: "login=look_alike", has: []string{"bảng chữ cái khác"}},
	{name: "in full width", who: coretest.Admin, method: "POST", path: "/people", body: `{"login":"ａdmin2","name":"A B"}`, status: 422, field: "login=look_alike"},
	{name: "in other numerals", who: coretest.Admin, method: "POST", path: "/people", body: `{"login":"admin２","name":"A B"}`, status: 422, field: "login=look_alike"},
	{name: "as it is read", who: coretest.Admin, method: "POST", path: "/people", body: `{"login":"ADM\u00adIN","name":"A B"}`, status: 409, field: "login=exists"},
	{name: "a login with a space", who: coretest.Admin, method: "POST", path: "/people", body: `{"login":"lan tt","name":"A B"}`, status: 422, field: "login=login_signs", has: []string{"không có khoảng trắng"}},

	{name: "a field of the province's own", who: coretest.Admin, method: "PUT", path: ownPath, header: []string{"If-Match", "*"},
		body: `{"fields":[{"name":"x_aside","type":"enum","label":{"vi":"` + soiled + `"},"hint":{"vi":"` + soiled + `"},"values":[{"id":"a","label":{"vi":"` + soiled + `"}}]}]}`, status: 200, has: []string{`"hint":{"vi":` + neat, `"label":{"vi":` + neat, `"id":"a","label":{"vi":` + neat}},
	{name: "a setting", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"holidays":{"2026-03-12":"` + soiled + `"}}`, status: 200, has: []string{`"2026-03-12":` + neat}},
}

func TestTextIsCleanedAtEveryEntrance(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) { s.play(t, textScenarios) })
}
