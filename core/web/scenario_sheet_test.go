package web_test

import (
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/upload"
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
	{name: "bring a sheet as nobody", method: "POST", path: "/imports", body: `{"kind":"demo.visit","upload":"{sheet_upload}"}`, status: 401},
	{name: "bring a sheet without the right", who: coretest.Watcher, method: "POST", path: "/imports", body: `{"kind":"demo.visit","upload":"{sheet_upload}"}`, status: 403, code: "forbidden"},
	{name: "bring another's upload", who: coretest.Officer2, method: "POST", path: "/imports", body: `{"kind":"demo.visit","upload":"{sheet_upload}"}`, status: 404},
	{name: "bring what is no sheet", who: coretest.Officer, method: "POST", path: "/imports", body: `{"kind":"demo.visit","upload":"{paper_upload}"}`, status: 422, code: "sheet.format"},
	{name: "bring a sheet for a step that is none", who: coretest.Officer, method: "POST", path: "/imports", body: `{"kind":"demo.visit","upload":"{sheet_upload}","transition":"approve"}`, status: 422, field: "transition=unknown_value"},
	{name: "bring a sheet", who: coretest.Officer, method: "POST", path: "/imports", body: `{"kind":"demo.visit","upload":"{sheet_upload}"}`, status: 201,
		has: []string{`"state":"reading"`, `"name":"thăm.csv"`}, wants: []string{"Location", "*"}, save: []string{"import=id"}},
	{name: "take before it is read", who: coretest.Officer, method: "POST", path: "/imports/{import}/take", status: 409, code: "wrong_state"},
	{name: "the queue works", who: coretest.Officer, method: "GET", path: "/imports/{import}", body: settle, status: 200, has: []string{`"state":"ready"`, `"good":2`, `"bad":1`, `"column":"record.unit"`}},
	{name: "an import of nobody", method: "GET", path: "/imports/{import}", status: 401},
	{name: "another's import", who: coretest.Officer2, method: "GET", path: "/imports/{import}", status: 404},
	{name: "an import with a word too many", who: coretest.Officer, method: "GET", path: "/imports/{import}?x=1", status: 422, field: "x=unknown_field"},
	{name: "my imports", who: coretest.Officer, method: "GET", path: "/imports", status: 200, has: []string{"{import}"}},
	{name: "nobody's imports", method: "GET", path: "/imports", status: 401},
	{name: "another's imports", who: coretest.Officer2, method: "GET", path: "/imports", status: 200, hasNot: []string{"{import}"}},
	{name: "imports with a word too many", who: coretest.Officer, method: "GET", path: "/imports?x=1", status: 422, field: "x=unknown_field"},
	{name: "rows", who: coretest.Officer, method: "GET", path: "/imports/{import}/rows?state=bad&limit=1", status: 200, has: []string{"Ô C4: Ngày không đúng", `"row":4`, `"next":"4"`}},
	{name: "rows in English", who: coretest.Officer, method: "GET", path: "/imports/{import}/rows?state=bad", header: []string{"Accept-Language", "en"}, status: 200, has: []string{"Cell C4: "}},
	{name: "rows of nobody", method: "GET", path: "/imports/{import}/rows", status: 401},
	{name: "rows of another", who: coretest.Officer2, method: "GET", path: "/imports/{import}/rows", status: 404},
	{name: "rows in a state that is none", who: coretest.Officer, method: "GET", path: "/imports/{import}/rows?state=lost", status: 422, field: "state=unknown_value"},
	{name: "rows behind nothing", who: coretest.Officer, method: "GET", path: "/imports/{import}/rows?cursor=x", status: 422, field: "cursor=bad_cursor"},
	{name: "columns as nobody", method: "PUT", path: "/imports/{import}/columns", body: `{"columns":["record.unit","title","held_on"]}`, status: 401},
	{name: "columns of another", who: coretest.Officer2, method: "PUT", path: "/imports/{import}/columns", body: `{"columns":["record.unit","title","held_on"]}`, status: 404},
	{name: "columns that are none", who: coretest.Officer, method: "PUT", path: "/imports/{import}/columns", body: `{"columns":["record.unit","title","informant"]}`, status: 422, field: "columns[2]=unknown_value"},
	{name: "columns", who: coretest.Officer, method: "PUT", path: "/imports/{import}/columns", body: `{"columns":["record.unit","title",""]}`, status: 200, has: []string{`"state":"reading"`}},
	{name: "read again", who: coretest.Officer, method: "GET", path: "/imports/{import}", body: settle, status: 200, has: []string{`"good":3`, `"bad":0`}},
	{name: "columns as they were", who: coretest.Officer, method: "PUT", path: "/imports/{import}/columns", body: `{"columns":["record.unit","title","held_on"]}`, status: 200},
	{name: "read once more", who: coretest.Officer, method: "GET", path: "/imports/{import}", body: settle, status: 200, has: []string{`"good":2`}},
	{name: "take as nobody", method: "POST", path: "/imports/{import}/take", status: 401},
	{name: "take another's", who: coretest.Officer2, method: "POST", path: "/imports/{import}/take", status: 404},
	{name: "undo what is not taken", who: coretest.Officer, method: "POST", path: "/imports/{import}/undo", status: 409, code: "wrong_state"},
	{name: "take", who: coretest.Officer, method: "POST", path: "/imports/{import}/take", status: 200, has: []string{`"state":"taking"`}},
	{name: "taken", who: coretest.Officer, method: "GET", path: "/imports/{import}", body: settle, status: 200, has: []string{`"state":"taken"`, `"done":2`}},
	{name: "they are there", who: coretest.Officer, method: "GET", path: "/records/demo.visit?q=tu+bang", status: 200, has: []string{"Thăm từ bảng một", "Thăm từ bảng hai"}},
	{name: "rejected", who: coretest.Officer, method: "GET", path: "/imports/{import}/rejected.xlsx", status: 200, has: []string{"PK"}, wants: []string{"Content-Type", sheetType}},
	{name: "rejected of nobody", method: "GET", path: "/imports/{import}/rejected.xlsx", status: 401},
	{name: "rejected of another", who: coretest.Officer2, method: "GET", path: "/imports/{import}/rejected.xlsx", status: 404},
	{name: "rejected with a word too many", who: coretest.Officer, method: "GET", path: "/imports/{import}/rejected.xlsx?x=1", status: 422, field: "x=unknown_field"},
	{name: "drop what is taken", who: coretest.Officer, method: "DELETE", path: "/imports/{import}", status: 409, code: "wrong_state"},
	{name: "undo as nobody", method: "POST", path: "/imports/{import}/undo", status: 401},
	{name: "undo another's", who: coretest.Officer2, method: "POST", path: "/imports/{import}/undo", status: 404},
	{name: "undo", who: coretest.Officer, method: "POST", path: "/imports/{import}/undo", status: 200, has: []string{`"state":"undoing"`}},
	{name: "undone", who: coretest.Officer, method: "GET", path: "/imports/{import}", body: settle, status: 200, has: []string{`"state":"undone"`, `"undone":2`}},
	{name: "they are gone", who: coretest.Officer, method: "GET", path: "/records/demo.visit?q=tu+bang", status: 200, hasNot: []string{"Thăm từ bảng một"}},
	{name: "bring one more", who: coretest.Officer, method: "POST", path: "/imports", body: `{"kind":"demo.visit","upload":"{second_upload}"}`, status: 201, save: []string{"second=id"}},
	{name: "drop as nobody", method: "DELETE", path: "/imports/{second}", status: 401},
	{name: "drop another's", who: coretest.Officer2, method: "DELETE", path: "/imports/{second}", status: 404},
	{name: "drop", who: coretest.Officer, method: "DELETE", path: "/imports/{second}", status: 204},
	{name: "dropped", who: coretest.Officer, method: "GET", path: "/imports/{second}", status: 404},
	{name: "imports in the log", who: coretest.Admin, method: "GET", path: "/audit?action=sheet.undo", status: 200, has: []string{"{import}", `"done":2`}},
	{name: "told in the log", who: coretest.Admin, method: "GET", path: "/audit?action=record.export", status: 200, has: []string{`"rows":1`, "demo.visit"}},
}

// settle lets the queue of the province run before a request goes out.
func settle(t *testing.T, s *stage) any {
	t.Helper()
	s.Settle(coretest.An)
	return nil
}

const sheetText = "Mã đơn vị,Tên,Ngày\nX1,Thăm từ bảng một,05/03/2026\nX1,Thăm từ bảng hai,06/03/2026\nX1,Thăm từ bảng ba,31/02/2026\n"

func TestSheetScenarios(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		me := s.Rig.As(coretest.An, coretest.Officer)
		for name, f := range map[string][2]string{"sheet_upload": {"thăm.csv", sheetText}, "second_upload": {"hai.csv", sheetText}, "paper_upload": {"a.pdf", coretest.PDF("giấy")}} {
			up, err := s.Uploads.Send(me, upload.NewUpload{Name: f[0], Size: int64(len(f[1]))}, strings.NewReader(f[1]))
			if err != nil {
				t.Fatal(err)
			}
			s.known[name] = up.ID
		}
		s.play(t, sheetScenarios)
	})
}
