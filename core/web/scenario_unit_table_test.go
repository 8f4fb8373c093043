package web_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/identity"
)

const unitHeads = "Mã đơn vị,Mã đơn vị cấp trên,Loại đơn vị,Tên đơn vị,Thành lập từ ngày\n"

// The tables brought in below: the approver administers commune X1 beside their own
// work, the officer of X2 administers nothing.
const (
	villagesTable = unitHeads + "X1-K7,X1,Khu dân cư,Thôn Bảy,01/07/2025\nX1-K8,X1,Khu dân cư,Thôn Tám,31/02/2026\nX1-K9,X2,Khu dân cư,Thôn Chín,\nX2-K1,X1,Khu dân cư,Thôn Mười,\n"
	mendedTable   = unitHeads + "X1-K7,X1,Khu dân cư,Thôn Bảy,01/07/2025\nX1-K8,X1,Khu dân cư,Thôn Tám,28/02/2026\n"
	renamedTable  = unitHeads + "X1-K7,X1,,Thôn Bảy Mới,\n"
	lastTable     = unitHeads + "X1-K9,X1,Khu dân cư,Thôn Chín,\n"
	theirsTable   = unitHeads + "X2-K7,X2,Khu dân cư,Thôn Bảy,\n"
	provinceTable = unitHeads + "X2-K9,X2,Khu dân cư,Thôn Chín,\n"
	proseTable    = "Chào anh chị\n"
)

