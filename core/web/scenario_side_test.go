package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/succession"
	"github.com/doanket/doanket/core/unit"
)

// sideScenarios bring a recommendation from a first draft, sent back with a reason,
// remarked upon, its letter taken off once and replaced once, to its addressee.
var sideScenarios = []scenario{
	{name: "a first draft", who: coretest.Officer, method: "POST", path: "/records/core.recommendation", body: `{"unit":"{X1}","fields":{"title":"BẢN NHÁP ĐẦU","content":"Sửa đường","source":"other","to_unit":"{UB}"},"transition":"submit"}`, status: 201, save: []string{"rec=id"}},
	{name: "a remark among the own", who: coretest.Approver, method: "POST", path: "/records/{rec}/comments", body: `{"text":"CÂN NHẮC KỸ","audience":"own"}`, status: 201},
	{name: "sent back", who: coretest.Approver, method: "POST", path: "/records/{rec}/transitions/return", header: []string{"If-Match", "*"}, body: `{"reason":"SAI SỐ LIỆU"}`, status: 200},
	{name: "mended", who: coretest.Officer, method: "PATCH", path: "/records/{rec}", header: []string{"If-Match", "*"}, body: `{"fields":{"title":"Sửa đường thôn Đông"}}`, status: 200},
	{name: "a wrong letter", who: coretest.Officer, method: "POST", path: "/records/{rec}/documents", header: asMultipart, body: formOf("THƯ NHẦM.pdf", second, "slot", "letter"), status: 201, save: []string{"wrong=id"}},
	{name: "taken off", who: coretest.Officer, method: "DELETE", path: "/records/{rec}/documents/{wrong}", status: 204},
	{name: "a letter", who: coretest.Officer, method: "POST", path: "/records/{rec}/documents", header: asMultipart, body: formOf("BẢN CŨ.pdf", paper, "slot", "letter"), status: 201, save: []string{"letter=id"}},
	{name: "replaced", who: coretest.Officer, method: "POST", path: "/documents/{letter}/versions", header: asMultipart, body: formOf("Công văn.pdf", third), status: 201, has: []string{`"version":2`}},
	{name: "not to be read before it is sent", who: coretest.Responder, method: "GET", path: "/records/{rec}", status: 404},
	{name: "nor its letter", who: coretest.Responder, method: "GET", path: "/documents/{letter}", status: 404},
	{name: "submitted", who: coretest.Officer, method: "POST", path: "/records/{rec}/transitions/submit", header: []string{"If-Match", "*"}, body: `{}`, status: 200},
	{name: "looked at", who: coretest.Approver, method: "GET", path: "/records/{rec}", status: 200, save: []string{"seen=header:ETag"}},
	{name: "sent", who: coretest.Approver, method: "POST", path: "/records/{rec}/transitions/send", header: []string{"If-Match", "{seen}"}, body: `{}`, status: 200},
	{name: "a remark to both", who: coretest.Officer, method: "POST", path: "/records/{rec}/comments", body: `{"text":"Mời dự họp","audience":"both"}`, status: 201},

	{name: "the addressee reads it", who: coretest.Responder, method: "GET", path: "/records/{rec}", status: 200, has: []string{"Sửa đường thôn Đông", "Công văn.pdf"}},
	{name: "and what was said to both", who: coretest.Responder, method: "GET", path: "/records/{rec}/comments", status: 200, has: []string{"Mời dự họp"}},
	{name: "the paper as it was sent", who: coretest.Responder, method: "GET", path: "/documents/{letter}/content", status: 200},
	{name: "not as it was before", who: coretest.Responder, method: "GET", path: "/documents/{letter}/content?version=1", status: 404},
	{name: "not the one taken off", who: coretest.Responder, method: "GET", path: "/documents/{wrong}", status: 404},
	{name: "nor its bytes", who: coretest.Responder, method: "GET", path: "/documents/{wrong}/content", status: 404},
	{name: "it moves nothing of the owner's", who: coretest.Responder, method: "PATCH", path: "/records/{rec}", header: []string{"If-Match", "*"}, body: `{"fields":{"title":"Khác"}}`, status: 403},
	{name: "nor calls it back", who: coretest.Responder, method: "POST", path: "/records/{rec}/transitions/withdraw", header: []string{"If-Match", "*"}, body: `{"reason":"thử"}`, status: 403},
	{name: "nor corrects its letter", who: coretest.Responder, method: "PATCH", path: "/documents/{letter}", body: `{"number":"9"}`, status: 403},
	{name: "and is not asked to", who: coretest.Responder, method: "GET", path: "/documents/{letter}", status: 200, hasNot: []string{"correctable"}},
	{name: "who sent it is", who: coretest.Officer, method: "GET", path: "/documents/{letter}", status: 200, has: []string{`"correctable":true`}},
	{name: "nor replaces it", who: coretest.Responder, method: "POST", path: "/documents/{letter}/versions", header: asMultipart, body: formOf("x.pdf", paper), status: 409, code: "evidence_bound"},
	{name: "who sent it corrects what stands on it", who: coretest.Officer, method: "PATCH", path: "/documents/{letter}", body: `{"number":"12/MTTQ"}`, status: 200},
	{name: "its answer comes with a letter", who: coretest.Responder, method: "POST", path: "/records/{rec}/documents", header: asMultipart, body: formOf("Trả lời.pdf", second, "slot", "answer_letter"), status: 201, save: []string{"reply=id"}},
	{name: "which it corrects itself", who: coretest.Responder, method: "PATCH", path: "/documents/{reply}", body: `{"number":"30/UBND"}`, status: 200},
	{name: "as it is asked to", who: coretest.Responder, method: "GET", path: "/documents/{reply}", status: 200, has: []string{`"correctable":true`}},
	{name: "and who asked is not", who: coretest.Officer, method: "GET", path: "/documents/{reply}", status: 200, hasNot: []string{"correctable"}},
	{name: "and no other side", who: coretest.Officer, method: "PATCH", path: "/documents/{reply}", body: `{"number":"31/UBND"}`, status: 403},
	{name: "the log says that it was sent back, not why", who: coretest.Admin, method: "GET", path: "/audit?action=record.do:return", status: 200, has: []string{`"object":"{rec}"`}, hasNot: []string{"SAI SỐ LIỆU"}},
	{name: "nobody", method: "GET", path: "/records/{rec}/history", status: 401},
}

