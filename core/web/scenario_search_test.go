package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/doanket/doanket/core/coretest"
)

// TestLoginsCannotBeSpeltOut: whoever may not see a login learns nothing of it
// by searching, letter by letter or whole; who administers finds it whole.
func TestLoginsCannotBeSpeltOut(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		const login, name = "zq7.xkcd", "Phan Thanh Bình"
		s.client(coretest.Admin).Do(http.MethodPost, "/people", `{"login":"`+login+`","name":"`+name+`","email":"zq7@example.vn"}`).Want(t, 201)
		found := func(who, q string) int {
			var page struct{ Items []struct{ Name string } }
			s.client(who).Do(http.MethodGet, "/people?q="+url.QueryEscape(q), nil).Want(t, 200, &page)
			return len(page.Items)
		}
		for _, who := range coretest.Logins {
			for end := 1; end <= len(login); end++ {
				want := 0
				if who == coretest.Admin && end == len(login) {
					want = 1
				}
				if n := found(who, login[:end]); n != want {
					t.Errorf("%s finds %d by %q, want %d", who, n, login[:end], want)
				}
			}
			if n := found(who, "zq7@example"); n != 0 {
				t.Errorf("%s finds an e-mail address", who)
			}
			if n := found(who, "thanh binh"); n != 1 {
				t.Errorf("%s finds %d by the name", who, n)
			}
		}
	})
}
