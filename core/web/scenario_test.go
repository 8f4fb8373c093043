package web_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/web"
)

// scenario is one request and what must come back. Words in braces stand for
// what the stage knows by that name: "/records/{visit}".
type scenario struct {
	name   string
	who    string // a login of the rig; "" is nobody
	method string
	path   string
	body   any
	header []string // name, value, …

	status int
	code   string   // of the problem
	field  string   // "field=code" among the problem's errors
	has    []string // in the body
	hasNot []string
	wants  []string // answer's header: name, value, …; value "*" is any, "" none
	save   []string // "name=a.b.0.c": keep what stands there for later scenarios
}

// quiet keeps the servers of tests from telling each request.
var quiet = slog.New(slog.DiscardHandler)

// stage is a server with everything scenarios refer to by name.
type stage struct {
	*coretest.Server
	known   map[string]string
	clients map[string]*coretest.Client
}

// onStage runs body on a stage of its own for each database.
func onStage(t *testing.T, body func(t *testing.T, s *stage)) {
	t.Helper()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) { body(t, newStage(t, r)) })
}

// newStage names the units of province An, a submitted visit of X1, and the
// people of province Bình whom nobody here may see.
func newStage(t *testing.T, r *coretest.Rig) *stage {
	t.Helper()
	s := &stage{Server: r.Serve(web.Options{Log: quiet}), known: map[string]string{}, clients: map[string]*coretest.Client{}}
	for name, code := range map[string]string{"T": "T", "X1": "X1", "X2": "X2", "UB": "X1-UB", "K1": "X1-K1", "K2": "X1-K2", "K3": "X2-K1"} {
		s.known[name] = r.Unit(coretest.An, code)
	}
	for _, login := range coretest.Logins {
		p, err := r.People.ByLogin(r.In(coretest.An), login)
		if err != nil {
			t.Fatal(err)
		}
		s.known["@"+login] = p.ID
	}
	f := s.owe(t, plant(t, r))
	s.known["far_record"], s.known["far_document"], s.known["far_unit"] = f.record, f.document, f.unit
	s.known["far_person"], s.known["far_post"], s.known["far_upload"] = f.person, f.post, f.upload
	s.known["nowhere"] = "rec_01JZZZZZZZZZZZZZZZZZZZZZZZ"
	s.visit(t, "visit", "submit")
	s.visit(t, "draft", "")
	return s
}

// visit makes a visit of commune X1 by its officer and names it.
func (s *stage) visit(t *testing.T, name, submit string) {
	t.Helper()
	r, err := s.Records.Create(s.Rig.As(coretest.An, coretest.Officer), "demo.visit", record.Input{UnitID: s.known["X1"], Submit: submit,
		Fields: map[string]any{"title": "Thăm hộ nghèo " + coretest.Word(), "held_on": "2026-03-10"}})
	if err != nil {
		t.Fatal(err)
	}
	s.known[name] = r.ID
}

var known = regexp.MustCompile(`\{@?[a-zA-Z0-9_]+\}`)

// told puts what the stage knows into a text.
func (s *stage) told(t *testing.T, text string) string {
	t.Helper()
	return known.ReplaceAllStringFunc(text, func(name string) string {
		value, ok := s.known[name[1:len(name)-1]]
		if !ok {
			t.Fatalf("the stage knows no %s", name)
		}
		return value
	})
}

func (s *stage) client(login string) *coretest.Client {
	c := s.clients[login]
	if c == nil {
		c = s.As(coretest.An, login)
		s.clients[login] = c
	}
	return c
}

// play runs scenarios one after the other; later ones build on earlier ones.
func (s *stage) play(t *testing.T, list []scenario) {
	t.Helper()
	defer s.everyActHasWords(t)
	for _, c := range list {
		passed := t.Run(c.name, func(t *testing.T) {
			headers, client, body := []string{}, s.client(c.who), s.filled(t, c.body)
			for n := 0; n+1 < len(c.header); n += 2 {
				if c.header[n] == "Host-Of" {
					client = client.At(c.header[n+1])
					continue
				}
				headers = append(headers, c.header[n], s.told(t, c.header[n+1]))
			}
			path := s.told(t, c.path)
			if !c.repeatable() {
				c.judge(t, s, client.Do(c.method, path, body, headers...))
				return
			}
			headers = append(headers, "Idempotency-Key", t.Name())
			same := s.filled(t, c.body) // before the first answer changes what the stage knows
			first := client.Do(c.method, path, body, headers...)
			c.judge(t, s, first)
			c.repeat(t, s, first, func() *coretest.Response { return client.Do(c.method, path, same, headers...) })
		})
		if !passed && len(c.save) > 0 {
			t.Fatalf("what follows needs %v", c.save)
		}
	}
}

