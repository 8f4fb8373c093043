package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/web"
)

// TestNoNeighbourPutsItsSessionIn: by https the session is taken from the cookie no
// other host under the domain can set, and from no other.
func TestNoNeighbourPutsItsSessionIn(t *testing.T) {
	t.Parallel()
	r := coretest.New(t, coretest.Options{})
	s := r.Serve(web.Options{Log: quiet, HTTPS: true})
	p, err := r.People.ByLogin(r.In(coretest.An), coretest.Officer)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.People.SetPassword(r.In(coretest.An), p.ID, password); err != nil {
		t.Fatal(err)
	}
	c := s.As(coretest.An, "")
	cookie := c.Do(http.MethodPost, "/session", map[string]string{"login": coretest.Officer, "password": password}).Want(t, 200).Header.Get("Set-Cookie")
	for _, must := range []string{"__Host-dk_session=", "secure", "path=/", "HttpOnly"} {
		if !strings.Contains(cookie, must) {
			t.Errorf("the cookie has no %q: %s", must, cookie)
		}
	}
	c.Do(http.MethodGet, "/me", nil, "Cookie", cookie).Want(t, 200)
	c.Do(http.MethodGet, "/me", nil, "Cookie", strings.TrimPrefix(cookie, "__Host-")).Want(t, 401)
}
