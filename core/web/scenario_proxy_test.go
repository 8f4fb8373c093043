package web_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/web"
)

// heard is a log that many write into.
type heard struct {
	mu  sync.Mutex
	raw bytes.Buffer
}

func (h *heard) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.raw.Write(p)
}

func (h *heard) String() string { h.mu.Lock(); defer h.mu.Unlock(); return h.raw.String() }

// TestAProxyThatIsNotTrustedIsTold: once in the log and in /readyz, for everybody who
// comes through it shares its address; one that is named says nothing. Numbers are by
// province, and a host that is nobody's makes no number.
func TestAProxyThatIsNotTrustedIsTold(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		o     web.Options
		told  int
		start bool
	}{"untrusted": {web.Options{}, 1, false}, "trusted": {web.Options{TrustedProxies: []string{"127.0.0.1"}}, 0, false}, "https without a name": {web.Options{HTTPS: true}, 1, true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log, o := &heard{}, c.o
			o.Listen, o.OperatorListen, o.BaseDomain, o.Log = "127.0.0.1:0", "127.0.0.1:0", coretest.BaseDomain, slog.New(slog.NewTextHandler(log, nil))
			r := coretest.New(t, coretest.Options{})
			server, err := r.Web(o)
			if err != nil {
				t.Fatal(err)
			}
			if err := server.Start(t.Context()); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = server.Stop(t.Context()) })
			if c.start != strings.Contains(log.String(), "PUBLIC_HTTPS without TRUSTED_PROXIES") {
				t.Errorf("at the start: %s", log)
			}
			for i := range 3 {
				raw(t, server.Addr(), fmt.Sprintf("GET /api/v1/me HTTP/1.1\r\nHost: an.localhost\r\nX-Forwarded-For: 203.0.113.%d\r\n\r\n", i))
				raw(t, server.Addr(), fmt.Sprintf("GET /api/v1/me HTTP/1.1\r\nHost: made-up-%d.localhost\r\n\r\n", i))
			}
			if n := strings.Count(log.String(), "a proxy in front is not trusted"); n != c.told {
				t.Errorf("told %d times in the log", n)
			}
			_, ready := fetch(t, "http://"+server.OperatorAddr()+"/readyz")
			if told := strings.Contains(ready, "TRUSTED_PROXIES"); told != (c.told > 0) {
				t.Errorf("/readyz: %s", ready)
			}
			_, numbers := fetch(t, "http://"+server.OperatorAddr()+"/metrics")
			if !strings.Contains(numbers, `doanket_province_requests_total{class="4xx",province="an"} 3`) || strings.Contains(numbers, "made-up") {
				t.Errorf("the numbers of provinces: %.2000s", numbers)
			}
		})
	}
}
