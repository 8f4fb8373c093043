package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/record"
)

// shown are how the administrator decides what everybody sees, and what is refused.
var shown = []scenario{
	{name: "show without the right", who: coretest.Officer, method: "PATCH", path: "/settings", body: `{"public":{"demo.visit":["title"]}}`, status: 403, code: "forbidden"},
	{name: "show as nobody", method: "PATCH", path: "/settings", body: `{"public":{"demo.visit":["title"]}}`, status: 401},
	{name: "show what is sealed", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"public":{"demo.visit":["title","informant"]}}`, status: 422, field: "settings.public.demo.visit[1]=unknown_value"},
	{name: "show what the module does not let be shown", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"public":{"demo.visit":["due_on"]}}`, status: 422, field: "settings.public.demo.visit[0]=unknown_value"},
	{name: "show a kind that is for nobody outside", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"public":{"core.recommendation":["title"]}}`, status: 422, field: "settings.public.core.recommendation=unknown_value"},
	{name: "show the same twice", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"public":{"demo.visit":["title","title"]}}`, status: 422, field: "settings.public.demo.visit=unknown_value"},
	{name: "show", who: coretest.Admin, method: "PATCH", path: "/settings", body: `{"public":{"demo.visit":["title","people","cost","reached","form"]}}`, status: 200, has: []string{`"public":{"demo.visit":["title","people","cost","reached","form"]}`}},
	{name: "the log names who showed what", who: coretest.Admin, method: "GET", path: "/audit?action=settings.change", status: 200, has: []string{"settings.change"}},
}

// publicVisit is a visit as far as the steps lead it, each taken by who may.
func (s *stage) publicVisit(t *testing.T, title, form string, people int, steps ...string) string {
	t.Helper()
	who := map[string]string{"approve": coretest.Approver, "withdraw": coretest.Officer}
	rec, err := s.Records.Create(s.Rig.As(coretest.An, coretest.Officer), "demo.visit", record.Input{UnitID: s.known["X1"], Submit: "submit",
		Fields: map[string]any{"title": title, "held_on": "2026-03-10", "form": form, "people": people, "cost": 1500000, "note": "GHICHUNOIBO", "reached": []string{s.known["K1"]}, "informant": "NGUOIPHANANH"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range steps {
		if _, err := s.Records.Do(s.Rig.As(coretest.An, who[step]), rec.ID, step, 0, record.Act{Reason: "Theo yêu cầu"}); err != nil {
			t.Fatalf("%s: %v", step, err)
		}
	}
	return rec.ID
}

// TestWhatEverybodySees: nothing until the administrator says so; then the fields that
// were switched on of the records that are settled, to somebody who is nobody, and
// nothing that is sealed, given up, not chosen or another province's.
func TestWhatEverybodySees(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		nobody := s.As(coretest.An, "")
		s.publicVisit(t, "Thăm <b>hộ</b> có hoàn cảnh khó khăn", "direct", 1240, "approve")
		s.publicVisit(t, "Thăm nhóm nhỏ", "direct", 3, "approve")
		s.publicVisit(t, "CHUADUYET", "direct", 9)
		s.publicVisit(t, "KHACHINHTHUC", "online", 9, "approve")
		gone := s.publicVisit(t, "SEBITHUHOI", "direct", 9, "approve")

		off := nobody.Read("/cong-khai")
		if off.Status != http.StatusNotFound || !strings.Contains(string(off.Body), "chưa công khai nội dung nào") || strings.Contains(string(off.Body), "SEBITHUHOI") {
			t.Errorf("before anything is switched on: %d %s", off.Status, off.Body)
		}
		s.play(t, shown)
		page := nobody.Read("/cong-khai")
		body := string(page.Body)
		for _, want := range []string{"Tỉnh An", "Thăm &lt;b&gt;hộ&lt;/b&gt; có hoàn cảnh khó khăn", "1.240", "dưới 5", "1.500.000 đồng", "Trực tiếp", "SEBITHUHOI", "Chuyến thăm"} {
			if !strings.Contains(body, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
		for _, never := range append([]string{"GHICHUNOIBO", "NGUOIPHANANH", "CHUADUYET", "KHACHINHTHUC", "10/03/2026", "rec_", "unt_", "<script", "<b>hộ"}, marks...) {
			if strings.Contains(body, never) {
				t.Errorf("the page shows %q", never)
			}
		}
		if page.Status != 200 || page.Header.Get("Content-Type") != "text/html; charset=utf-8" || page.Header.Get("Cache-Control") != "public, max-age=60" || page.Header.Get("Set-Cookie") != "" ||
			!strings.Contains(page.Header.Get("Content-Security-Policy"), "default-src 'self'") {
			t.Errorf("page: %d %v", page.Status, page.Header)
		}
		if signed := s.As(coretest.An, coretest.Leader).Read("/cong-khai"); string(signed.Body) != body {
			t.Error("somebody signed in sees another page than everybody")
		}
		if other := s.As(coretest.Binh, "").Read("/cong-khai"); other.Status != http.StatusNotFound || strings.Contains(string(other.Body), "Tỉnh An") || strings.Contains(string(other.Body), "Thăm") {
			t.Errorf("another province shows: %d %s", other.Status, other.Body)
		}
		s.closed(t, nobody, gone)
	})
}

// closed: what is withdrawn leaves the page, and so does what is switched off.
func (s *stage) closed(t *testing.T, nobody *coretest.Client, gone string) {
	t.Helper()
	if _, err := s.Records.Do(s.Rig.As(coretest.An, coretest.Officer), gone, "withdraw", 0, record.Act{Reason: "Theo yêu cầu"}); err != nil {
		t.Fatal(err)
	}
	admin := s.As(coretest.An, coretest.Admin)
	admin.Do(http.MethodPatch, "/settings", `{"public":{"demo.visit":["title","held_on"]}}`).Want(t, 200)
	body := string(nobody.Read("/cong-khai").Body)
	if strings.Contains(body, "SEBITHUHOI") || strings.Contains(body, "1.240") || !strings.Contains(body, "10/03/2026") {
		t.Errorf("after a withdrawal, with other fields: %s", body)
	}
	admin.Do(http.MethodPatch, "/settings", `{"public":{"demo.visit":null}}`).Want(t, 200)
	if off := nobody.Read("/cong-khai"); off.Status != http.StatusNotFound || strings.Contains(string(off.Body), "Thăm") {
		t.Errorf("switched off: %d %s", off.Status, off.Body)
	}
	if stranger := s.As("khong-co", "").Read("/cong-khai"); stranger.Status != http.StatusNotFound {
		t.Errorf("a host that is no province's answers %d", stranger.Status)
	}
}