// filled is a body with the stage's names filled in; bytes and readers stay.
func (s *stage) filled(t *testing.T, body any) any {
	t.Helper()
	switch v := body.(type) {
	case nil, []byte:
		return body
	case string:
		return s.told(t, v)
	case func(*testing.T, *stage) any:
		return v(t, s)
	}
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return s.told(t, string(raw))
}

// judge holds an answer against the scenario.
func (c *scenario) judge(t *testing.T, s *stage, res *coretest.Response) {
	t.Helper()
	if res.Status != c.status {
		t.Fatalf("%s %s: %d, want %d: %.600s", c.method, c.path, res.Status, c.status, res.Body)
	}
	if res.Status >= 400 && len(res.Body) > 0 {
		problemOf(t, res).judge(t, c)
	}
	for _, w := range c.has {
		if w = s.told(t, w); !bytes.Contains(res.Body, []byte(w)) {
			t.Errorf("%q is missing: %.600s", w, res.Body)
		}
	}
	for _, w := range append([]string{"BIMAT"}, c.hasNot...) {
		if w = s.told(t, w); bytes.Contains(res.Body, []byte(w)) {
			t.Errorf("%q is shown: %.600s", w, res.Body)
		}
	}
	for n := 0; n+1 < len(c.wants); n += 2 {
		got, want := res.Header.Get(c.wants[n]), s.told(t, c.wants[n+1])
		if want == "*" && got == "" || want != "*" && got != want {
			t.Errorf("header %s is %q, want %q", c.wants[n], got, want)
		}
	}
	secure(t, res)
	conforms(t, c, res)
	for _, kept := range c.save {
		name, path, _ := strings.Cut(kept, "=")
		s.known[name] = at(t, res, path)
	}
}

// at reads "a.0.b" out of an answer; "header:ETag" reads a header.
func at(t *testing.T, res *coretest.Response, path string) string {
	t.Helper()
	if name, ok := strings.CutPrefix(path, "header:"); ok {
		if name == "Location" { // its last step, the id
			return res.Header.Get(name)[strings.LastIndexByte(res.Header.Get(name), '/')+1:]
		}
		return res.Header.Get(name)
	}
	var v any
	if err := json.Unmarshal(res.Body, &v); err != nil {
		t.Fatalf("%.300s: %v", res.Body, err)
	}
	for step := range strings.SplitSeq(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[step]
		case []any:
			var n int
			if _, err := fmt.Sscan(step, &n); err != nil || n >= len(x) {
				t.Fatalf("no %s in %.300s", path, res.Body)
			}
			v = x[n]
		}
	}
	if v == nil {
		t.Fatalf("no %s in %.300s", path, res.Body)
	}
	return fmt.Sprint(v)
}

// problem is an RFC 9457 body as clients read it.
type problem struct {
	Type, Title, Code, Detail, Instance string
	Status                              int
	RetryAfter                          int `json:"retry_after"`
	Errors                              []struct{ Field, Code, Detail string }
	Params                              map[string]string
}

// problemOf reads a refusal; it always has a code, a title and a sentence, and
// so has each of its fields.
func problemOf(t *testing.T, res *coretest.Response) *problem {
	t.Helper()
	p := new(problem)
	if err := json.Unmarshal(res.Body, p); err != nil {
		t.Fatalf("%d is no problem: %.300s", res.Status, res.Body)
	}
	if kind := res.Header.Get("Content-Type"); kind != "application/problem+json" {
		t.Errorf("a problem of type %q", kind)
	}
	if p.Status != res.Status || p.Code == "" || p.Type != "urn:doanket:problem:"+p.Code || !strings.HasPrefix(p.Instance, "urn:request:") {
		t.Errorf("a problem that does not say what it is: %d %s", res.Status, res.Body)
	}
	if len([]rune(p.Title)) < 5 || len([]rune(p.Detail)) < 10 || strings.ContainsAny(p.Detail, "{}[]") {
		t.Errorf("%s is told as %q, %q", p.Code, p.Title, p.Detail)
	}
	for _, f := range p.Errors {
		if f.Code == "" || len([]rune(f.Detail)) < 10 || strings.ContainsAny(f.Detail, "{}[]") {
			t.Errorf("%s: the field %s is told as %q", p.Code, f.Field, f.Detail)
		}
	}
	if retry := res.Header.Get("Retry-After"); (res.Status == 429 || res.Status == 503) && (retry == "" || retry != fmt.Sprint(p.RetryAfter)) {
		t.Errorf("%s: Retry-After %q, in the body %d", p.Code, retry, p.RetryAfter)
	}
	if res.Status == 401 && res.Header.Get("WWW-Authenticate") == "" {
		t.Errorf("%s: 401 without WWW-Authenticate", p.Code)
	}
	return p
}

