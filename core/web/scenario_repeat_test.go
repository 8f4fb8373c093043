package web_test

import (
	"bytes"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/db/dump"
)

// repeatable reports whether a scenario's request is sent again to see that it
// does nothing twice: every POST of somebody signed in that succeeds, has no key
// of its own and stands for no other method.
func (c *scenario) repeatable() bool {
	return c.method == http.MethodPost && c.status < 300 && !strings.HasPrefix(c.path, "/session") && !slices.Contains(c.header, "Idempotency-Key") && !slices.Contains(c.header, "X-HTTP-Method-Override")
}

// repeat sends a request with the key of the first one: it is answered as the
// first was, or told that a secret, or what was proposed, is shown only once, and no table of the
// province has a row more or less for it.
func (c *scenario) repeat(t *testing.T, s *stage, first *coretest.Response, send func() *coretest.Response) {
	t.Helper()
	before := s.rows(t)
	again := send()
	if after := s.rows(t); !maps.Equal(before, after) {
		t.Errorf("%s %s sent again changed rows from %v to %v", c.method, c.path, before, after)
	}
	if c.path == "/me/password" && again.Status == http.StatusUnauthorized {
		return // a new password ends every session
	}
	if again.Status == http.StatusConflict {
		if first.Status != http.StatusAccepted && !strings.HasPrefix(c.path, "/proposals/") && !bytes.Contains(first.Body, []byte(`"secret"`)) && !bytes.Contains(first.Body, []byte(`"recovery_codes"`)) || !bytes.Contains(again.Body, []byte(`"idempotency_done"`)) {
			t.Errorf("%s %s sent again: %s", c.method, c.path, again.Body)
		}
		return
	}
	if again.Status != first.Status || again.Header.Get("Location") != first.Header.Get("Location") {
		t.Errorf("%s %s sent again: %d %s, want %d", c.method, c.path, again.Status, again.Body, first.Status)
	}
}

// rows counts the rows of every table of province An.
func (s *stage) rows(t *testing.T) map[string]int64 {
	t.Helper()
	var raw bytes.Buffer
	if err := s.Cluster.Dump(t.Context(), coretest.An, &raw); err != nil {
		t.Fatal(err)
	}
	r, err := dump.NewReader(&raw)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int64{}
	for {
		table, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		if table == nil {
			return out
		}
		out[table.Table] = table.Rows
		for range table.Rows {
			if _, err := r.Row(table); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// repeatScenarios: a key stands for one request of one person.
var repeatScenarios = []scenario{
	{name: "a link", who: coretest.Admin, method: "POST", path: "/people/{@officer}/link", header: []string{"Idempotency-Key", "k1"}, body: `{}`, status: 201, save: []string{"secret=secret"}},
	{name: "its secret is told once", who: coretest.Admin, method: "POST", path: "/people/{@officer}/link", header: []string{"Idempotency-Key", "k1"}, body: `{}`,
		status: 409, code: "idempotency_done", hasNot: []string{"{secret}"}},
	{name: "the key for a link of somebody else", who: coretest.Admin, method: "POST", path: "/people/{@officer2}/link", header: []string{"Idempotency-Key", "k1"}, body: `{}`, status: 409, code: "idempotency_mismatch"},
	{name: "the key of another person is another key", who: coretest.Officer, method: "POST", path: "/notices/all/read", header: []string{"Idempotency-Key", "k1"}, status: 204},
	{name: "the key for another act is another key", who: coretest.Admin, method: "POST", path: "/notices/all/read", header: []string{"Idempotency-Key", "k1"}, status: 204},
	{name: "a unit that cannot be", who: coretest.Admin, method: "POST", path: "/units", header: []string{"Idempotency-Key", "k2"},
		body: `{"code":"X1","parent_id":"{T}","kind":"commune","name":"Xã Ba","basis":"NQ 1"}`, status: 409, code: "unit.code_taken"},
	{name: "what failed can be put right under its key", who: coretest.Admin, method: "POST", path: "/units", header: []string{"Idempotency-Key", "k2"},
		body: `{"code":"X3","parent_id":"{T}","kind":"commune","name":"Xã Ba","basis":"NQ 1"}`, status: 201, save: []string{"third=id"}},
	{name: "and is then the same unit", who: coretest.Admin, method: "POST", path: "/units", header: []string{"Idempotency-Key", "k2"},
		body: `{"code":"X3","parent_id":"{T}","kind":"commune","name":"Xã Ba","basis":"NQ 1"}`, status: 201, has: []string{`"id":"{third}"`}},
	{name: "a key too long", who: coretest.Admin, method: "POST", path: "/units", header: []string{"Idempotency-Key", strings.Repeat("k", 201)},
		body: `{"code":"X4","parent_id":"{T}","kind":"commune","name":"Xã Bốn","basis":"NQ 1"}`, status: 422, field: "Idempotency-Key=invalid"},
}

func TestRepeatScenarios(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		s.play(t, repeatScenarios)
		var raw bytes.Buffer
		if err := s.Cluster.Dump(t.Context(), coretest.An, &raw); err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(raw.Bytes(), []byte(s.known["secret"])) {
			t.Error("the province's database holds the link's secret")
		}
	})
}

// TestATwinUnderWayIsToldToWait: of many equal requests at once one does it,
// the others get its answer or are told that it is under way.
func TestATwinUnderWayIsToldToWait(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		admin := s.client(coretest.Admin)
		before, answers := s.rows(t)["unit"], make(chan *coretest.Response, 8)
		for range cap(answers) {
			go func() {
				answers <- admin.Do(http.MethodPost, "/units", s.told(t, `{"code":"X9","parent_id":"{T}","kind":"commune","name":"Xã Chín","basis":"NQ 1"}`), "Idempotency-Key", "twin")
			}()
		}
		made := 0
		for range cap(answers) {
			switch res := <-answers; {
			case res.Status == http.StatusCreated:
				made++
			case res.Status != http.StatusServiceUnavailable || !bytes.Contains(res.Body, []byte("idempotency_pending")):
				t.Errorf("%d %s", res.Status, res.Body)
			}
		}
		if now := s.rows(t)["unit"]; made == 0 || now != before+1 {
			t.Errorf("%d answered made, units went from %d to %d", made, before, now)
		}
	})
}
