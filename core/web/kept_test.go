package web_test

import (
	"net/http"
	"testing"

	"github.com/doanket/doanket/core/coretest"
)

// TestTheKeyOfABrowserIsKeptByNoCache: the answer that brings it is stored nowhere.
func TestTheKeyOfABrowserIsKeptByNoCache(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		c := s.client(coretest.Officer)
		if got := c.Do(http.MethodGet, "/me", nil).Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("/me may be kept: %q", got)
		}
	})
}
