package web_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/identity"
)

// secondScenarios are the way of acts that need a second administrator: {one} and
// {two} are two of them, {hand} an account the first one made.
var secondScenarios = []scenario{
	{name: "a link for who holds more is only proposed", method: "POST", path: "/people/{@leader}/link", header: []string{"Cookie", "{one}", "X-CSRF-Token", "{csrf_one}"}, status: 202,
		has: []string{`"state":"waiting"`, `"act":"person.link"`}, hasNot: []string{`"secret"`, "welcome"}, save: []string{"proposal=proposal.id"}},
	{name: "it waits", method: "GET", path: "/proposals", header: []string{"Cookie", "{two}"}, status: 200, has: []string{"{proposal}", `"confirm"`, "Nguyễn Văn leader"}},
	{name: "it waits as nobody", method: "GET", path: "/proposals", status: 401},
	{name: "it waits with a word too many", who: coretest.Admin, method: "GET", path: "/proposals?x=1", status: 422},
	{name: "its owner administers nobody", who: coretest.Leader, method: "GET", path: "/proposals", status: 200, has: []string{`"items":[]`}},
	{name: "who proposes does not confirm", method: "POST", path: "/proposals/{proposal}/confirm", header: []string{"Cookie", "{one}", "X-CSRF-Token", "{csrf_one}"}, status: 403, code: "proposal.second"},
	{name: "nor their other account", method: "POST", path: "/proposals/{proposal}/confirm", header: []string{"Cookie", "{hand}", "X-CSRF-Token", "{csrf_hand}"}, status: 403, code: "proposal.second"},
	{name: "nor a program", who: coretest.Admin, method: "POST", path: "/proposals/{proposal}/confirm", status: 403, code: "session.by_token"},
	{name: "nor who administers nobody", who: coretest.Leader, method: "POST", path: "/proposals/{proposal}/confirm", status: 404},
	{name: "nor refuses", who: coretest.Officer, method: "DELETE", path: "/proposals/{proposal}", status: 404},
	{name: "confirm with a word too many", method: "POST", path: "/proposals/{proposal}/confirm?x=1", header: []string{"Cookie", "{two}", "X-CSRF-Token", "{csrf_two}"}, status: 422},
	{name: "the owner's password still counts", method: "POST", path: "/session", body: `{"login":"leader","password":"` + password + `"}`, status: 200},
	{name: "another administrator confirms", method: "POST", path: "/proposals/{proposal}/confirm", header: []string{"Cookie", "{two}", "X-CSRF-Token", "{csrf_two}", "Idempotency-Key", "k"}, body: `{}`, status: 200,
		has: []string{`"state":"confirmed"`, "/welcome#link="}, save: []string{"secret=link.secret"}},
	{name: "its link is told once", method: "POST", path: "/proposals/{proposal}/confirm", header: []string{"Cookie", "{two}", "X-CSRF-Token", "{csrf_two}", "Idempotency-Key", "k"}, body: `{}`, status: 409, code: "idempotency_done", hasNot: []string{"{secret}"}},
	{name: "the old password ended", method: "POST", path: "/session", body: `{"login":"leader","password":"` + password + `"}`, status: 401},
	{name: "confirmed is confirmed", method: "POST", path: "/proposals/{proposal}/confirm", header: []string{"Cookie", "{two}", "X-CSRF-Token", "{csrf_two}"}, status: 409, code: "proposal.over"},
	{name: "the link signs in", method: "POST", path: "/session/link", body: `{"secret":"{secret}","password":"` + password + ` ba"}`, status: 200},

	{name: "an address by which the province's provider finds who holds more", method: "PATCH", path: "/people/{@watcher}", header: []string{"Cookie", "{one}", "X-CSRF-Token", "{csrf_one}"}, body: `{"email":"ke@example.vn"}`,
		status: 202, has: []string{`"act":"person.change"`, `"change":{"email":"ke@example.vn"}`}, save: []string{"address=proposal.id"}},
	{name: "refuse with a word too many", method: "DELETE", path: "/proposals/{address}?x=1", header: []string{"Cookie", "{two}", "X-CSRF-Token", "{csrf_two}"}, status: 422},
	{name: "another administrator refuses it", method: "DELETE", path: "/proposals/{address}", header: []string{"Cookie", "{two}", "X-CSRF-Token", "{csrf_two}"}, status: 200, has: []string{`"state":"refused"`}},
	{name: "it is not done", who: coretest.Admin, method: "GET", path: "/people/{@watcher}", status: 200, hasNot: []string{"ke@example.vn"}},
	{name: "again", method: "PATCH", path: "/people/{@watcher}", header: []string{"Cookie", "{one}", "X-CSRF-Token", "{csrf_one}"}, body: `{"email":"moi@example.vn"}`, status: 202, save: []string{"address=proposal.id"}},
	{name: "and confirmed", method: "POST", path: "/proposals/{address}/confirm", header: []string{"Cookie", "{two}", "X-CSRF-Token", "{csrf_two}"}, status: 200},
	{name: "it is done", who: coretest.Admin, method: "GET", path: "/people/{@watcher}", status: 200, has: []string{"moi@example.vn"}},

	{name: "shut the account of who holds more", method: "PATCH", path: "/people/{@watcher}", header: []string{"Cookie", "{one}", "X-CSRF-Token", "{csrf_one}"}, body: `{"disabled":true}`, status: 202, has: []string{`"change":{"disabled":true}`}, hasNot: []string{`"disabled":true,"linked"`}, save: []string{"shut=proposal.id"}},
	{name: "it works still", method: "POST", path: "/session", body: `{"login":"watcher","password":"` + password + `"}`, status: 200},
	{name: "not shut by who made it", method: "POST", path: "/proposals/{shut}/confirm", header: []string{"Cookie", "{one}", "X-CSRF-Token", "{csrf_one}"}, status: 403, code: "proposal.second"},
	{name: "nor by their hand", method: "POST", path: "/proposals/{shut}/confirm", header: []string{"Cookie", "{hand}", "X-CSRF-Token", "{csrf_hand}"}, status: 403, code: "proposal.second"},
	{name: "nor by who administers nobody", who: coretest.Officer, method: "POST", path: "/proposals/{shut}/confirm", status: 404},
	{name: "by two it is", method: "POST", path: "/proposals/{shut}/confirm", header: []string{"Cookie", "{two}", "X-CSRF-Token", "{csrf_two}"}, status: 200},
	{name: "and does not work", method: "POST", path: "/session", body: `{"login":"watcher","password":"` + password + `"}`, status: 401},
	{name: "shut already", method: "PATCH", path: "/people/{@watcher}", header: []string{"Cookie", "{one}", "X-CSRF-Token", "{csrf_one}"}, body: `{"disabled":true}`, status: 200, hasNot: []string{"proposal"}},
	{name: "open it again", method: "PATCH", path: "/people/{@watcher}", header: []string{"Cookie", "{two}", "X-CSRF-Token", "{csrf_two}"}, body: `{"disabled":false}`, status: 202, save: []string{"open=proposal.id"}},
	{name: "by the other", method: "POST", path: "/proposals/{open}/confirm", header: []string{"Cookie", "{one}", "X-CSRF-Token", "{csrf_one}"}, status: 200},
	{name: "it works again", method: "POST", path: "/session", body: `{"login":"watcher","password":"` + password + `"}`, status: 200},
	{name: "a name and a login for it", method: "PATCH", path: "/people/{@watcher}", header: []string{"Cookie", "{one}", "X-CSRF-Token", "{csrf_one}"}, body: `{"name":"Kẻ Gian","login":"kegian","locale":"en"}`, status: 202,
		has: []string{`"login":"kegian"`, `"given":"Gian"`, `"locale":"en"`, "Nguyễn Văn watcher"}, save: []string{"name=proposal.id"}},
	{name: "refused", method: "DELETE", path: "/proposals/{name}", header: []string{"Cookie", "{two}", "X-CSRF-Token", "{csrf_two}"}, status: 200},
	{name: "is not done", who: coretest.Admin, method: "GET", path: "/people/{@watcher}", status: 200, has: []string{`"login":"watcher"`}, hasNot: []string{"kegian", "Gian"}},
	{name: "a login that is none is told at once", method: "PATCH", path: "/people/{@watcher}", header: []string{"Cookie", "{one}", "X-CSRF-Token", "{csrf_one}"}, body: `{"login":"a b"}`, status: 422, field: "login=login_signs"},
	{name: "and one that is taken", method: "PATCH", path: "/people/{@watcher}", header: []string{"Cookie", "{one}", "X-CSRF-Token", "{csrf_one}"}, body: `{"login":"leader"}`, status: 409, field: "login=exists"},
	{name: "the second factor of who holds more", method: "PATCH", path: "/people/{@watcher}", header: []string{"Cookie", "{one}", "X-CSRF-Token", "{csrf_one}"}, body: `{"remove_otp":true}`, status: 202, has: []string{`"change":{"remove_otp":true}`}},
	{name: "nothing that differs", method: "PATCH", path: "/people/{@watcher}", header: []string{"Cookie", "{one}", "X-CSRF-Token", "{csrf_one}"}, body: `{"login":"WATCHER","disabled":false}`, status: 200, hasNot: []string{"proposal"}},
	{name: "a language is nobody's door", method: "PATCH", path: "/people/{@watcher}", header: []string{"Cookie", "{one}", "X-CSRF-Token", "{csrf_one}"}, body: `{"locale":"vi"}`, status: 200, has: []string{`"locale":"vi"`}, hasNot: []string{"proposal"}},
	{name: "who holds no more is one administrator's", method: "PATCH", path: "/people/{@admin}", header: []string{"Cookie", "{two}", "X-CSRF-Token", "{csrf_two}"}, body: `{"email":"qt@example.vn"}`, status: 200, hasNot: []string{"proposal"}},
	{name: "their posts", who: coretest.Admin, method: "GET", path: "/people/{@watcher}", status: 200, save: []string{"post=posts.0.id"}},
	{name: "a post is ended by one", method: "DELETE", path: "/posts/{post}", header: []string{"Cookie", "{one}", "X-CSRF-Token", "{csrf_one}"}, status: 204},
	{name: "and the account still is not theirs", method: "POST", path: "/people/{@watcher}/link", header: []string{"Cookie", "{one}", "X-CSRF-Token", "{csrf_one}"}, status: 202, hasNot: []string{`"secret"`}},

	{name: "let people decide on their own work", method: "PATCH", path: "/settings", header: []string{"Cookie", "{one}", "X-CSRF-Token", "{csrf_one}"}, status: 202,
		body: `{"self_approvals":[{"unit":"X1","step":"demo.visit.approve","reason":"Xã chỉ có một cán bộ"}]}`, has: []string{`"settings":{`, `"self_approvals":[]`}, save: []string{"own=proposal.id"}},
	{name: "withdraw it", method: "DELETE", path: "/proposals/{own}", header: []string{"Cookie", "{one}", "X-CSRF-Token", "{csrf_one}"}, status: 200, has: []string{`"state":"withdrawn"`}},
	{name: "propose it anew", method: "PATCH", path: "/settings", header: []string{"Cookie", "{one}", "X-CSRF-Token", "{csrf_one}"}, status: 202,
		body: `{"self_approvals":[{"unit":"X1","step":"demo.visit.approve","reason":"Xã chỉ có một cán bộ"}]}`, save: []string{"own=proposal.id"}},
	{name: "and confirm", method: "POST", path: "/proposals/{own}/confirm", header: []string{"Cookie", "{two}", "X-CSRF-Token", "{csrf_two}"}, status: 200, hasNot: []string{`"link"`}},
	{name: "it holds", who: coretest.Admin, method: "GET", path: "/settings", status: 200, has: []string{`"unit":"X1"`}},
	{name: "one alone takes it away", method: "PATCH", path: "/settings", header: []string{"Cookie", "{two}", "X-CSRF-Token", "{csrf_two}"}, status: 200, body: `{"self_approvals":[]}`, has: []string{`"self_approvals":[]`}},
}

