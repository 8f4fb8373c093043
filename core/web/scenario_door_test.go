package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
)

// TestTheLogSeesDoors: whatever is done to come in leaves a line, and the owner hears
// of what might not have been them.
func TestTheLogSeesDoors(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		in := s.In(coretest.An)
		if err := s.People.SetPassword(in, s.known["@officer"], password); err != nil {
			t.Fatal(err)
		}
		nobody := s.client("")
		open := func(pass string, status int, agent string) *coretest.Response {
			t.Helper()
			return nobody.Do(http.MethodPost, "/session", map[string]string{"login": "officer", "password": pass}, "User-Agent", agent).Want(t, status)
		}
		open("sai mật khẩu", 401, "Máy Một/1.0")
		open(password, 200, "Máy Một/1.0")
		open(password, 200, "Máy Một/2.5") // a newer version is no other device
		res := open(password, 200, "Máy Hai/1.0")
		mine := []string{"Cookie", res.Header.Get("Set-Cookie"), "X-CSRF-Token", at(t, res, "csrf")}
		made := nobody.Do(http.MethodPost, "/me/tokens", `{"name":"máy"}`, mine...).Want(t, 201)
		nobody.Do(http.MethodDelete, "/me/tokens/"+at(t, made, "id"), nil, mine...).Want(t, 204)
		notices := func(headers ...string) string {
			return string(nobody.Do(http.MethodGet, "/notices", nil, headers...).Want(t, 200).Body)
		}
		heard := notices(mine...)
		for what, times := range map[string]int{"Mật khẩu của bạn vừa được đổi": 1, "từ một máy chưa từng dùng": 1, "Vừa tạo một khóa kết nối phần mềm": 1} {
			if n := strings.Count(heard, what); n != times {
				t.Errorf("the owner heard %d times, not %d: %s", n, times, what)
			}
		}
		if left := nobody.Do(http.MethodDelete, "/session", nil, mine...).Want(t, 204); left.Header.Get("Clear-Site-Data") != `"cache"` {
			t.Error("who leaves leaves behind what the browser kept of answers")
		}
		link := s.client(coretest.Admin).Do(http.MethodPost, "/people/"+s.known["@officer"]+"/link", nil).Want(t, 201)
		open(password, 401, "Máy Một/1.0") // the old password ended with the link
		res = nobody.Do(http.MethodPost, "/session/link", map[string]string{"secret": at(t, link, "secret"), "password": password + " hai"}).Want(t, 200)
		if heard := notices("Cookie", res.Header.Get("Set-Cookie")); !strings.Contains(heard, "Nguyễn Văn admin vừa tạo đường dẫn đăng nhập một lần") {
			t.Errorf("the owner was not told who made a link: %.400s", heard)
		}
		for range 12 {
			nobody.Do(http.MethodPost, "/session", `{"login":"officer2","password":"sai"}`)
		}
		raw := s.client(coretest.Admin).Do(http.MethodGet, "/audit?limit=200", nil).Want(t, 200)
		for _, want := range []string{"password.set", "sign_in.failed", "sign_in", "token.make", "token.end", "sign_out", "link.make", "link.use", "sign_in.limited"} {
			if !strings.Contains(string(raw.Body), `"action":"`+want+`"`) {
				t.Errorf("the log does not see %s", want)
			}
		}
		if strings.Contains(string(raw.Body), password) {
			t.Error("the log tells a password")
		}
	})
}
