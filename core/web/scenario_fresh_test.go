package web_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db"
)

// TestABorrowedSessionMakesNothingThatLasts: a quarter of an hour after anybody of the
// province signed in, whoever holds their phone can make no token, factor or link,
// change no address, no setting and no module, lend and give no post, until the password
// or a code is shown.
func TestABorrowedSessionMakesNothingThatLasts(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		for _, login := range coretest.Logins {
			if err := s.People.SetPassword(s.In(coretest.An), s.known["@"+login], password); err != nil {
				t.Fatal(err)
			}
			nobody := s.client("")
			res := nobody.Do(http.MethodPost, "/session", map[string]string{"login": login, "password": password}).Want(t, 200)
			mine := []string{"Cookie", res.Header.Get("Set-Cookie"), "X-CSRF-Token", at(t, res, "csrf")}
			acts := [][3]string{{http.MethodPost, "/me/tokens", `{"name":"máy"}`}, {http.MethodPost, "/me/otp", ""},
				{http.MethodPost, "/me/delegations", fmt.Sprintf(`{"post":%q,"person":%q,"to":"2099-12-31","reason":"Đi công tác"}`, s.known["@"+login], s.known["@officer2"])}}
			if login == coretest.Admin {
				acts = append(acts, [][3]string{{http.MethodPost, "/people/" + s.known["@leader"] + "/link", ""}, {http.MethodPatch, "/people/" + s.known["@leader"], `{"email":"ke@example.vn"}`},
					{http.MethodPatch, "/people/" + s.known["@leader"], `{"remove_otp":true}`}, {http.MethodPatch, "/settings", `{"postal_days":2}`},
					{http.MethodPost, "/people/" + s.known["@leader"] + "/posts", fmt.Sprintf(`{"role":"officer","unit":%q}`, s.known["X1"])},
					{http.MethodPost, "/modules/demo", `{"enabled":false}`}, {http.MethodPost, "/modules/demo/version", `{"version":"newest"}`},
					{http.MethodPut, "/kinds/demo.visit/fields", `{"fields":[]}`}, {http.MethodPut, "/programme", `{"clauses":[]}`}}...)
			}
			err := db.InTx(s.In(coretest.An), func(ctx context.Context) error {
				_, err := db.Exec(ctx, "UPDATE session SET proved_at = proved_at - 900000000")
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if err := s.People.SignOut(s.In(coretest.An), "nobody's"); err != nil { // forgets what is remembered of sessions
				t.Fatal(err)
			}
			for _, a := range acts {
				if p := problemOf(t, nobody.Do(a[0], a[1], a[2], mine...).Want(t, 403)); p.Code != "sign_in.again" {
					t.Errorf("%s: %s %s: %s", login, a[0], a[1], p.Code)
				}
			}
			nobody.Do(http.MethodGet, "/today", nil, mine...).Want(t, 200) // daily work goes on
			nobody.Do(http.MethodPost, "/me/proof", `{"password":"sai"}`, mine...).Want(t, 422)
			nobody.Do(acts[0][0], acts[0][1], acts[0][2], mine...).Want(t, 403)
			nobody.Do(http.MethodPost, "/me/proof", fmt.Sprintf(`{"password":%q}`, password), mine...).Want(t, 204)
			nobody.Do(acts[0][0], acts[0][1], acts[0][2], mine...).Want(t, 201)
		}
	})
}
