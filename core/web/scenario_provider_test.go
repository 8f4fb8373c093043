package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/task"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/web"
)

// op starts the real provider program named by DOANKET_TEST_OIDC (cmd/dev test -full gets
// it: the example server of zitadel/oidc) with two people.
func op(t *testing.T, port, back string) string {
	t.Helper()
	users, err := json.Marshal(map[string]any{
		"sub-lan": map[string]any{"ID": "sub-lan", "Username": "lan", "Password": "verysecure", "Email": "lan@example.vn", "EmailVerified": true},
		"sub-ke":  map[string]any{"ID": "sub-ke", "Username": "ke", "Password": "verysecure", "Email": "lan2@example.vn", "EmailVerified": false},
	})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "users.json")
	if err := os.WriteFile(file, users, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), os.Getenv("DOANKET_TEST_OIDC"))
	cmd.Env = []string{"PORT=" + port, "USERS_FILE=" + file, "REDIRECT_URI=" + back}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	issuer := "http://localhost:" + port + "/"
	wait.Until(t, "the provider", func() bool {
		res, err := http.Get(issuer + ".well-known/openid-configuration") //nolint:noctx // on loopback, in a test
		if err != nil {
			return false
		}
		return res.Body.Close() == nil && res.StatusCode == http.StatusOK
	})
	return issuer
}

