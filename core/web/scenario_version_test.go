package web_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/installation"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
)

// newerDemo is the demo's next version: a field is required that was not there, one is
// gone, and so are a step, a state and a slot.
func newerDemo(t *testing.T) *manifest.Manifest {
	t.Helper()
	text := string(coretest.Demo(t).Manifest().Source())
	for _, change := range [][2]string{
		{"version: 1.0.0", "version: 2.0.0"},
		{"    deadlines:\n", "      - {id: 11, name: purpose, type: text, max: 200, required: true, label: {vi: \"Mục đích\", en: \"Purpose\"}}\n    deadlines:\n"},
		{"      - {id: 9, name: note, type: longtext, label: {vi: \"Ghi chú\", en: \"Note\"}}\n", ""},
		{", due_on, note]", ", due_on, purpose]"},
		{"reached, note]", "reached]"},
		{"      - {code: photo, label: {vi: \"Ảnh\", en: \"Photo\"}, types: [jpg, png], min: 0, max: 5, max_mb: 10}\n", ""},
		{"attach: [report, photo]", "attach: [report]"},
		{"        - {id: returned, phase: returned, label: {vi: \"Trả lại\", en: \"Returned\"}}\n", ""},
		{"from: [draft, returned]", "from: [draft]"},
		{"from: [submitted], to: returned", "from: [submitted], to: draft"},
		{"        - {id: withdrawn, phase: cancelled, label: {vi: \"Đã thu hồi\", en: \"Withdrawn\"}}\n", ""},
	} {
		if !strings.Contains(text, change[0]) {
			t.Fatalf("the demo has no %q", change[0])
		}
		text = strings.ReplaceAll(text, change[0], change[1])
	}
	var kept []string
	for line := range strings.SplitSeq(text, "\n") {
		if !strings.Contains(line, "{name: withdraw,") {
			kept = append(kept, line)
		}
	}
	m, problems := rule.ParseBytes("demo.yaml", []byte(strings.Join(kept, "\n")))
	for _, p := range problems {
		t.Fatal(p)
	}
	return m
}

// outboxed is what a phone sends late: a visit with what the older form asked.
const outboxed = `{"unit":"{X1}","fields":{"title":"Thăm hộ mới","held_on":"2026-03-10","note":"Đã gõ"},"transition":"submit"}`

// beforeChange is what people have begun when the version changes.
var beforeChange = []scenario{
	{name: "a note in a draft", who: coretest.Officer, method: "PATCH", path: "/records/{draft}", header: []string{"If-Match", `"v1"`}, body: `{"fields":{"note":"Đã gõ trong nháp"}}`, status: 200},
	{name: "one returned", who: coretest.Approver, method: "POST", path: "/records/{returned}/transitions/return", header: []string{"If-Match", "*"}, body: `{"reason":"Thiếu ngày"}`, status: 200},
	{name: "one approved", who: coretest.Approver, method: "POST", path: "/records/{approved}/transitions/approve", header: []string{"If-Match", "*"}, body: `{}`, status: 200},
	{name: "an upload begun", who: coretest.Officer, method: "POST", path: "/uploads", header: tus("Upload-Length", fmt.Sprint(len(paper)), "Upload-Metadata", meta("filename", "Biên bản.pdf")), status: 201, save: []string{"cut=header:Location"}},
	{name: "and cut", who: coretest.Officer, method: "PATCH", path: "/uploads/{cut}", header: tus("Upload-Offset", "0"), body: []byte(paper[:100]), status: 204},
	{name: "one received, its answer lost", who: coretest.Officer, method: "POST", path: "/records/demo.visit", header: []string{"Idempotency-Key", "before"}, body: outboxed, status: 201, save: []string{"sent=id"}},
}