var unitTableScenarios = []scenario{
	{name: "the template", who: coretest.Approver, method: "GET", path: "/unit-imports/template.xlsx", status: 200, has: []string{"PK"}, wants: []string{"Content-Type", sheetType, "Cache-Control", "no-store"}},
	{name: "the template of nobody", method: "GET", path: "/unit-imports/template.xlsx", status: 401},
	{name: "the template without the right", who: coretest.Officer2, method: "GET", path: "/unit-imports/template.xlsx", status: 403, code: "forbidden"},
	{name: "the template with a word too many", who: coretest.Approver, method: "GET", path: "/unit-imports/template.xlsx?x=1", status: 422, field: "x=unknown_field"},

	{name: "preview as nobody", method: "POST", path: "/unit-imports/preview", header: asMultipart, body: formOf("thôn.csv", villagesTable), status: 401},
	{name: "preview without the right", who: coretest.Officer2, method: "POST", path: "/unit-imports/preview", header: asMultipart, body: formOf("thôn.csv", theirsTable), status: 403, code: "forbidden"},
	{name: "preview nothing", who: coretest.Approver, method: "POST", path: "/unit-imports/preview", body: `{}`, status: 422, field: "file=required"},
	{name: "preview another kind of file", who: coretest.Approver, method: "POST", path: "/unit-imports/preview", header: asMultipart, body: formOf("thôn.pdf", coretest.PDF("giấy")), status: 422, code: "sheet.format"},
	{name: "preview what is no table", who: coretest.Approver, method: "POST", path: "/unit-imports/preview", header: asMultipart, body: formOf("thôn.csv", proseTable), status: 422, code: "sheet.no_heads"},
	{name: "preview", who: coretest.Approver, method: "POST", path: "/unit-imports/preview", header: asMultipart, body: formOf("thôn.csv", villagesTable), status: 200, save: []string{"saw=seen"},
		has:    []string{`"new":1`, `"refused":3`, "Ô E3: Ngày không đúng", "Ô B4: Không có đơn vị nào mang mã «X2» trong phạm vi bạn quản lý", "Ô A5: Mã «X2-K1» đang dùng cho một đơn vị ngoài phạm vi bạn quản lý"},
		hasNot: []string{"Xã Hai", "Thôn Nam"}},
	{name: "preview in English", who: coretest.Approver, method: "POST", path: "/unit-imports/preview", header: append([]string{"Accept-Language", "en"}, asMultipart...), body: formOf("thôn.csv", villagesTable), status: 200, has: []string{"Cell E3: "}},
	{name: "which opens nothing", who: coretest.Admin, method: "GET", path: "/units?q=X1-K7", status: 200, has: []string{`"items":[]`}},

	{name: "take as nobody", method: "POST", path: "/unit-imports", header: asMultipart, body: formOf("thôn.csv", villagesTable, "seen", "{saw}"), status: 401},
	{name: "take without the right", who: coretest.Officer2, method: "POST", path: "/unit-imports", header: asMultipart, body: formOf("thôn.csv", theirsTable, "seen", "{saw}"), status: 403, code: "forbidden"},
	{name: "take what was not looked at", who: coretest.Approver, method: "POST", path: "/unit-imports", header: asMultipart, body: formOf("thôn.csv", villagesTable), status: 422, field: "seen=required"},
	{name: "take what was seen of another table", who: coretest.Approver, method: "POST", path: "/unit-imports", header: asMultipart, body: formOf("thôn.csv", mendedTable, "seen", "{saw}"), status: 409, code: "unit.table_moved"},
	{name: "take with rows refused", who: coretest.Approver, method: "POST", path: "/unit-imports", header: asMultipart, body: formOf("thôn.csv", villagesTable, "seen", "{saw}"), status: 409, code: "unit.table_refused", has: []string{"Còn 3 dòng chưa đúng"}},
	{name: "which leaves nothing half done", who: coretest.Admin, method: "GET", path: "/units?q=X1-K7", status: 200, has: []string{`"items":[]`}},
	{name: "preview the mended one", who: coretest.Approver, method: "POST", path: "/unit-imports/preview", header: asMultipart, body: formOf("thôn.csv", mendedTable), status: 200, has: []string{`"new":2`, `"refused":0`}, save: []string{"saw=seen"}},
	{name: "take", who: coretest.Approver, method: "POST", path: "/unit-imports", header: append([]string{"Idempotency-Key", "bang-thon-1"}, asMultipart...), body: formOf("thôn.csv", mendedTable, "seen", "{saw}", "basis", "Nghị quyết 12/NQ-HĐND"), status: 201, has: []string{`"new":2`}},
	{name: "asked again it counts once", who: coretest.Approver, method: "POST", path: "/unit-imports", header: append([]string{"Idempotency-Key", "bang-thon-1"}, asMultipart...), body: formOf("thôn.csv", mendedTable, "seen", "{saw}", "basis", "Nghị quyết 12/NQ-HĐND"), status: 201, has: []string{`"new":2`}},
	{name: "the units are there", who: coretest.Officer, method: "GET", path: "/units?under={X1}", status: 200, has: []string{"Thôn Bảy", "Thôn Tám", `"from":"2026-02-28"`}},
	{name: "and who brought them is in the log", who: coretest.Admin, method: "GET", path: "/audit?action=unit.import", status: 200, has: []string{"thôn.csv", "X1-K7", "Nghị quyết 12/NQ-HĐND"}},

	{name: "preview the good rows", who: coretest.Approver, method: "POST", path: "/unit-imports/preview", header: asMultipart, body: formOf("thôn.csv", villagesTable), status: 200, has: []string{`"same":1`, `"refused":3`}, save: []string{"saw=seen"}},
	{name: "take the good rows", who: coretest.Approver, method: "POST", path: "/unit-imports", header: asMultipart, body: formOf("thôn.csv", villagesTable, "seen", "{saw}", "rows", "good"), status: 201, has: []string{`"same":1`}},
	{name: "preview a new name", who: coretest.Approver, method: "POST", path: "/unit-imports/preview", header: asMultipart, body: formOf("thôn.csv", renamedTable), status: 200, has: []string{`"changed":1`}, save: []string{"saw=seen"}},
	{name: "a new name on no basis", who: coretest.Approver, method: "POST", path: "/unit-imports", header: asMultipart, body: formOf("thôn.csv", renamedTable, "seen", "{saw}"), status: 422, field: "basis=required"},
	{name: "a new name", who: coretest.Approver, method: "POST", path: "/unit-imports", header: asMultipart, body: formOf("thôn.csv", renamedTable, "seen", "{saw}", "basis", "Nghị quyết 13/NQ-HĐND"), status: 201, has: []string{`"changed":1`}},
	{name: "a commune's administrator does not reach the neighbour's", who: coretest.Approver, method: "POST", path: "/units", body: `{"parent_id":"{X2}","kind":"residential_area","name":"Thôn Lậu"}`, status: 403, code: "forbidden"},
	{name: "the province's administrator reaches all", who: coretest.Admin, method: "POST", path: "/unit-imports/preview", header: asMultipart, body: formOf("thôn.csv", provinceTable), status: 200, has: []string{`"new":1`, `"refused":0`}},

	{name: "preview before the tree changes", who: coretest.Approver, method: "POST", path: "/unit-imports/preview", header: asMultipart, body: formOf("thôn.csv", lastTable), status: 200, has: []string{`"new":1`}, save: []string{"saw=seen"}},
	{name: "meanwhile somebody opens it", who: coretest.Admin, method: "POST", path: "/units", body: `{"parent_id":"{X1}","kind":"residential_area","name":"Thôn Chín","code":"X1-K9"}`, status: 201},
	{name: "take what has changed since", who: coretest.Approver, method: "POST", path: "/unit-imports", header: asMultipart, body: formOf("thôn.csv", lastTable, "seen", "{saw}"), status: 409, code: "unit.table_moved"},
}