func (p *problem) judge(t *testing.T, c *scenario) {
	t.Helper()
	if c.code != "" && p.Code != c.code {
		t.Errorf("code %s, want %s (%s)", p.Code, c.code, p.Detail)
	}
	if c.field == "" {
		return
	}
	var all []string
	for _, f := range p.Errors {
		all = append(all, f.Field+"="+f.Code)
	}
	if !slices.Contains(all, c.field) {
		t.Errorf("fields %v, want %s", all, c.field)
	}
}

// secure checks the headers every answer carries.
func secure(t *testing.T, res *coretest.Response) {
	t.Helper()
	frame := "DENY"
	if strings.HasPrefix(res.Header.Get("Content-Disposition"), "inline") {
		frame = "SAMEORIGIN" // a paper beside its record, on the province's own page
	}
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": frame, "Referrer-Policy": "same-origin",
		"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin"} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("header %s is %q, want %q", name, got, want)
		}
	}
	if csp := res.Header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'self'; script-src 'self';") && !strings.HasPrefix(csp, "default-src 'none';") {
		t.Errorf("Content-Security-Policy %q", csp)
	}
	if server := res.Header.Get("Server"); server != "" {
		t.Errorf("the answer names its server: %q", server)
	}
}

// tables are the scenarios of every area, for the roll call.
var tables = [][]scenario{sessionScenarios, recordScenarios, uploadScenarios, unitScenarios, unitTableScenarios, peopleScenarios,
	figureScenarios, adminScenarios, batchScenarios, ownFieldScenarios, openingScenarios, dutyScenarios, delegationScenarios, discardedScenarios, clauseScenarios, reportScenarios, closingScenarios, sheetScenarios, findScenarios, secondScenarios, beginning}

// open refuse nobody, take no input, or lack a drafter here (core/programme tells that).
var open = map[string]string{
	"GET /openapi.json": "refused",
	"OPTIONS /uploads":  "refused, bad input", "POST /programme/clauses/{id}/tasks": "allowed, sent again",
}

// TestEveryRouteHasScenarios compares the tables with the server's own
// description: each route is allowed to somebody, refused to somebody, and
// told when its input is bad, or the reason why not stands here; each POST is
// sent again with the same key.
func TestEveryRouteHasScenarios(t *testing.T) {
	t.Parallel()
	s := coretest.New(t, coretest.Options{}).Serve(web.Options{Log: quiet})
	routes := append(described(t, s), describedRoute{http.MethodPost, "/session"}, describedRoute{http.MethodDelete, "/session"},
		describedRoute{http.MethodPost, "/session/link"}, describedRoute{http.MethodOptions, "/uploads"})
	seen := map[string]map[string]bool{}
	for _, list := range tables {
		for _, c := range list {
			key := c.method + " " + template(routes, c.path)
			if c.method == http.MethodHead && !strings.HasPrefix(c.path, "/uploads") {
				continue // HEAD of a GET, as HTTP has it
			}
			if seen[key] == nil {
				seen[key] = map[string]bool{}
			}
			seen[key][proves(c.status)] = true
			if c.repeatable() || slices.Contains(c.header, "Idempotency-Key") && c.status < 300 {
				seen[key]["sent again"] = true
			}
		}
	}
	for _, r := range routes {
		key := r.method + " " + r.path
		for _, what := range []string{"allowed", "refused", "bad input"} {
			if !seen[key][what] && !strings.Contains(open[key], what) {
				t.Errorf("%s has no scenario: %s", key, what)
			}
		}
		if r.method == http.MethodPost && !strings.HasPrefix(r.path, "/session") && !seen[key]["sent again"] && !strings.Contains(open[key], "sent again") {
			t.Errorf("%s has no scenario: sent again", key)
		}
	}
	for key := range seen {
		if !slices.ContainsFunc(routes, func(r describedRoute) bool { return r.method+" "+r.path == key }) {
			t.Errorf("a scenario calls %s, which the server does not describe", key)
		}
	}
}

// proves is what a status proves of a route.
func proves(status int) string {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound:
		return "refused"
	}
	if status < 400 {
		return "allowed"
	}
	return "bad input"
}

// template is the route a path is one of: the most literal one that fits.
func template(routes []describedRoute, path string) string {
	path, _, _ = strings.Cut(path, "?")
	best, most := "", -1
	for _, r := range routes {
		if n := fits(strings.Split(r.path, "/"), strings.Split(path, "/")); n > most {
			best, most = r.path, n
		}
	}
	if best == "" {
		return path
	}
	return best
}

// fits counts the literal steps of a template that fits, -1 for one that does not.
func fits(template, path []string) int {
	if len(template) != len(path) {
		return -1
	}
	n := 0
	for i, step := range template {
		switch {
		case step == path[i]:
			n += 2
		case step == "{module}.{kind}" && strings.Contains(path[i], "."):
			n++
		case !strings.HasPrefix(step, "{") || step == "{module}.{kind}":
			return -1
		}
	}
	return n
}
