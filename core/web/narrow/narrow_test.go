package narrow_test

import (
	"testing"

	"github.com/doanket/doanket/core/web/narrow"
)

func TestRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		allow, method, path string
		refused             bool
	}{
		{"*", "DELETE", "/me/sessions", false},
		{"read", "GET", "/records/{id}", false},
		{"read", "HEAD", "/records/{id}", false},
		{"read", "PATCH", "/records/{id}", true},
		{"read", "GET", "/people", true},
		{"read", "GET", "/people/{id}", true},
		{"read", "GET", "/notices", true},
		{"read", "GET", "/me/sessions", true},
		{"read", "GET", "/me", false},
		{"admin:people", "GET", "/people", false},
		{"admin:*", "POST", "/people/{id}/link", false},
		{"admin:people", "GET", "/records/{id}", true},
		{"admin:people", "GET", "/settings", true},
		{"do:submit", "POST", "/records/{id}/transitions/{name}", false},
		{"do:submit", "POST", "/records/{module}.{kind}", true},
		{"create", "POST", "/records/{module}.{kind}/batch", false},
		{"attach:report", "POST", "/records/{id}/documents", false},
		{"attach", "POST", "/uploads", false},
		{"audit:read", "GET", "/audit", false},
		{"read", "GET", "/a/route/of/tomorrow", true},
	} {
		if got := narrow.Refuses([]string{c.allow}, c.method, c.path); got != c.refused {
			t.Errorf("a token for %s at %s %s: refused %v", c.allow, c.method, c.path, got)
		}
	}
}