// said is what only the owner's side may hear of the recommendation.
var said = []string{"BẢN NHÁP ĐẦU", "SAI SỐ LIỆU", "CÂN NHẮC KỸ", "THƯ NHẦM", "BẢN CŨ"}

// TestWhatWasSaidBeforeSendingIsReadByOneSide, by every way a record is read: its own
// pages, lists, search, notices, sheets. The owner's side and who reads above it finds
// each of the words somewhere, or the silence of the others would prove nothing.
func TestWhatWasSaidBeforeSendingIsReadByOneSide(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		s.play(t, sideScenarios)
		if t.Failed() {
			return
		}
		s.Settle(coretest.An)
		rec, letter, wrong := s.known["rec"], s.known["letter"], s.known["wrong"]
		ways := []string{"/records/" + rec, "/records/" + rec + "/history", "/records/" + rec + "/comments", "/documents/" + letter, "/documents/" + letter + "/versions",
			"/documents/" + wrong, "/records/core.recommendation", "/records/core.recommendation?q=nhap%20dau", "/search?q=nhap%20dau", "/search?q=thu%20nham", "/search?q=ban%20cu", "/notices", "/today"}
		heard := func(who string) string {
			var all strings.Builder
			for _, way := range ways {
				res := s.client(who).Do(http.MethodGet, way, nil)
				if res.Status >= 500 {
					t.Errorf("%s %s: %d", who, way, res.Status)
				}
				all.Write(res.Body)
			}
			return all.String()
		}
		for _, who := range []string{coretest.Officer, coretest.Approver} {
			all := heard(who)
			for _, word := range said {
				if !strings.Contains(all, word) {
					t.Errorf("%s, of the owner's side, no longer hears %s", who, word)
				}
			}
		}
		for _, who := range []string{coretest.Responder, coretest.Officer2, coretest.Admin} {
			all := heard(who)
			for _, word := range said {
				if strings.Contains(all, word) {
					t.Errorf("%s hears %s", who, word)
				}
			}
		}
		for _, who := range []string{coretest.Officer2, coretest.Admin} { // a neighbour, and who only administers
			for _, way := range ways[:6] {
				s.client(who).Do(http.MethodGet, way, nil).Want(t, http.StatusNotFound)
			}
		}
		everybody := append([]string{"", "ke.nhiem", "ke.nhiem.ub"}, coretest.Logins...)
		// Both who put the papers in have left: each side's successors correct its own.
		s.employ(t, "ke.nhiem", "officer", "X1")
		s.employ(t, "ke.nhiem.ub", "responder", "X1-UB")
		for _, login := range []string{coretest.Officer, coretest.Responder} {
			if err := s.People.Disable(s.In(coretest.An), s.known["@"+login]); err != nil {
				t.Fatal(err)
			}
		}
		s.mendsOnly(t, everybody, "letter", "ke.nhiem", coretest.Approver, coretest.Leader)
		s.mendsOnly(t, everybody, "reply", "ke.nhiem.ub")
		// The commune is merged, its People's Committee into that of the other.
		merging := &succession.Succession{Tree: s.Tree, People: s.People}
		act := coretest.Today(s.In(coretest.An))
		if _, _, err := merging.Merge(s.In(coretest.An), act, []string{s.known["X1"]}, unit.Part{ID: s.known["X2"]}, nil); err != nil {
			t.Fatal(err)
		}
		s.employ(t, "sap.nhap.ub", "responder", "X2-UB")
		everybody = append(everybody, "sap.nhap.ub")
		s.mendsOnly(t, everybody, "letter", "ke.nhiem", coretest.Approver, coretest.Leader, coretest.Officer2)
		s.mendsOnly(t, everybody, "reply", "ke.nhiem.ub", "sap.nhap.ub")
	})
}

