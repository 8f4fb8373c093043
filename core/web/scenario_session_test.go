package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/doanket/doanket/core/coretest"
)

const password = "bốn con vịt qua cầu"

// sessionScenarios are one person's way through signing in, by a browser.
var sessionScenarios = []scenario{
	{name: "nothing sent", method: "POST", path: "/session", body: `{}`, status: 422, code: "invalid", field: "login=required"},
	{name: "unknown field", method: "POST", path: "/session", body: `{"login":"a","password":"b","admin":true}`, status: 422, field: "admin=unknown_field"},
	{name: "no such person", method: "POST", path: "/session", body: `{"login":"không có","password":"sai"}`, status: 401, code: "sign_in.failed",
		has: []string{"Tên đăng nhập hoặc mật khẩu không đúng."}},
	{name: "wrong password says the same", method: "POST", path: "/session", body: `{"login":"officer","password":"sai"}`, status: 401, code: "sign_in.failed",
		has: []string{"Tên đăng nhập hoặc mật khẩu không đúng."}, wants: []string{"Set-Cookie", ""}},
	{name: "in English for who asks", method: "POST", path: "/session", body: `{"login":"officer","password":"sai"}`, header: []string{"Accept-Language", "en-GB,en"},
		status: 401, has: []string{"The login or the password is wrong."}, wants: []string{"Content-Language", "en"}},
	{name: "login in any case", method: "POST", path: "/session", body: `{"login":" Officer ","password":"` + password + `"}`, status: 200,
		has: []string{`"login":"officer"`, `"csrf":"`, "Tỉnh An"}, hasNot: []string{"argon2"}, save: []string{"csrf=csrf", "cookie=header:Set-Cookie"}},
	{name: "from a page of another site", method: "POST", path: "/session", body: `{"login":"officer","password":"` + password + `"}`,
		header: []string{"Origin", "http://xau.example"}, status: 403, code: "origin"},
	{name: "from another province's page", method: "POST", path: "/session", body: `{"login":"officer","password":"` + password + `"}`,
		header: []string{"Sec-Fetch-Site", "same-site"}, status: 403, code: "origin"},

	{name: "me by cookie", method: "GET", path: "/me", header: []string{"Cookie", "{cookie}"}, status: 200, has: []string{`"csrf":"{csrf}"`, `"device":{"secret":"`, `"until":"`}},
	{name: "me as nobody", method: "GET", path: "/me", status: 401, code: "sign_in.required"},
	{name: "me with a made-up cookie", method: "GET", path: "/me", header: []string{"Cookie", "dk_session=abcdef"}, status: 401, code: "sign_in.required"},
	{name: "me with a made-up token", method: "GET", path: "/me", header: []string{"Authorization", "Bearer dk_abcdef"}, status: 401},
	{name: "me of a token has no CSRF", who: coretest.Officer, method: "GET", path: "/me", status: 200, has: []string{`"csrf":""`}, hasNot: []string{`"device"`}},
	{name: "me with a word too many", who: coretest.Officer, method: "GET", path: "/me?all=1", status: 422, field: "all=unknown_field"},
	{name: "a write without the CSRF header", method: "POST", path: "/records/demo.visit", header: []string{"Cookie", "{cookie}"},
		body: `{"unit":"{X1}","fields":{"title":"a","held_on":"2026-03-10"}}`, status: 403, code: "csrf"},
	{name: "a write with a wrong CSRF header", method: "POST", path: "/records/demo.visit", header: []string{"Cookie", "{cookie}", "X-CSRF-Token", "x"},
		body: `{"unit":"{X1}","fields":{"title":"a","held_on":"2026-03-10"}}`, status: 403, code: "csrf"},
	{name: "a write with it from another origin", method: "POST", path: "/records/demo.visit", body: `{"unit":"{X1}"}`,
		header: []string{"Cookie", "{cookie}", "X-CSRF-Token", "{csrf}", "Origin", "http://binh.localhost"}, status: 403, code: "origin"},
	{name: "a write with it", method: "POST", path: "/records/demo.visit", header: []string{"Cookie", "{cookie}", "X-CSRF-Token", "{csrf}"},
		body: `{"unit":"{X1}","fields":{"title":"Bằng trình duyệt","held_on":"2026-03-10"}}`, status: 201},

	{name: "my browsers", method: "GET", path: "/me/sessions", header: []string{"Cookie", "{cookie}"}, status: 200, has: []string{`"current":true`}, save: []string{"session=items.0.id"}},
	{name: "my browsers as nobody", method: "GET", path: "/me/sessions", status: 401},
	{name: "my browsers with a word too many", method: "GET", path: "/me/sessions?x=1", header: []string{"Cookie", "{cookie}"}, status: 422},
	{name: "end a browser with a word too many", method: "DELETE", path: "/me/sessions/{session}?x=1", header: []string{"Cookie", "{cookie}", "X-CSRF-Token", "{csrf}"}, status: 422},
	{name: "end a browser by token", who: coretest.Officer, method: "DELETE", path: "/me/sessions/{session}", status: 403, code: "session.by_token"},
	{name: "somebody else ends it in vain", method: "DELETE", path: "/me/sessions/{session}", header: []string{"Cookie", "{cookie2}", "X-CSRF-Token", "{csrf2}"}, status: 204},
	{name: "it still lives", method: "GET", path: "/me", header: []string{"Cookie", "{cookie}"}, status: 200},

	{name: "tokens need a person", who: coretest.Officer, method: "POST", path: "/me/tokens", body: `{"name":"máy"}`, status: 403, code: "session.by_token"},
	{name: "a token without a name", method: "POST", path: "/me/tokens", header: []string{"Cookie", "{cookie}", "X-CSRF-Token", "{csrf}"}, body: `{"name":" "}`, status: 422, field: "name=required"},
	{name: "a token past its time", method: "POST", path: "/me/tokens", header: []string{"Cookie", "{cookie}", "X-CSRF-Token", "{csrf}"},
		body: `{"name":"máy","expires":"2001-01-01T00:00:00Z"}`, status: 422, field: "expires=out_of_range"},
	{name: "a token that only reads", method: "POST", path: "/me/tokens", header: []string{"Cookie", "{cookie}", "X-CSRF-Token", "{csrf}"},
		body: `{"name":"máy đọc","allow":["read"]}`, status: 201, has: []string{`"secret":"dk_`}, save: []string{"token=id", "secret=secret"}},
	{name: "it reads", method: "GET", path: "/records/{visit}", header: []string{"Authorization", "Bearer {secret}"}, status: 200},
	{name: "it does not write", method: "POST", path: "/records/{visit}/comments", header: []string{"Authorization", "Bearer {secret}"}, body: `{"text":"ghi"}`, status: 403, code: "token.narrow"},
	{name: "my tokens show no secret", method: "GET", path: "/me/tokens", header: []string{"Cookie", "{cookie}"}, status: 200, has: []string{"máy đọc"}, hasNot: []string{"{secret}"}},
	{name: "tokens as nobody", method: "GET", path: "/me/tokens", status: 401},
	{name: "my tokens with a word too many", method: "GET", path: "/me/tokens?x=1", header: []string{"Cookie", "{cookie}"}, status: 422},
	{name: "end a token with a word too many", method: "DELETE", path: "/me/tokens/{token}?x=1", header: []string{"Cookie", "{cookie}", "X-CSRF-Token", "{csrf}"}, status: 422},
	{name: "end a token by token", who: coretest.Officer, method: "DELETE", path: "/me/tokens/{token}", status: 403, code: "session.by_token"},
	{name: "end a token", method: "DELETE", path: "/me/tokens/{token}", header: []string{"Cookie", "{cookie}", "X-CSRF-Token", "{csrf}"}, status: 204},
	{name: "it is dead at once", method: "GET", path: "/me", header: []string{"Authorization", "Bearer {secret}"}, status: 401, code: "sign_in.required"},

	{name: "proof by token", who: coretest.Officer, method: "POST", path: "/me/proof", body: `{"password":"x"}`, status: 403, code: "session.by_token"},
	{name: "proof of nothing", method: "POST", path: "/me/proof", header: []string{"Cookie", "{cookie}", "X-CSRF-Token", "{csrf}"}, body: `{}`, status: 422, field: "password=required"},
	{name: "a wrong proof", method: "POST", path: "/me/proof", header: []string{"Cookie", "{cookie}", "X-CSRF-Token", "{csrf}"}, body: `{"password":"sai"}`, status: 422, field: "password=sign_in.failed"},
	{name: "a code of no factor", method: "POST", path: "/me/proof", header: []string{"Cookie", "{cookie}", "X-CSRF-Token", "{csrf}"}, body: `{"otp":"123456"}`, status: 422, field: "otp=sign_in.failed"},
	{name: "a proof", method: "POST", path: "/me/proof", header: []string{"Cookie", "{cookie}", "X-CSRF-Token", "{csrf}"}, body: `{"password":"` + password + `"}`, status: 204},

	{name: "password by token", who: coretest.Officer, method: "POST", path: "/me/password", body: `{"current":"x","password":"y"}`, status: 403, code: "session.by_token"},
	{name: "password without the present one", method: "POST", path: "/me/password", header: []string{"Cookie", "{cookie}", "X-CSRF-Token", "{csrf}"},
		body: `{"current":"sai","password":"một câu thật là dài"}`, status: 422, field: "current=sign_in.failed"},
	{name: "password too short", method: "POST", path: "/me/password", header: []string{"Cookie", "{cookie}", "X-CSRF-Token", "{csrf}"},
		body: `{"current":"` + password + `","password":"ngắn"}`, status: 422, field: "password=too_short", has: []string{"tối thiểu 10"}},
	{name: "password easy to guess", method: "POST", path: "/me/password", header: []string{"Cookie", "{cookie}", "X-CSRF-Token", "{csrf}"},
		body: `{"current":"` + password + `","password":"aaaaaaaaaaaa"}`, status: 422, field: "password=password.guessable"},
	{name: "password changed", method: "POST", path: "/me/password", header: []string{"Cookie", "{cookie}", "X-CSRF-Token", "{csrf}"},
		body: `{"current":"` + password + `","password":"` + password + ` mới"}`, status: 204, wants: []string{"Set-Cookie", "*"}},
	{name: "every session has ended", method: "GET", path: "/me", header: []string{"Cookie", "{cookie}"}, status: 401},
	{name: "the old password is dead", method: "POST", path: "/session", body: `{"login":"officer","password":"` + password + `"}`, status: 401},

	{name: "a link for nobody", method: "POST", path: "/session/link", body: `{"secret":"khong-co"}`, status: 401, code: "link.invalid", has: []string{"Liên kết một lần"}},
	{name: "a link without its secret", method: "POST", path: "/session/link", body: `{}`, status: 422, field: "secret=required"},
	{name: "a link is made", who: coretest.Admin, method: "POST", path: "/people/{@officer}/link", status: 201, save: []string{"link=secret"}},
	{name: "a weak password does not use it up", method: "POST", path: "/session/link", body: `{"secret":"{link}","password":"ngắn"}`, status: 422, field: "password=too_short"},
	{name: "the link in another province", method: "POST", path: "/session/link", header: []string{"Host-Of", "binh"}, body: `{"secret":"{link}"}`, status: 401, code: "link.invalid"},
	{name: "the link signs in", method: "POST", path: "/session/link", body: `{"secret":"{link}","password":"` + password + ` ba"}`, status: 200,
		save: []string{"csrf=csrf", "cookie=header:Set-Cookie"}},
	{name: "the link a second time", method: "POST", path: "/session/link", body: `{"secret":"{link}"}`, status: 401, code: "link.invalid"},

	{name: "second factor by token", who: coretest.Watcher, method: "POST", path: "/me/otp", status: 403, code: "session.by_token"},
	{name: "confirm by token", who: coretest.Watcher, method: "POST", path: "/me/otp/confirm", body: `{"code":"123456"}`, status: 403},
	{name: "confirm what was not begun", method: "POST", path: "/me/otp/confirm", header: []string{"Cookie", "{cookie}", "X-CSRF-Token", "{csrf}"}, body: `{"code":"123456"}`, status: 409, code: "otp.not_begun"},
	{name: "second factor with a word too many", method: "POST", path: "/me/otp?x=1", header: []string{"Cookie", "{cookie}", "X-CSRF-Token", "{csrf}"}, status: 422},
	{name: "second factor begun", method: "POST", path: "/me/otp", header: []string{"Cookie", "{cookie}", "X-CSRF-Token", "{csrf}"}, status: 200,
		has: []string{"otpauth://totp/"}, save: []string{"otp=secret"}},
	{name: "a wrong code", method: "POST", path: "/me/otp/confirm", header: []string{"Cookie", "{cookie}", "X-CSRF-Token", "{csrf}"}, body: `{"code":"abc"}`, status: 422, code: "sign_in.otp_wrong"},
	{name: "a right code", method: "POST", path: "/me/otp/confirm", header: []string{"Cookie", "{cookie}", "X-CSRF-Token", "{csrf}"}, body: codeNow("code"), status: 200,
		has: []string{`"recovery_codes":[`}, save: []string{"recovery=recovery_codes.0"}},
	{name: "now the password alone is not enough", method: "POST", path: "/session", body: `{"login":"officer","password":"` + password + ` ba"}`, status: 401,
		code: "sign_in.otp_required", field: "otp=required"},
	{name: "a recovery code is", method: "POST", path: "/session", body: `{"login":"officer","password":"` + password + ` ba","otp":"{recovery}"}`, status: 200},
	{name: "once", method: "POST", path: "/session", body: `{"login":"officer","password":"` + password + ` ba","otp":"{recovery}"}`, status: 401, code: "sign_in.otp_wrong"},

	{name: "sign out everywhere as nobody", method: "DELETE", path: "/me/sessions", status: 401},
	{name: "sign out everywhere by token", who: coretest.Officer2, method: "DELETE", path: "/me/sessions", status: 403, code: "session.by_token"},
	{name: "sign out everywhere with a word too many", method: "DELETE", path: "/me/sessions?x=1", header: []string{"Cookie", "{cookie2}", "X-CSRF-Token", "{csrf2}"}, status: 422},
	{name: "another browser of the same person", method: "POST", path: "/session", body: `{"login":"officer2","password":"` + password + `"}`, status: 200, save: []string{"cookie3=header:Set-Cookie"}},
	{name: "sign out everywhere", method: "DELETE", path: "/me/sessions", header: []string{"Cookie", "{cookie2}", "X-CSRF-Token", "{csrf2}"}, status: 204, wants: []string{"Set-Cookie", "*", "Clear-Site-Data", "*"}},
	{name: "here", method: "GET", path: "/me", header: []string{"Cookie", "{cookie2}"}, status: 401},
	{name: "and there", method: "GET", path: "/me", header: []string{"Cookie", "{cookie3}"}, status: 401},
	{name: "nobody else was", method: "GET", path: "/me", header: []string{"Cookie", "{cookie}"}, status: 200},

	{name: "sign out as nobody", method: "DELETE", path: "/session", status: 401},
	{name: "sign out without the CSRF header", method: "DELETE", path: "/session", header: []string{"Cookie", "{cookie}"}, status: 403, code: "csrf"},
	{name: "sign out by token", who: coretest.Watcher, method: "DELETE", path: "/session", status: 403, code: "session.by_token"},
	{name: "sign out with a word too many", method: "DELETE", path: "/session?x=1", header: []string{"Cookie", "{cookie}", "X-CSRF-Token", "{csrf}"}, status: 422},
	{name: "sign out", method: "DELETE", path: "/session", header: []string{"Cookie", "{cookie}", "X-CSRF-Token", "{csrf}"}, status: 204, wants: []string{"Set-Cookie", "*"}},
	{name: "signed out", method: "GET", path: "/me", header: []string{"Cookie", "{cookie}"}, status: 401},
}

