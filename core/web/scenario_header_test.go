package web_test

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/web"
)

// TestEveryRouteAnswersWithItsHeaders, signed in and not, where there is something and
// where there is nothing: what is no page loads and runs nothing.
func TestEveryRouteAnswersWithItsHeaders(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		routes := append(described(t, s.Server), describedRoute{http.MethodPost, "/session"}, describedRoute{http.MethodPost, "/session/link"}, describedRoute{http.MethodGet, "/no/such/route"})
		for _, r := range routes {
			path := strings.NewReplacer("{id}", s.known["visit"], "{module}.{kind}", "demo.visit", "{measure}", "demo.visits", "{module}", "demo", "{name}", "submit", "{template}", "year",
				"{section}", "limits", "{cascade}", "c", "{document}", "d").Replace(r.path)
			for _, who := range []string{coretest.Watcher, ""} {
				res := s.client(who).Do(r.method, path, nil)
				secure(t, res)
				if csp := res.Header.Get("Content-Security-Policy"); csp != "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'" {
					t.Errorf("%s %s as %q: Content-Security-Policy %q", r.method, r.path, who, csp)
				}
				if cache := res.Header.Get("Cache-Control"); !strings.Contains(cache, "no-store") && !strings.Contains(cache, "private") {
					t.Errorf("%s %s as %q: Cache-Control %q", r.method, r.path, who, cache)
				}
			}
		}
	})
}

// TestAPageRunsNothingInline: every screen's address, and the base one, lets only files of
// this server run.
func TestAPageRunsNothingInline(t *testing.T) {
	t.Parallel()
	s := coretest.New(t, coretest.Options{}).Serve(web.Options{Log: quiet})
	for _, at := range [][2]string{{"an.localhost", "/"}, {"an.localhost", "/people"}, {"an.localhost", "/settings"}, {"an.localhost", "/welcome"}, {"an.localhost", "/signed-in/x"},
		{"an.localhost", "/record/rec_1"}, {"an.localhost", "/index.html"}, {"an.localhost", "/cong-khai"}, {"localhost", "/"}} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+s.Addr+at[1], nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = at[0]
		res, err := (&http.Client{Timeout: wait.Bound}).Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body := new(strings.Builder)
		_, err = io.Copy(body, res.Body)
		if err := errors.Join(err, res.Body.Close()); err != nil {
			t.Fatal(err)
		}
		csp := res.Header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'self'; script-src 'self';") || !strings.Contains(csp, "object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'") {
			t.Errorf("%v: %s", at, csp)
		}
		if inline.MatchString(body.String()) {
			t.Errorf("%v: something inline would run: %.600s", at, body)
		}
		styledBy(t, csp, body.String())
		if res.Header.Get("Cache-Control") != "no-store" && at[1] != "/cong-khai" {
			t.Errorf("%v: kept: %s", at, res.Header.Get("Cache-Control"))
		}
	}
}

var inline = regexp.MustCompile(`(?i)\son[a-z]+=|\sstyle=|<script>|javascript:`)

var sheets = regexp.MustCompile(`(?s)<style(?: nonce="([^"]*)")?>(.*?)</style>`)

// styledBy: a page's own sheets count by the number of this answer or by their hash, and
// nothing else does.
func styledBy(t *testing.T, csp, page string) {
	t.Helper()
	if strings.Contains(csp, "unsafe") {
		t.Errorf("anything inline counts: %s", csp)
	}
	found := sheets.FindAllStringSubmatch(page, -1)
	if len(found) != strings.Count(page, "<style") || len(found) == 0 {
		t.Errorf("a sheet that nothing lets count: %.600s", page)
	}
	for _, sheet := range found {
		source := "'nonce-" + sheet[1] + "'"
		if sheet[1] == "" {
			sum := sha256.Sum256([]byte(sheet[2]))
			source = "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		}
		if !strings.Contains(csp, "style-src 'self' "+source+";") {
			t.Errorf("the page's own sheet %s does not count: %s", source, csp)
		}
	}
}
