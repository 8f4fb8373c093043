package web_test

import (
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
)

// delegationScenarios lend a post, do its work, and end it: by the lender, and by
// who administers people.
var delegationScenarios = signedIn([]scenario{
	{name: "what is mine to lend", who: coretest.Approver, method: "GET", path: "/me", status: 200, save: []string{"mine=posts.0.id"}},
	{name: "nothing is lent", who: coretest.Approver, method: "GET", path: "/me/delegations", status: 200, has: []string{`"given":[]`, `"held":[]`}},
	{name: "what is lent, as nobody", method: "GET", path: "/me/delegations", status: 401},
	{name: "what is lent, with a word too many", who: coretest.Approver, method: "GET", path: "/me/delegations?x=1", status: 422},

	{name: "lend as nobody", method: "POST", path: "/me/delegations", body: `{}`, status: 401},
	{name: "lend without a reason", who: coretest.Approver, method: "POST", path: "/me/delegations", body: `{"post":"{mine}","person":"{@officer2}","to":"2099-12-31"}`, status: 422, field: "reason=required"},
	{name: "lend for ever", who: coretest.Approver, method: "POST", path: "/me/delegations", body: `{"post":"{mine}","person":"{@officer2}","reason":"Đi công tác"}`, status: 422, field: "to=required"},
	{name: "lend what is gone by", who: coretest.Approver, method: "POST", path: "/me/delegations", body: `{"post":"{mine}","person":"{@officer2}","from":"2026-01-01","to":"2099-12-31","reason":"Đi công tác"}`, status: 422, field: "from=out_of_range"},
	{name: "lend to oneself", who: coretest.Approver, method: "POST", path: "/me/delegations", body: `{"post":"{mine}","person":"{@approver}","to":"2099-12-31","reason":"Đi công tác"}`, status: 422, code: "post.own"},
	{name: "lend to another province's person", who: coretest.Approver, method: "POST", path: "/me/delegations", body: `{"post":"{mine}","person":"{far_person}","to":"2099-12-31","reason":"Đi công tác"}`, status: 422, field: "person=unknown_value"},
	{name: "lend somebody else's post", who: coretest.Officer, method: "POST", path: "/me/delegations", body: `{"post":"{mine}","person":"{@officer2}","to":"2099-12-31","reason":"Đi công tác"}`, status: 422, field: "post=not_found"},
	{name: "lend another province's post", who: coretest.Officer, method: "POST", path: "/me/delegations", body: `{"post":"{far_post}","person":"{@officer2}","to":"2099-12-31","reason":"Đi công tác"}`, status: 422, field: "post=not_found"},
	{name: "what an administrator holds", who: coretest.Admin, method: "GET", path: "/me", status: 200, save: []string{"ruling=posts.0.id"}},
	{name: "lend a post that administers", who: coretest.Admin, method: "POST", path: "/me/delegations", body: `{"post":"{ruling}","person":"{@officer2}","to":"2099-12-31","reason":"Đi công tác"}`, status: 409, code: "post.administers"},
	{name: "not yet mine to approve", who: coretest.Officer2, method: "POST", path: "/records/{visit}/transitions/approve", body: `{}`, status: 404},
	{name: "lend", who: coretest.Approver, method: "POST", path: "/me/delegations", body: `{"post":"{mine}","person":"{@officer2}","to":"2099-12-31","reason":"Đi công tác"}`,
		status: 201, has: []string{"Nguyễn Văn officer2", `"delegated":true`}, save: []string{"lent=id"}},
	{name: "lend it twice", who: coretest.Approver, method: "POST", path: "/me/delegations", body: `{"post":"{mine}","person":"{@officer2}","to":"2099-12-31","reason":"Lần nữa"}`, status: 409, code: "post.exists"},
	{name: "lend on what was lent", who: coretest.Officer2, method: "POST", path: "/me/delegations", body: `{"post":"{lent}","person":"{@officer}","to":"2099-12-31","reason":"Bận"}`, status: 409, code: "post.delegated"},
	{name: "who lent sees it", who: coretest.Approver, method: "GET", path: "/me/delegations", status: 200, has: []string{"Đi công tác"}, hasNot: []string{`"given":[]`}},
	{name: "who stands in sees it", who: coretest.Officer2, method: "GET", path: "/me/delegations", status: 200, has: []string{"Nguyễn Văn approver"}, hasNot: []string{`"held":[]`}},
	{name: "who stands in is told", who: coretest.Officer2, method: "GET", path: "/notices", status: 200, has: []string{`"code":"delegation"`, "Nguyễn Văn approver ủy quyền cho bạn làm thay việc của Người duyệt tại Xã Một", "Lý do: Đi công tác"}},
	{name: "who lent is told", who: coretest.Approver, method: "GET", path: "/notices", status: 200, has: []string{"Bạn đã ủy quyền cho Nguyễn Văn officer2"}},

	{name: "do it in the lender's stead", who: coretest.Officer2, method: "POST", path: "/records/{visit}/transitions/approve", body: `{}`, status: 200},
	{name: "history says in whose", who: coretest.Officer, method: "GET", path: "/records/{visit}/history", status: 200, has: []string{`"for":{`, "Nguyễn Văn approver"}},

	{name: "end it as who stands in", who: coretest.Officer2, method: "DELETE", path: "/me/delegations/{lent}", status: 404},
	{name: "end a post that is not lent", who: coretest.Approver, method: "DELETE", path: "/me/delegations/{mine}", status: 404},
	{name: "end another province's", who: coretest.Approver, method: "DELETE", path: "/me/delegations/{far_post}", status: 404},
	{name: "end it with a word too many", who: coretest.Approver, method: "DELETE", path: "/me/delegations/{lent}?x=1", status: 422},
	{name: "end it", who: coretest.Approver, method: "DELETE", path: "/me/delegations/{lent}", status: 204},
	{name: "it permits nothing any more", who: coretest.Officer2, method: "POST", path: "/records/{visit}/transitions/withdraw", body: `{"reason":"thử"}`, status: 404},
	{name: "who stood in is told of the end", who: coretest.Officer2, method: "GET", path: "/notices", status: 200, has: []string{`"code":"delegation_ended"`, "Bạn không còn làm thay Nguyễn Văn approver"}},

	{name: "lend again", who: coretest.Approver, method: "POST", path: "/me/delegations", body: `{"post":"{mine}","person":"{@responder}","to":"2099-12-31","reason":"Nghỉ phép"}`, status: 201},
	{name: "who administers ends the post, and what was lent of it", who: coretest.Admin, method: "DELETE", path: "/posts/{mine}", status: 204},
	{name: "it is lent no more", who: coretest.Responder, method: "GET", path: "/me/delegations", status: 200, has: []string{`"held":[]`}},
	{name: "and who stood in is told", who: coretest.Responder, method: "GET", path: "/notices", status: 200, has: []string{"Bạn không còn làm thay Nguyễn Văn approver"}},
	{name: "the log names each", who: coretest.Admin, method: "GET", path: "/audit?limit=100", status: 200, has: []string{`"post.delegate"`, `"post.delegate.end"`, `"of":"Nguyễn Văn officer2"`, `"place":"`}},
})