// through signs in at the provider as its pages ask, and answers what it sends back.
func through(t *testing.T, at, user string) url.Values {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	var back *url.URL
	c := &http.Client{Jar: jar, Timeout: wait.Bound, CheckRedirect: func(req *http.Request, _ []*http.Request) error {
		if strings.Contains(req.URL.Path, "/signed-in/") {
			back = req.URL
			return http.ErrUseLastResponse
		}
		return nil
	}}
	res, err := c.Get(at) //nolint:noctx // on loopback, in a test
	if err != nil {
		t.Fatal(err)
	}
	form := url.Values{"id": {res.Request.URL.Query().Get("authRequestID")}, "username": {user}, "password": {"verysecure"}}
	_ = res.Body.Close()
	if res, err = c.PostForm("http://"+res.Request.URL.Host+"/login/username", form); err != nil { //nolint:noctx // likewise
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if back == nil {
		t.Fatalf("the provider did not send back: %s", res.Status)
	}
	return back.Query()
}

// TestSigningInByARealProvider, two of them in one province: by a verified address only
// where the operator allows it, then by subject; what is replayed, begun in another
// browser, or comes back from the other provider lets nobody in.
func TestSigningInByARealProvider(t *testing.T) {
	if os.Getenv("DOANKET_TEST_OIDC") == "" {
		t.Skip("DOANKET_TEST_OIDC names no provider program")
	}
	task.Alone(t, signInByProviders)
}

func signInByProviders(t *testing.T) {
	s := newStage(t, coretest.New(t, coretest.Options{}))
	s.Server = s.Rig.Serve(web.Options{Log: quiet, ProviderSecret: func(province, id string) string {
		return map[string]string{"an/tinh": "secret"}[province+"/"+id]
	}})
	back := "http://an.localhost/signed-in/"
	one, two := op(t, "39181", back+"tinh"), op(t, "39182", back+"khac")
	list := []any{map[string]any{"id": "tinh", "label": map[string]any{"vi": "Cổng của tỉnh", "en": "Provincial portal"}, "issuer": one, "client_id": "web", "by_email": true},
		map[string]any{"id": "khac", "label": map[string]any{"vi": "Cổng khác", "en": "Another"}, "issuer": two, "client_id": "web"}}
	if _, err := s.Tenants.Change(s.Cluster.With(t.Context()), coretest.An, map[string]any{"settings": map[string]any{"providers": list}}); err != nil {
		t.Fatal(err)
	}
	s.client(coretest.Admin).Do(http.MethodPatch, "/people/"+s.known["@officer"], `{"email":"lan@example.vn"}`).Want(t, 200)
	nobody := s.client("")
	if raw := nobody.Do(http.MethodGet, "/session/providers", nil).Want(t, 200).Body; !strings.Contains(string(raw), "Cổng của tỉnh") || strings.Contains(string(raw), one) {
		t.Errorf("%s", raw)
	}
	begin := func(id string) (at, cookie string) {
		res := nobody.Do(http.MethodPost, "/session/providers/"+id, `{}`).Want(t, 200)
		var way struct{ URL string }
		res.Want(t, 200, &way)
		for _, must := range []string{"code_challenge_method=S256", "nonce=", "state="} {
			if !strings.Contains(way.URL, must) {
				t.Errorf("no %s in %s", must, way.URL)
			}
		}
		return way.URL, strings.Split(res.Header.Get("Set-Cookie"), ";")[0]
	}
	finish := func(id, cookie string, q url.Values) *coretest.Response {
		return nobody.Do(http.MethodPost, "/session/providers/"+id+"/finish", fmt.Sprintf(`{"state":%q,"code":%q}`, q.Get("state"), q.Get("code")), "Cookie", cookie)
	}

	at1, mine := begin("tinh")
	q := through(t, at1, "lan")
	if p := problemOf(t, finish("tinh", "dk_way=another-browser", q).Want(t, 401)); p.Code != "oidc.state" {
		t.Errorf("begun in another browser: %s", p.Code)
	}
	in := finish("tinh", mine, q).Want(t, 200)
	if at(t, in, "person.id") != s.known["@officer"] {
		t.Errorf("came in as %s", in.Body)
	}
	cookies := strings.Join(in.Header.Values("Set-Cookie"), " ")
	if !strings.Contains(cookies, "dk_session=") {
		t.Errorf("no session: %s", cookies)
	}
	if p := problemOf(t, finish("tinh", mine, q).Want(t, 401)); p.Code != "oidc.state" {
		t.Errorf("replayed: %s", p.Code)
	}
	at2, mine2 := begin("tinh")
	q2 := through(t, at2, "ke") // an address nobody verified
	if p := problemOf(t, finish("tinh", mine2, q2).Want(t, 401)); p.Code != "oidc.unknown_person" {
		t.Errorf("nobody's account: %s", p.Code)
	}
	at3, mine3 := begin("tinh")
	q3 := through(t, at3, "lan")
	if p := problemOf(t, finish("khac", mine3, q3).Want(t, 401)); p.Code != "oidc.state" {
		t.Errorf("a way to one provider ended at another: %s", p.Code)
	}
	at4, mine4 := begin("tinh")
	q4 := through(t, at4, "lan")
	q4.Set("code", q3.Get("code")) // a code of another way: PKCE has another secret
	if p := problemOf(t, finish("tinh", mine4, q4).Want(t, 401)); p.Code != "oidc.refused" {
		t.Errorf("a code of another way: %s", p.Code)
	}
	var away struct{ URL string }
	nobody.Do(http.MethodPost, "/session/providers/tinh/leave", `{}`).Want(t, 200, &away)
	if !strings.HasPrefix(away.URL, one+"end_session") || !strings.Contains(away.URL, "client_id=web") {
		t.Errorf("no way out: %q", away.URL)
	}
	nobody.Do(http.MethodPost, "/session/providers/none", `{}`).Want(t, 404)

	// The administrator ends the link; the address is there still, so it is taken away first.
	s.client(coretest.Admin).Do(http.MethodPatch, "/people/"+s.known["@officer"], `{"email":"","unlink":true}`).Want(t, 200)
	at5, mine5 := begin("tinh")
	if p := problemOf(t, finish("tinh", mine5, through(t, at5, "lan")).Want(t, 401)); p.Code != "oidc.unknown_person" {
		t.Errorf("after the link ended: %s", p.Code)
	}
	logSees(t, s, "provider.link", "provider.unlink", "sign_in", "sign_in.failed")
}

func logSees(t *testing.T, s *stage, acts ...string) {
	t.Helper()
	log := string(s.client(coretest.Admin).Do(http.MethodGet, "/audit?limit=200", nil).Want(t, 200).Body)
	for _, act := range acts {
		if !strings.Contains(log, `"action":"`+act+`"`) {
			t.Errorf("the log does not see %s", act)
		}
	}
}
