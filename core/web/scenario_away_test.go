package web_test

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/sdk"
	"github.com/doanket/doanket/core/web"
)

// moody decides as the demo does until it goes away, or mad.
type moody struct {
	record.Decider
	away, mad atomic.Bool
	asked     atomic.Int64
}

// Evaluate answers as a module host would whose process is gone, or whose
// module answers another question.
func (m *moody) Evaluate(ctx context.Context, module string, caller sdk.Caller, items []sdk.Item) ([]sdk.Verdict, error) {
	m.asked.Add(1)
	switch {
	case m.away.Load():
		return nil, fault.New(fault.Unavailable, "module_unavailable", fault.Param("module", module), fault.Retry(3*time.Second))
	case m.mad.Load():
		return []sdk.Verdict{{ID: "rec_another"}}, nil
	}
	return m.Decider.Evaluate(ctx, module, caller, items)
}

// onMoodyStage is a stage with an approved, evidenced visit that only the
// module's word keeps from being closed.
func onMoodyStage(t *testing.T, body func(t *testing.T, s *stage, m *moody)) {
	t.Helper()
	onRig(t, func(t *testing.T, postgres bool) {
		m := new(moody)
		s := newStage(t, coretest.New(t, coretest.Options{Postgres: postgres, Shape: func(o *installation.Options) {
			m.Decider, o.Decider = o.Decider, m
		}}))
		path := "/records/" + s.known["visit"]
		s.client(coretest.Leader).Do(http.MethodPost, path+"/transitions/approve", `{}`).Want(t, 200)
		s.client(coretest.Officer).Do(http.MethodPost, path+"/documents", formOf("a.pdf", paper, "slot", "report")(t, s), asMultipart...).Want(t, 201)
		body(t, s, m)
	})
}

// onRig is coretest.Each for those who shape their own rig.
func onRig(t *testing.T, body func(t *testing.T, postgres bool)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); body(t, false) })
	if os.Getenv("DOANKET_TEST_POSTGRES") != "" {
		t.Run("postgres", func(t *testing.T) { t.Parallel(); body(t, true) })
	}
}

var awayScenarios = []scenario{
	{name: "what the module must decide waits", who: coretest.Officer, method: "POST", path: "/records/{visit}/transitions/close", body: `{"fields":{"people":77,"note":"đã gõ rất lâu"},"reason":"xong"}`,
		status: 503, code: "module_unavailable", has: []string{`"draft":"{visit}"`, "được giữ"}, wants: []string{"Retry-After", "3"}},
	{name: "what was typed is kept for who typed it", who: coretest.Officer, method: "GET", path: "/records/{visit}", status: 200,
		has: []string{`"pending":{`, "đã gõ rất lâu", `"action":"do:close"`, `"state":"approved"`}},
	{name: "and for nobody else", who: coretest.Leader, method: "GET", path: "/records/{visit}", status: 200, hasNot: []string{"đã gõ rất lâu", `"pending"`}},
	{name: "lists go on", who: coretest.Officer, method: "GET", path: "/records/demo.visit", status: 200, has: []string{"{visit}"}},
	{name: "figures go on", who: coretest.Officer, method: "GET", path: "/figures/demo.visits?period=2026", status: 200},
	{name: "drafts go on", who: coretest.Officer, method: "POST", path: "/records/demo.visit", body: `{"unit":"{X1}","fields":{"title":"Nháp lúc vắng","held_on":"2026-03-10"}}`, status: 201, save: []string{"rec=id"}},
	{name: "changes go on", who: coretest.Officer, method: "PATCH", path: "/records/{rec}", header: []string{"If-Match", `"v1"`}, body: `{"fields":{"people":3}}`, status: 200},
	{name: "steps without the module go on", who: coretest.Officer, method: "POST", path: "/records/{rec}/transitions/submit", body: `{}`, status: 200},
	{name: "uploads go on", who: coretest.Officer, method: "POST", path: "/records/{rec}/documents", header: asMultipart, body: formOf("b.pdf", second, "slot", "report"), status: 201, save: []string{"doc=id"}},
	{name: "downloads go on", who: coretest.Officer, method: "GET", path: "/documents/{doc}/content", status: 200, has: []string{"%PDF"}},
	{name: "remarks go on", who: coretest.Officer, method: "POST", path: "/records/{visit}/comments", body: `{"text":"Đang chờ"}`, status: 201},
}

