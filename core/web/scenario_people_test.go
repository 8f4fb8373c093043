package web_test

import (
	"testing"

	"github.com/doanket/doanket/core/coretest"
)

// peopleScenarios add somebody, give and take posts, and shut them out.
var peopleScenarios = []scenario{
	{name: "people for everyone are names and posts", who: coretest.Officer2, method: "GET", path: "/people", status: 200, has: []string{"Nguyễn Văn officer"}, hasNot: []string{`"login"`, `"email"`}},
	{name: "people for who administers them", who: coretest.Admin, method: "GET", path: "/people?q=officer", status: 200, has: []string{`"login":"officer"`}, hasNot: []string{"argon2"}},
	{name: "people at another province's unit", who: coretest.Admin, method: "GET", path: "/people?unit={far_unit}", status: 200, has: []string{`"items":[]`}},
	{name: "people as nobody", method: "GET", path: "/people", status: 401},
	{name: "people by too many", who: coretest.Officer, method: "GET", path: "/people?limit=201", status: 422, field: "limit=out_of_range"},
	{name: "people in pages", who: coretest.Officer, method: "GET", path: "/people?limit=2", status: 200, save: []string{"next=next"}},
	{name: "the next page", who: coretest.Officer, method: "GET", path: "/people?limit=2&cursor={next}", status: 200},

	{name: "add", who: coretest.Admin, method: "POST", path: "/people", body: `{"login":"lan.tt","name":"Trần Thị Lan","email":"lan@example.vn","posts":[{"role":"officer","unit":"{X2}"}]}`,
		status: 201, has: []string{`"given":"Lan"`, `"family_middle":"Trần Thị"`}, save: []string{"lan=id", "post=posts.0.id"}},
	{name: "add at an area, told from others of its name by its commune", who: coretest.Admin, method: "POST", path: "/people", body: `{"login":"dong.vt","name":"Vũ Thị Đông","posts":[{"role":"officer","unit":"{K1}"}]}`,
		status: 201, has: []string{`"name":"Thôn Đông"`, `"place":{"id":"{X1}"`}},
	{name: "add without the right", who: coretest.Leader, method: "POST", path: "/people", body: `{"login":"lậu","name":"Ai Đó"}`, status: 403, code: "forbidden"},
	{name: "add twice", who: coretest.Admin, method: "POST", path: "/people", body: `{"login":"LAN.TT","name":"Trần Thị Lan"}`, status: 409, code: "exists", field: "login=exists"},
	{name: "add nobody", who: coretest.Admin, method: "POST", path: "/people", body: `{}`, status: 422, field: "login=required"},
	{name: "add with an e-mail that is none", who: coretest.Admin, method: "POST", path: "/people", body: `{"login":"x","name":"A B","email":"không phải"}`, status: 422, field: "email=invalid"},
	{name: "add in a language that is none", who: coretest.Admin, method: "POST", path: "/people", body: `{"login":"x","name":"A B","locale":"fr"}`, status: 422, field: "locale=unknown_value"},
	{name: "add into another province's unit", who: coretest.Admin, method: "POST", path: "/people", body: `{"login":"x","name":"A B","posts":[{"role":"officer","unit":"{far_unit}"}]}`, status: 422, field: "unit=not_found"},
	{name: "half a person is no person", who: coretest.Admin, method: "POST", path: "/people", body: `{"login":"nua","name":"A B","posts":[{"role":"vua","unit":"{X1}"}]}`, status: 422, field: "role=unknown_value"},
	{name: "it is not there", who: coretest.Admin, method: "GET", path: "/people?q=nua", status: 200, has: []string{`"items":[]`}},

	{name: "one person", who: coretest.Officer, method: "GET", path: "/people/{lan}", status: 200, has: []string{"Trần Thị Lan"}, hasNot: []string{"lan@example.vn"}},
	{name: "one person for who administers", who: coretest.Admin, method: "GET", path: "/people/{lan}", status: 200, has: []string{"lan@example.vn"}},
	{name: "one person of another province", who: coretest.Admin, method: "GET", path: "/people/{far_person}", status: 404, code: "not_found"},
	{name: "one person with a word too many", who: coretest.Admin, method: "GET", path: "/people/{lan}?x=1", status: 422},
	{name: "change", who: coretest.Admin, method: "PATCH", path: "/people/{lan}", body: `{"name":"Trần Thị Ngọc Lan"}`, status: 200, has: []string{"Trần Thị Ngọc Lan"}},
	{name: "change without the right", who: coretest.Officer, method: "PATCH", path: "/people/{lan}", body: `{"name":"Kẻ Gian"}`, status: 403, code: "forbidden"},
	{name: "change in another province", who: coretest.Admin, method: "PATCH", path: "/people/{far_person}", body: `{"name":"Kẻ Gian"}`, status: 404},
	{name: "change into somebody else", who: coretest.Admin, method: "PATCH", path: "/people/{lan}", body: `{"login":"officer"}`, status: 409, field: "login=exists"},
	{name: "change an unknown side", who: coretest.Admin, method: "PATCH", path: "/people/{lan}", body: `{"religion":"x"}`, status: 422, field: "religion=unknown_field"},

	{name: "give a post", who: coretest.Admin, method: "POST", path: "/people/{lan}/posts", body: `{"role":"approver","unit":"{X2}","from":"2026-01-01","basis":"Quyết định 5"}`, status: 201, save: []string{"post2=id"}},
	{name: "give it twice", who: coretest.Admin, method: "POST", path: "/people/{lan}/posts", body: `{"role":"approver","unit":"{X2}","from":"2026-01-01"}`, status: 409, code: "post.exists"},
	{name: "give without the right", who: coretest.Leader, method: "POST", path: "/people/{lan}/posts", body: `{"role":"admin","unit":"{T}"}`, status: 403, code: "forbidden"},
	{name: "give to another province's person", who: coretest.Admin, method: "POST", path: "/people/{far_person}/posts", body: `{"role":"approver","unit":"{X2}"}`, status: 404},
	{name: "give a role that is none", who: coretest.Admin, method: "POST", path: "/people/{lan}/posts", body: `{"role":"vua","unit":"{X2}"}`, status: 422, field: "role=unknown_value"},
	{name: "give until before it begins", who: coretest.Admin, method: "POST", path: "/people/{lan}/posts", body: `{"role":"watcher","unit":"{X2}","from":"2026-05-01","to":"2026-04-01"}`, status: 422, field: "to=out_of_range"},
	{name: "take a post without the right", who: coretest.Leader, method: "DELETE", path: "/posts/{post2}", status: 403, code: "forbidden"},
	{name: "take another province's post", who: coretest.Admin, method: "DELETE", path: "/posts/{far_post}", status: 404},
	{name: "take from a day that is none", who: coretest.Admin, method: "DELETE", path: "/posts/{post2}?last=2026-02-30", status: 422, field: "last=bad_date"},
	{name: "take a post", who: coretest.Admin, method: "DELETE", path: "/posts/{post2}", status: 204},

	{name: "a link without the right", who: coretest.Leader, method: "POST", path: "/people/{lan}/link", status: 403, code: "forbidden"},
	{name: "a link for another province's person", who: coretest.Admin, method: "POST", path: "/people/{far_person}/link", status: 404},
	{name: "a link with a word too many", who: coretest.Admin, method: "POST", path: "/people/{lan}/link?x=1", status: 422},
	{name: "a link", who: coretest.Admin, method: "POST", path: "/people/{lan}/link", status: 201, has: []string{"http://an.localhost/welcome#link="}, hasNot: []string{"?link="}},
	{name: "shut out", who: coretest.Admin, method: "PATCH", path: "/people/{lan}", body: `{"disabled":true}`, status: 200, has: []string{`"disabled":true`}},
	{name: "who is shut out is not there", who: coretest.Officer, method: "GET", path: "/people/{lan}", status: 404},
	{name: "a link for who is shut out", who: coretest.Admin, method: "POST", path: "/people/{lan}/link", status: 409, code: "person.disabled"},
	{name: "a post for who is shut out", who: coretest.Admin, method: "POST", path: "/people/{lan}/posts", body: `{"role":"watcher","unit":"{X2}"}`, status: 409, code: "person.disabled"},

	{name: "roles by name", who: coretest.Officer, method: "GET", path: "/roles", status: 200, has: []string{"Người duyệt"}, hasNot: []string{`"permissions"`, `"plays"`}},
	{name: "roles with what they permit", who: coretest.Admin, method: "GET", path: "/roles", status: 200, has: []string{`"permissions"`}},
	{name: "roles as nobody", method: "GET", path: "/roles", status: 401},
	{name: "roles with a word too many", who: coretest.Admin, method: "GET", path: "/roles?x=1", status: 422},
	{name: "why I may", who: coretest.Officer, method: "GET", path: "/why?action=read&object={visit}", status: 200, has: []string{`"allowed":true`}},
	{name: "why I may not", who: coretest.Watcher, method: "GET", path: "/why?action=update&object={visit}", status: 200, has: []string{`"allowed":false`}},
	{name: "why of what I may not see", who: coretest.Officer2, method: "GET", path: "/why?action=read&object={visit}", status: 404},
	{name: "why somebody else may", who: coretest.Officer, method: "GET", path: "/why?action=read&person={@officer2}", status: 403},
	{name: "why somebody of another province may", who: coretest.Admin, method: "GET", path: "/why?action=read&person={far_person}", status: 404},
	{name: "why what", who: coretest.Officer, method: "GET", path: "/why", status: 422, field: "action=required"},

	{name: "put one unit's people into somebody's hands", who: coretest.Admin, method: "POST", path: "/people/{@officer2}/posts", body: `{"role":"admin","unit":"{X2}"}`, status: 201},
	{name: "people for who administers one unit", who: coretest.Officer2, method: "GET", path: "/people?limit=200", status: 200, has: []string{`"login":"officer2"`}, hasNot: []string{`"login":"officer"`, `"login":"admin"`}},
	{name: "one person beyond that unit", who: coretest.Officer2, method: "GET", path: "/people/{@admin}", status: 200, hasNot: []string{`"login"`}},
}

func TestPeopleScenarios(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) { s.play(t, peopleScenarios) })
}
