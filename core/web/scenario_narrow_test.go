package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest"
)

// catalogues are what every token may know: the province's own lists, and whom it
// speaks for. No person but its owner, no record and no figure is in them.
var catalogues = []string{"GET /me", "GET /kinds", "GET /kinds/{module}.{kind}/fields", "GET /kinds/{module}.{kind}/template.xlsx", "GET /document-kinds", "GET /unit-kinds",
	"GET /units", "GET /units/{id}", "GET /units/{id}/acts", "GET /openapi.json"}

// TestANarrowTokenReachesOnlyWhatItNames: a token of whoever reads everything that
// names an action nobody has is refused at every route of the server, those of tomorrow
// too; one that reads records reads no people, notices or sessions.
func TestANarrowTokenReachesOnlyWhatItNames(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		token := func(login string, allow ...string) []string {
			secret, err := s.Token(s.In(coretest.An), login, "hẹp", allow, time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			return []string{"Authorization", "Bearer " + secret}
		}
		c, none, calls := s.client(""), token(coretest.Watcher, "nothing:at_all"), 0
		for _, r := range described(t, s.Server) {
			if slices.Contains(catalogues, r.method+" "+r.path) {
				continue
			}
			path := strings.NewReplacer("{id}", s.known["visit"], "{module}.{kind}", "demo.visit", "{measure}", "demo.visits", "{module}", "demo", "{name}", "submit", "{template}", "year",
				"{section}", "limits", "{cascade}", "c", "{document}", "d").Replace(r.path)
			calls++
			res := c.Do(r.method, path, nil, none...)
			if res.Status != http.StatusForbidden || r.method != http.MethodHead && problemOf(t, res).Code != "token.narrow" {
				t.Errorf("%s %s: %d %.200s", r.method, r.path, res.Status, res.Body)
			}
		}
		if calls < 90 {
			t.Errorf("only %d routes were tried", calls)
		}
		reads := token(coretest.Watcher, "read")
		for path, status := range map[string]int{"/records/" + s.known["visit"]: 200, "/records/demo.visit": 200, "/people": 403, "/people/" + s.known["@officer"]: 403, "/notices": 403,
			"/me/sessions": 403, "/me/tokens": 403, "/me/delegations": 403, "/roles": 403, "/boards": 403, "/figures/demo.visits": 403, "/settings": 403, "/audit": 403, "/proposals": 403} {
			if res := c.Do(http.MethodGet, path, nil, reads...); res.Status != status {
				t.Errorf("a token that reads records: %s answers %d", path, res.Status)
			}
		}
		admin := token(coretest.Admin, "admin:people")
		c.Do(http.MethodGet, "/people", nil, admin...).Want(t, 200)
		c.Do(http.MethodGet, "/settings", nil, admin...).Want(t, 403)
		c.Do(http.MethodPost, "/records/"+s.known["draft"]+"/transitions/submit", `{}`, token(coretest.Officer, "read", "do:submit")...).Want(t, 200)
	})
}