// afterChange: each is taken as it was meant, or refused in words that say what to do;
// nothing typed is gone.
var afterChange = []scenario{
	{name: "the draft is there", who: coretest.Officer, method: "GET", path: "/records/{draft}", status: 200, has: []string{`"version":2`}, hasNot: []string{"Đã gõ trong nháp"}},
	{name: "what was typed stands in its history, by the name it had", who: coretest.Officer, method: "GET", path: "/records/{draft}/history", status: 200, has: []string{"Đã gõ trong nháp", `"vi":"Ghi chú"`}},
	{name: "an old form is saved", who: coretest.Officer, method: "PATCH", path: "/records/{draft}", header: []string{"If-Match", `"v2"`}, body: `{"fields":{"title":"Thăm mới","note":"x"}}`,
		status: 422, field: "note=unknown_field", has: []string{"hãy tải lại trang"}},
	{name: "what the form still has is saved on the version seen before", who: coretest.Officer, method: "PATCH", path: "/records/{draft}", header: []string{"If-Match", `"v2"`}, body: `{"fields":{"title":"Thăm mới"}}`, status: 200, has: []string{"Thăm mới"}},
	{name: "submit without what is required now", who: coretest.Officer, method: "POST", path: "/records/{draft}/transitions/submit", header: []string{"If-Match", `"v3"`}, body: `{}`, status: 422, field: "purpose=required"},
	{name: "the page says that it is missing", who: coretest.Officer, method: "GET", path: "/records/{draft}", status: 200, has: []string{`"field":"purpose"`}},
	{name: "submit with it", who: coretest.Officer, method: "POST", path: "/records/{draft}/transitions/submit", header: []string{"If-Match", `"v3"`}, body: `{"fields":{"purpose":"Thăm hỏi"}}`, status: 200, has: []string{`"state":"submitted"`}},
	{name: "how far the upload was", who: coretest.Officer, method: "HEAD", path: "/uploads/{cut}", header: tus(), status: 200, wants: []string{"Upload-Offset", "100"}},
	{name: "it goes on", who: coretest.Officer, method: "PATCH", path: "/uploads/{cut}", header: tus("Upload-Offset", "100"), body: []byte(paper[100:]), status: 204, wants: []string{"Upload-Offset", fmt.Sprint(len(paper))}},
	{name: "and is put in", who: coretest.Officer, method: "POST", path: "/records/{approved}/documents", body: `{"slot":"report","upload":"{cut}"}`, status: 201, has: []string{"Biên bản.pdf"}},
	{name: "decide on what lacks it", who: coretest.Approver, method: "POST", path: "/records/{visit}/transitions/approve", header: []string{"If-Match", `"v1"`}, body: `{}`, status: 422, field: "purpose=required"},
	{name: "the officer fills it in", who: coretest.Officer, method: "PATCH", path: "/records/{visit}", header: []string{"If-Match", `"v1"`}, body: `{"fields":{"purpose":"Thăm hỏi"}}`, status: 200},
	{name: "decide on the version seen before", who: coretest.Approver, method: "POST", path: "/records/{visit}/transitions/approve", header: []string{"If-Match", `"v1"`}, body: `{}`, status: 409, code: "stale_version"},
	{name: "a step that is no more", who: coretest.Officer, method: "POST", path: "/records/{visit}/transitions/withdraw", header: []string{"If-Match", `"v2"`}, body: `{"reason":"Nhầm"}`, status: 404, code: "step_unknown", has: []string{"Hãy tải lại trang"}},
	{name: "what another one lacks is said to who decides, who cannot fill it in", who: coretest.Approver, method: "GET", path: "/records/{lacking}", status: 200, has: []string{`"field":"purpose"`, `"name":"return"`, `"open":{"fields":[]`}},
	{name: "nor by its step", who: coretest.Approver, method: "POST", path: "/records/{lacking}/transitions/approve", header: []string{"If-Match", `"v1"`}, body: `{"fields":{"purpose":"Thăm hỏi"}}`, status: 422},
	{name: "it goes back to who can, with the reason", who: coretest.Approver, method: "POST", path: "/records/{lacking}/transitions/return", header: []string{"If-Match", `"v1"`}, body: `{"reason":"Cần bổ sung: Mục đích."}`, status: 200, has: []string{`"state":"draft"`}},
	{name: "who wrote it is told why", who: coretest.Officer, method: "GET", path: "/records/{lacking}/history", status: 200, has: []string{"Cần bổ sung: Mục đích."}},
	{name: "fills it in and sends it on", who: coretest.Officer, method: "POST", path: "/records/{lacking}/transitions/submit", header: []string{"If-Match", `"v2"`}, body: `{"fields":{"purpose":"Thăm hỏi"}}`, status: 200},
	{name: "and it is decided", who: coretest.Approver, method: "POST", path: "/records/{lacking}/transitions/approve", header: []string{"If-Match", `"v3"`}, body: `{}`, status: 200, has: []string{`"state":"approved"`}},
	{name: "decide on it as it is", who: coretest.Approver, method: "POST", path: "/records/{visit}/transitions/approve", header: []string{"If-Match", `"v2"`}, body: `{}`, status: 200, has: []string{`"state":"approved"`}},
	{name: "sent again with its key", who: coretest.Officer, method: "POST", path: "/records/demo.visit", header: []string{"Idempotency-Key", "before"}, body: outboxed, status: 201, has: []string{"{sent}"}},
	{name: "first sent now", who: coretest.Officer, method: "POST", path: "/records/demo.visit", header: []string{"Idempotency-Key", "late"}, body: outboxed, status: 422, field: "note=unknown_field"},
	{name: "sent anew without it", who: coretest.Officer, method: "POST", path: "/records/demo.visit", header: []string{"Idempotency-Key", "anew"},
		body: `{"unit":"{X1}","fields":{"title":"Thăm hộ mới","held_on":"2026-03-10","purpose":"Thăm hỏi"},"transition":"submit"}`, status: 201},
	{name: "a photo into a slot that is no more", who: coretest.Officer, method: "POST", path: "/records/{approved}/documents", header: asMultipart, body: formOf("a.pdf", paper, "slot", "photo"), status: 422, field: "slot=unknown_value"},
	{name: "a paper into one that is", who: coretest.Officer, method: "POST", path: "/records/{approved}/documents", header: asMultipart, body: formOf("a.pdf", paper, "slot", "report"), status: 201},
}