// signedIn lets people write about delegations from their browsers: a token may not.
func signedIn(list []scenario) []scenario {
	for i := range list {
		if c := &list[i]; c.who != "" && c.method != "GET" && strings.HasPrefix(c.path, "/me/") {
			c.header, c.who = []string{"Cookie", "{cookie_" + c.who + "}", "X-CSRF-Token", "{csrf_" + c.who + "}"}, ""
		}
	}
	return list
}

func TestDelegationScenarios(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		for _, login := range []string{coretest.Officer, coretest.Officer2, coretest.Approver, coretest.Admin} {
			if err := s.People.SetPassword(s.In(coretest.An), s.known["@"+login], password); err != nil {
				t.Fatal(err)
			}
			res := s.client("").Do("POST", "/session", map[string]string{"login": login, "password": password}).Want(t, 200)
			s.known["cookie_"+login], s.known["csrf_"+login] = res.Header.Get("Set-Cookie"), at(t, res, "csrf")
		}
		s.client(coretest.Approver).Do("POST", "/me/delegations", map[string]string{"post": "x", "person": "x", "to": "2099-12-31", "reason": "x"}).Want(t, 403)
		s.client(coretest.Approver).Do("DELETE", "/me/delegations/x", nil).Want(t, 403)
		s.play(t, delegationScenarios)
	})
}