// codeNow is a body with the code an authenticator app shows now.
func codeNow(field string) func(*testing.T, *stage) any {
	return func(t *testing.T, s *stage) any {
		code, err := totp.GenerateCode(s.known["otp"], time.Now())
		if err != nil {
			t.Fatal(err)
		}
		return map[string]any{field: code}
	}
}

func TestSessionScenarios(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		for _, login := range []string{coretest.Officer, coretest.Officer2} {
			if err := s.People.SetPassword(s.In(coretest.An), s.known["@"+login], password); err != nil {
				t.Fatal(err)
			}
		}
		res := s.client("").Do(http.MethodPost, "/session", map[string]string{"login": coretest.Officer2, "password": password}).Want(t, 200)
		s.known["cookie2"], s.known["csrf2"] = res.Header.Get("Set-Cookie"), at(t, res, "csrf")
		cookie := strings.ToLower(s.known["cookie2"])
		for _, must := range []string{"dk_session=", "httponly", "samesite=lax", "path=/", "max-age="} {
			if !strings.Contains(cookie, must) {
				t.Errorf("the cookie has no %q: %s", must, cookie)
			}
		}
		if strings.Contains(cookie, "domain=") {
			t.Errorf("the cookie leaves its host: %s", cookie)
		}
		s.play(t, sessionScenarios)
	})
}

// TestManyWrongPasswordsLockTheLogin: after ten, not even the right one opens
// it for a while, in words that say what to do; others sign in as ever.
func TestManyWrongPasswordsLockTheLogin(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		for _, login := range []string{coretest.Officer, coretest.Officer2} {
			if err := s.People.SetPassword(s.In(coretest.An), s.known["@"+login], password); err != nil {
				t.Fatal(err)
			}
		}
		c := s.client("")
		for range 10 {
			c.Do(http.MethodPost, "/session", `{"login":"officer","password":"sai"}`).Want(t, 401)
		}
		res := c.Do(http.MethodPost, "/session", `{"login":"officer","password":"`+password+`"}`).Want(t, 429)
		if p := problemOf(t, res); p.Code != "sign_in.limited" || p.RetryAfter < 60 {
			t.Errorf("%s, again in %d s", p.Code, p.RetryAfter)
		}
		c.Do(http.MethodPost, "/session", `{"login":"officer2","password":"`+password+`"}`).Want(t, 200)
		s.client(coretest.Officer).Do(http.MethodGet, "/me", nil).Want(t, 200)
	})
}