// TestOneAdministratorAloneComesIntoNoAccount that holds more, and weakens no check; two
// who are not known to be one do, and the log and the owner hear of all of it.
func TestOneAdministratorAloneComesIntoNoAccount(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		s.administrators(t)
		s.play(t, secondScenarios)
		log := string(s.client(coretest.Admin).Do(http.MethodGet, "/audit?limit=200", nil).Want(t, 200).Body)
		for _, act := range []string{"proposal.make", "proposal.confirmed", "proposal.refused", "proposal.withdrawn", "person.link", "link.make", "settings.change", "person.change"} {
			if !strings.Contains(log, `"action":"`+act+`"`) {
				t.Errorf("the log does not see %s", act)
			}
		}
		delete(s.clients, coretest.Leader) // the link gave a new password
		if heard := string(s.client(coretest.Leader).Do(http.MethodGet, "/notices", nil).Want(t, 200).Body); !strings.Contains(heard, "đang chờ người quản trị thứ hai") {
			t.Errorf("the owner heard nothing: %.300s", heard)
		}
	})
}

// TestAProposalLapses, and is not confirmed after that.
func TestAProposalLapses(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		s.administrators(t)
		s.play(t, secondScenarios[:1])
		err := db.InTx(s.In(coretest.An), func(ctx context.Context) error {
			_, err := db.Exec(ctx, "UPDATE proposal SET expires_at = 1")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		s.play(t, []scenario{
			{name: "too late", method: "POST", path: "/proposals/{proposal}/confirm", header: []string{"Cookie", "{two}", "X-CSRF-Token", "{csrf_two}"}, status: 409, code: "proposal.over"},
			{name: "and seen to be", method: "GET", path: "/proposals", header: []string{"Cookie", "{two}"}, status: 200, has: []string{`"state":"lapsed"`}, hasNot: []string{`"confirm"`}},
		})
	})
}

