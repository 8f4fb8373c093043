package web_test

import (
	"encoding/base64"
	"net/http"
	"testing"

	"github.com/doanket/doanket/core/coretest"
)

// TestEachPersonHasOneKeyOnEveryDevice: what waits on a device opens again after
// the next sign-in of its owner, and never for who signs in meanwhile.
func TestEachPersonHasOneKeyOnEveryDevice(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		keyOf := func(login string) string {
			t.Helper()
			ctx := s.In(coretest.An)
			p, err := s.People.ByLogin(ctx, login)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.People.SetPassword(ctx, p.ID, password); err != nil {
				t.Fatal(err)
			}
			cookie := s.client("").Do(http.MethodPost, "/session", map[string]string{"login": login, "password": password}).Want(t, 200).Header.Get("Set-Cookie")
			var out struct{ Device struct{ Secret string } }
			s.client("").Do(http.MethodGet, "/me", nil, "Cookie", cookie).Want(t, 200, &out)
			if raw, err := base64.StdEncoding.DecodeString(out.Device.Secret); err != nil || len(raw) != 32 {
				t.Fatalf("%q is no key", out.Device.Secret)
			}
			return out.Device.Secret
		}
		first, again, other := keyOf(coretest.Officer), keyOf(coretest.Officer), keyOf(coretest.Approver)
		if first != again {
			t.Error("the next sign-in gives another key: what waits is lost")
		}
		if first == other {
			t.Error("two people have one key")
		}
	})
}