// TestAVersionChangesUnderPeople who are in the middle of a step, over HTTP on a running
// province: nothing typed is lost, an old form is taken as far as it still means
// something or refused in words, and back on the older version all is there.
func TestAVersionChangesUnderPeople(t *testing.T) {
	t.Parallel()
	newer := newerDemo(t)
	dialects := map[string]bool{"sqlite": false}
	if os.Getenv("DOANKET_TEST_POSTGRES") != "" {
		dialects["postgres"] = true
	}
	for name, postgres := range dialects {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := coretest.New(t, coretest.Options{Postgres: postgres, Shape: func(o *installation.Options) {
				o.Manifests = append([]*manifest.Manifest{newer}, o.Manifests...)
			}})
			hold := func(slug, version string) error {
				return r.Provinces.PinVersion(r.In(slug), "demo", version)
			}
			if err := errors.Join(hold(coretest.An, "1.0.0"), hold(coretest.Binh, "1.0.0")); err != nil {
				t.Fatal(err)
			}
			s := newStage(t, r)
			s.visit(t, "returned", "submit")
			s.visit(t, "approved", "submit")
			s.visit(t, "lacking", "submit")
			s.play(t, beforeChange)
			if err := hold(coretest.An, ""); !fault.HasCode(err, "module_states_gone") || !strings.Contains(fmt.Sprint(fault.Of(err).Params), "Trả lại") {
				t.Fatalf("a version without the state a record is in: %v", err)
			}
			s.play(t, []scenario{
				{name: "which is said in Vietnamese", who: coretest.Admin, method: "POST", path: "/modules/demo/version", body: `{"version":"newest"}`, status: 409, code: "module_states_gone", has: []string{"(Trả lại)"}},
				{name: "and in English", who: coretest.Admin, method: "POST", path: "/modules/demo/version", header: []string{"Accept-Language", "en"}, body: `{"version":"newest"}`, status: 409, code: "module_states_gone", has: []string{"has no more (Returned)"}},
				{name: "what was returned goes on, on the version that has its state", who: coretest.Officer, method: "POST", path: "/records/{returned}/transitions/submit", header: []string{"If-Match", `"v2"`}, body: `{}`, status: 200}})
			if err := hold(coretest.An, ""); err != nil {
				t.Fatal(err)
			}
			s.play(t, afterChange)
			if err := r.SwitchModule(r.In(coretest.An), "demo", false); err != nil {
				t.Fatal(err)
			}
			s.play(t, []scenario{
				{name: "off: a draft is kept from being saved", who: coretest.Officer, method: "PATCH", path: "/records/{returned}", header: []string{"If-Match", "*"}, body: `{"fields":{"title":"Tắt"}}`, status: 409, code: "module_disabled", has: []string{"Hồ sơ cũ vẫn xem được"}},
				{name: "off: a decision", who: coretest.Approver, method: "POST", path: "/records/{returned}/transitions/approve", header: []string{"If-Match", "*"}, body: `{}`, status: 409, code: "module_disabled"},
				{name: "off: an upload", who: coretest.Officer, method: "POST", path: "/records/{approved}/documents", header: asMultipart, body: formOf("b.pdf", second, "slot", "report"), status: 409, code: "module_disabled"},
				{name: "off: a replay is answered as it was", who: coretest.Officer, method: "POST", path: "/records/demo.visit", header: []string{"Idempotency-Key", "before"}, body: outboxed, status: 201, has: []string{"{sent}"}},
				{name: "off: it is read", who: coretest.Approver, method: "GET", path: "/records/{returned}", status: 200},
			})
			if err := errors.Join(r.SwitchModule(r.In(coretest.An), "demo", true), hold(coretest.An, "1.0.0")); err != nil {
				t.Fatal(err)
			}
			s.play(t, []scenario{{name: "back: what was typed is there", who: coretest.Officer, method: "GET", path: "/records/{draft}", status: 200, has: []string{"Đã gõ trong nháp", "Thăm mới"}}})
		})
	}
}