// administrators signs in two of them, and a third account the first one has made.
func (s *stage) administrators(t *testing.T) {
	t.Helper()
	in := s.In(coretest.An)
	second, err := s.People.Create(in, identity.NewPerson{Login: "quantri2", FamilyMiddle: "Lê Thị", Given: "Hai"})
	if err == nil {
		_, err = s.People.Grant(in, identity.Grant{PersonID: second.ID, Role: "admin", UnitID: s.known["T"]})
	}
	if err != nil {
		t.Fatal(err)
	}
	made := s.client(coretest.Admin).Do(http.MethodPost, "/people", map[string]any{"login": "taychan", "name": "Tay Chân",
		"posts": []any{map[string]string{"role": "admin", "unit": s.known["T"]}}}).Want(t, 201)
	for name, person := range map[string][2]string{"one": {coretest.Admin, s.known["@admin"]}, "two": {"quantri2", second.ID}, "hand": {"taychan", at(t, made, "id")}, "owner": {coretest.Leader, s.known["@leader"]},
		"other": {coretest.Watcher, s.known["@watcher"]}} {
		if err := s.People.SetPassword(in, person[1], password); err != nil {
			t.Fatal(err)
		}
		res := s.client("").Do(http.MethodPost, "/session", map[string]string{"login": person[0], "password": password}).Want(t, 200)
		s.known[name], s.known["csrf_"+name] = res.Header.Get("Set-Cookie"), at(t, res, "csrf")
	}
	clear(s.clients) // a new password ends tokens
}