func TestUnitTableScenarios(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		in := s.In(coretest.An)
		approver, err := s.People.ByLogin(in, coretest.Approver)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.People.Grant(in, identity.Grant{PersonID: approver.ID, Role: "admin", UnitID: s.known["X1"]}); err != nil {
			t.Fatal(err)
		}
		s.play(t, unitTableScenarios)
	})
}

// TestATableIsTakenOnce however many take it at the same time; what its cells and its
// name say is no formula, no path and no header.
func TestATableIsTakenOnce(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		const name = "..\\..\\a%22\u202e\u2028X-Evil: 1.csv"
		table := unitHeads + "=A1,X1,Khu dân cư,\"=cmd|' /C calc'!A0\",\n../../X1-K8,X1,Khu dân cư,<script>alert(1)</script>,\n"
		admin := s.client(coretest.Admin)
		send := func(path string, fields ...string) *coretest.Response {
			return admin.Do(http.MethodPost, path, formOf(name, table, fields...)(t, s), asMultipart...)
		}
		seen := at(t, send("/unit-imports/preview").Want(t, http.StatusOK), "seen")
		var all sync.WaitGroup
		var lock sync.Mutex
		answers := map[int]int{}
		for range 8 {
			all.Go(func() {
				res := send("/unit-imports", "seen", seen)
				lock.Lock()
				defer lock.Unlock()
				answers[res.Status]++
				if res.Status != http.StatusCreated && problemOf(t, res).Code != "unit.table_moved" {
					t.Errorf("%d %s", res.Status, res.Body)
				}
			})
		}
		all.Wait()
		if answers[http.StatusCreated] != 1 || answers[http.StatusConflict] != 7 {
			t.Errorf("taken: %v", answers)
		}
		var units struct {
			Items []struct{ Code, Name string }
		}
		admin.Do(http.MethodGet, "/units?under="+s.known["X1"], nil).Want(t, http.StatusOK, &units)
		found := 0
		for _, u := range units.Items {
			if u.Code == "=A1" && u.Name == "=cmd|' /C calc'!A0" || u.Code == "../../X1-K8" && u.Name == "<script>alert(1)</script>" {
				found++
			}
		}
		if found != 2 {
			t.Errorf("%d of them are there: %+v", found, units)
		}
		log := string(admin.Do(http.MethodGet, "/audit?action=unit.import", nil).Want(t, http.StatusOK).Body)
		if strings.Count(log, `"unit.import"`) != 1 || strings.Contains(log, "\u202e") || strings.Contains(log, `..\\`) || strings.Contains(log, "../../a") {
			t.Errorf("the log says %s", log)
		}
	})
}