// employ lets somebody new hold a post.
func (s *stage) employ(t *testing.T, login, role, at string) {
	t.Helper()
	in := s.In(coretest.An)
	p, err := s.People.Create(in, identity.NewPerson{Login: login, FamilyMiddle: "Lê Thị", Given: "Mới"})
	if err == nil {
		_, err = s.People.Grant(in, identity.Grant{PersonID: p.ID, Role: role, UnitID: s.Unit(coretest.An, at)})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// mendsOnly holds that of everybody none but these correct what stands on a paper, and
// that its page says so to each.
func (s *stage) mendsOnly(t *testing.T, everybody []string, paper string, may ...string) {
	t.Helper()
	path := "/documents/" + s.known[paper]
	for _, who := range everybody {
		c := s.client(who)
		page, mend := c.Do(http.MethodGet, path, nil), c.Do(http.MethodPatch, path, `{"summary":"Trích yếu"}`)
		asked := strings.Contains(string(page.Body), `"correctable":true`)
		if want := slices.Contains(may, who); asked != want || (mend.Status == http.StatusOK) != want {
			t.Errorf("%s, %q: asked to %v, answered %d, want %v: %.300s", paper, who, asked, mend.Status, want, mend.Body)
		}
		if mend.Status >= 500 || page.Status >= 500 {
			t.Errorf("%s, %q: %d, %d", paper, who, page.Status, mend.Status)
		}
	}
}