// TestModuleAway: only what needs the decision is refused, with a time to try
// again, and what was typed is kept; when the module is back the step is taken.
func TestModuleAway(t *testing.T) {
	t.Parallel()
	onMoodyStage(t, func(t *testing.T, s *stage, m *moody) {
		m.away.Store(true)
		s.play(t, awayScenarios)
		asked := m.asked.Load()
		s.client(coretest.Watcher).Do(http.MethodGet, "/records/"+s.known["visit"], nil).Want(t, 200)
		if m.asked.Load() != asked {
			t.Error("a read asked the module")
		}
		m.away.Store(false)
		var kept struct {
			Pending struct{ Fields json.RawMessage }
		}
		c := s.client(coretest.Officer)
		c.Do(http.MethodGet, "/records/"+s.known["visit"], nil).Want(t, 200, &kept)
		res := c.Do(http.MethodPost, "/records/"+s.known["visit"]+"/transitions/close", `{"fields":`+string(kept.Pending.Fields)+`}`).Want(t, 200)
		if !strings.Contains(string(res.Body), "đã gõ rất lâu") || strings.Contains(string(res.Body), `"pending"`) {
			t.Errorf("closed without what was kept, or keeping it still: %.400s", res.Body)
		}
	})
}

// TestModuleTalksNonsense: an answer that makes no sense is our trouble, told
// as such, and nothing is stored.
func TestModuleTalksNonsense(t *testing.T) {
	t.Parallel()
	onMoodyStage(t, func(t *testing.T, s *stage, m *moody) {
		m.mad.Store(true)
		res := s.client(coretest.Officer).Do(http.MethodPost, "/records/"+s.known["visit"]+"/transitions/close", `{}`).Want(t, 500)
		if p := problemOf(t, res); p.Code != "module_malformed" || !strings.Contains(p.Detail, "Lĩnh vực công tác") {
			t.Errorf("told as %s: %s", p.Code, res.Body)
		}
		s.client(coretest.Officer).Do(http.MethodGet, "/records/"+s.known["visit"], nil).Want(t, 200)
	})
}

// TestModuleRefuses: the module's own sentence stands at the field it names.
func TestModuleRefuses(t *testing.T) {
	t.Parallel()
	onMoodyStage(t, func(t *testing.T, s *stage, _ *moody) {
		s.play(t, []scenario{
			{name: "closed before it was held", who: coretest.Officer, method: "POST", path: "/records/{visit}/transitions/close", body: `{"fields":{"held_on":"2199-01-01"}}`,
				status: 422, field: "held_on=demo.not_held", has: []string{"Chuyến thăm chưa diễn ra."}},
			{name: "in English", who: coretest.Officer, method: "POST", path: "/records/{visit}/transitions/close", header: []string{"Accept-Language", "en"}, body: `{"fields":{"held_on":"2199-01-01"}}`,
				status: 422, field: "held_on=demo.not_held", has: []string{"The visit has not been held."}},
			{name: "closed", who: coretest.Officer, method: "POST", path: "/records/{visit}/transitions/close", body: `{}`, status: 200, has: []string{`"state":"closed"`}},
			{name: "and closed it stays", who: coretest.Officer, method: "PATCH", path: "/records/{visit}", header: []string{"If-Match", "*"}, body: `{"fields":{"people":1}}`, status: 409, code: "record_closed"},
		})
	})
}

// TestTooFastIsToldWhenToComeBack: the limits on sessions, on strangers and on
// a province each answer 429 with a time, and touch nobody else.
func TestTooFastIsToldWhenToComeBack(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		s := r.Serve(web.Options{SessionRate: 0.25, AddressRate: 0.25})
		mine, other := s.As(coretest.An, coretest.Officer), s.As(coretest.An, coretest.Leader)
		nobody := s.As(coretest.An, "")
		for name, c := range map[string]*coretest.Client{"session": mine, "address": nobody} {
			var res *coretest.Response
			for range 6 {
				if res = c.Do(http.MethodGet, "/me", nil); res.Status == http.StatusTooManyRequests {
					break
				}
			}
			if res.Status != http.StatusTooManyRequests {
				t.Fatalf("%s: %d after six requests", name, res.Status)
			}
			if p := problemOf(t, res); p.Code != "too_many_requests" {
				t.Errorf("%s: %s", name, p.Code)
			}
		}
		other.Do(http.MethodGet, "/me", nil).Want(t, 200)
	})
}

// TestSuspendedProvinceIsToldSo: 503 with a time for one province, nothing for
// the other.
func TestSuspendedProvinceIsToldSo(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		c := s.client(coretest.Officer)
		if err := s.Tenants.Suspend(context.Background(), coretest.Binh); err != nil {
			t.Fatal(err)
		}
		res := c.At(coretest.Binh).Do(http.MethodGet, "/me", nil).Want(t, 503)
		if p := problemOf(t, res); p.Code != "tenant_suspended" || p.RetryAfter != 60 {
			t.Errorf("told as %s, again in %d s", p.Code, p.RetryAfter)
		}
		c.Do(http.MethodGet, "/me", nil).Want(t, 200)
	})
}
