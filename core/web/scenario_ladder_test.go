package web_test

import (
	"net/http"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/identity"
)

// attackers are everybody of the rig but the province's administrator; officer2
// administers commune X2 as well.
var attackers = []string{coretest.Officer, coretest.Officer2, coretest.Approver, coretest.Leader, coretest.Responder, coretest.Watcher}

// TestNobodyClimbsTheLadder: every role tries to give itself, or a friend without a
// post, more than it holds, to take from who holds more, and to come into their
// account. Nothing of it is done.
func TestNobodyClimbsTheLadder(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		admin := s.client(coretest.Admin)
		admin.Do(http.MethodPost, "/people/"+s.known["@officer2"]+"/posts", map[string]string{"role": "admin", "unit": s.known["X2"]}).Want(t, 201)
		friend := struct{ ID string }{}
		admin.Do(http.MethodPost, "/people", map[string]any{"login": "ban", "name": "Bạn Thân"}).Want(t, 201, &friend)
		posts := map[string]string{}
		for _, login := range coretest.Logins {
			var p struct{ Posts []struct{ ID string } }
			admin.Do(http.MethodGet, "/people/"+s.known["@"+login], nil).Want(t, 200, &p)
			posts[login] = p.Posts[0].ID
		}
		refused := func(who, what string, res *coretest.Response) {
			t.Helper()
			if res.Status != http.StatusForbidden {
				t.Errorf("%s: %s: %d %.300s", who, what, res.Status, res.Body)
			}
		}
		for _, who := range attackers {
			c := s.client(who)
			for _, to := range []string{s.known["@"+who], friend.ID} {
				for _, p := range [][2]string{{"admin", "T"}, {"approver", "T"}, {"watcher", "T"}, {"approver", "X2"}, {"responder", "X2"}, {"officer", "X1"}, {"admin", "X1"}} {
					refused(who, p[0]+" at "+p[1], c.Do(http.MethodPost, "/people/"+to+"/posts", map[string]string{"role": p[0], "unit": s.known[p[1]]}))
				}
			}
			refused(who, "a new person who leads", c.Do(http.MethodPost, "/people", map[string]any{"login": "moi", "name": "Mới",
				"posts": []any{map[string]string{"role": "approver", "unit": s.known["X2"]}}}))
			for _, chief := range []string{coretest.Admin, coretest.Leader, coretest.Watcher} {
				if chief == who {
					continue
				}
				refused(who, "a link for "+chief, c.Do(http.MethodPost, "/people/"+s.known["@"+chief]+"/link", nil))
				refused(who, "the post of "+chief, c.Do(http.MethodDelete, "/posts/"+posts[chief], nil))
				for _, change := range []string{`{"disabled":true}`, `{"email":"ke@example.vn"}`, `{"login":"khac"}`, `{"remove_otp":true}`} {
					refused(who, change+" of "+chief, c.Do(http.MethodPatch, "/people/"+s.known["@"+chief], change))
				}
			}
		}
		for _, p := range [][2]string{{"approver", "T"}, {"officer", "X1"}, {"watcher", "T"}} { // who reads no record does not begin to
			refused("admin", "to oneself "+p[0], admin.Do(http.MethodPost, "/people/"+s.known["@admin"]+"/posts", map[string]string{"role": p[0], "unit": s.known[p[1]]}))
		}
		s.client(coretest.Officer2).Do(http.MethodPost, "/people/"+friend.ID+"/posts", map[string]string{"role": "officer", "unit": s.known["X2"]}).Want(t, 201)
	})
}

// TestAChiefOfTheSameUnitIsNotTakenOver by who administers that unit's people and may
// do less there.
func TestAChiefOfTheSameUnitIsNotTakenOver(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		admin, of2 := s.client(coretest.Admin), s.client(coretest.Officer2)
		admin.Do(http.MethodPost, "/people/"+s.known["@officer2"]+"/posts", map[string]string{"role": "admin", "unit": s.known["X2"]}).Want(t, 201)
		chief := struct{ ID string }{}
		admin.Do(http.MethodPost, "/people", map[string]any{"login": "chutich", "name": "Chủ Tịch",
			"posts": []any{map[string]string{"role": "approver", "unit": s.known["X2"]}}}).Want(t, 201, &chief)
		for _, try := range []struct{ method, path, body string }{{http.MethodPost, "/people/" + chief.ID + "/link", ""},
			{http.MethodPatch, "/people/" + chief.ID, `{"email":"ke@example.vn"}`}, {http.MethodPatch, "/people/" + chief.ID, `{"disabled":true}`}} {
			if p := problemOf(t, of2.Do(try.method, try.path, try.body)); p.Code != "person.holds_more" {
				t.Errorf("%s %s %s: %s", try.method, try.path, try.body, p.Code)
			}
		}
	})
}

// TestTheLastAdministratorStays, whichever way they would go, alone or two at once.
func TestTheLastAdministratorStays(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		admin := s.client(coretest.Admin)
		var me struct{ Posts []struct{ ID string } }
		admin.Do(http.MethodGet, "/people/"+s.known["@admin"], nil).Want(t, 200, &me)
		post := "/posts/" + me.Posts[0].ID
		for what, res := range map[string]*coretest.Response{
			"their post":          admin.Do(http.MethodDelete, post, nil),
			"their post some day": admin.Do(http.MethodDelete, post+"?last=2027-12-31", nil),
			"their account":       admin.Do(http.MethodPatch, "/people/"+s.known["@admin"], `{"disabled":true}`),
		} {
			if res.Status != http.StatusConflict || problemOf(t, res).Code != "person.last_administrator" {
				t.Errorf("%s: %d %.300s", what, res.Status, res.Body)
			}
		}
		other, err := s.People.Create(s.In(coretest.An), identity.NewPerson{Login: "quantri2", FamilyMiddle: "Lê Thị", Given: "Hai"})
		if err == nil {
			_, err = s.People.Grant(s.In(coretest.An), identity.Grant{PersonID: other.ID, Role: "admin", UnitID: s.known["T"]})
		}
		if err != nil {
			t.Fatal(err)
		}
		second, done := s.client("quantri2"), make(chan int, 2)
		go func() { done <- admin.Do(http.MethodPatch, "/people/"+other.ID, `{"disabled":true}`).Status }()
		go func() { done <- second.Do(http.MethodPatch, "/people/"+s.known["@admin"], `{"disabled":true}`).Status }()
		if one, two := <-done, <-done; one == http.StatusOK && two == http.StatusOK {
			t.Error("two administrators shut each other out at once, and nobody is left")
		}
	})
}
