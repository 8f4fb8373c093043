package web_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/web"
)

// hostileWords are what somebody might put where a word is expected.
var hostileWords = []string{"", " ", "\x00", "%00", "\xff\xfe", "'; DROP TABLE record; --", `" OR 1=1 --`, "../../etc/passwd", "..%2f..%2f", "{id}", "null", "undefined",
	"NaN", "-1", "1e309", "99999999999999999999", "0x10", "true", "[]", "{}", "*", "%", "_", "\\", "\u202e", "\ufeff", "Ð", "rec_", "rec_01JZZZZZZZZZZZZZZZZZZZZZZZ",
	"unt_01JZZZZZZZZZZZZZZZZZZZZZZZ", "2026-02-31", "9999-99-99", "2026-Q9", "2026-H3", "-0001-01-01", "demo.visit", "demo.", ".visit", "a.b.c", "core.recommendation", "all",
	strings.Repeat("a", 3000), strings.Repeat("ệ", 300)}

// hostileBodies are what somebody might send as JSON.
func hostileBodies() []string {
	deep := strings.Repeat(`{"fields":`, 200) + "1" + strings.Repeat("}", 200)
	many := "{" + strings.TrimSuffix(strings.Repeat(`"a":1,`, 500), ",") + "}"
	out := []string{"", "null", "[]", "1", `"x"`, "{", "}", "{}x", `{"a":}`, deep, strings.Repeat("[", 5000), many, "{\"unit\":\"\xff\"}", `{"unit":"\u0000"}`, `{"unit":"\ud800"}`,
		`{"unit":1,"fields":"x","name":[],"login":{},"act":0,"slot":null,"text":true,"enabled":"x","password":[],"secret":1,"code":1,"role":1}`,
		`{"unit":"{X1}","fields":{"title":{"a":1},"held_on":[],"people":1e400,"asks":[[1]],"reached":"x","done":"x","cost":9223372036854775808}}`,
		`{"unit":"{X1}","fields":{"people":-9223372036854775809,"asks":[{"to_unit":1}],"held_on":"0000-00-00"}}`,
		`{"unit":"{X1}","fields":null,"transition":"../x"}`, `{"fields":{}}`, `{"fields":{"title":"` + strings.Repeat("a", 100_000) + `"}}`, `{"text":"\u202e\ufeff"}`,
		`{"act":"split","basis":"b","parts":[{}]}`, `{"act":"split","basis":"b","parts":[null]}`, `{"act":"merge","basis":"b","with":["x","x"],"into":{}}`, `{"act":"move","basis":"b","parent_id":"x"}`,
		`{"act":"rename","basis":"b","name":"a","labels":{"` + strings.Repeat("k", 300) + `":"v"},"sort":2147483648}`,
		`{"login":"` + strings.Repeat("a", 5000) + `","password":"b"}`, `{"login":"a","name":"a","posts":[{"role":"x","unit":"y"}]}`,
		`{"slot":"report","document":"x"}`, `{"slot":"report","upload":"'"}`, `{"enabled":true}`, `{"holidays":{"x":"y"},"deadlines":{"":0},"makeup":{"2026-01-01":null}}`,
		`{"report_cutoffs":{"x":99},"postal_days":-1}`, `{"name":"x","allow":[""],"expires":"x"}`, `{"secret":"x","password":"y"}`, `{"__proto__":{"admin":true}}`}
	return out
}

// TestNothingBreaksTheServer puts hostile words into every place of every
// route, as somebody who may do most: whatever comes back, it is not our
// mistake (500), and every refusal says what it is.
func TestNothingBreaksTheServer(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		routes := append(described(t, s.Server), describedRoute{http.MethodPost, "/session"}, describedRoute{http.MethodPost, "/session/link"})
		who := []string{coretest.Officer, coretest.Admin}
		calls := 0
		ask := func(login string, r describedRoute, path string, body any, headers ...string) {
			calls++
			res := s.client(login).Do(r.method, path, body, headers...)
			if res.Status >= 500 {
				t.Errorf("%s %.200s with %.200v %.200q: %d %.300s", r.method, path, body, headers, res.Status, res.Body)
			}
			if res.Status >= 400 && r.method != http.MethodHead {
				problemOf(t, res)
			}
		}
		for n, r := range routes {
			login := who[n%2]
			for i, word := range hostileWords {
				ask(login, r, s.filledPath(r.path, word), nil)
				ask(who[i%2], r, s.filledPath(r.path, "")+"?"+hostileQuery(word, i), nil)
				ask(login, r, s.filledPath(r.path, ""), nil, hostileHeaders(word)...)
			}
			if !slices.Contains([]string{http.MethodPost, http.MethodPatch}, r.method) {
				continue
			}
			for _, body := range hostileBodies() {
				for _, login := range who {
					ask(login, r, s.filledPath(r.path, ""), strings.ReplaceAll(body, "{X1}", s.known["X1"]), "If-Match", "*", "Tus-Resumable", "1.0.0", "Upload-Offset", "0", "Upload-Length", "3")
				}
			}
		}
		if calls < 8000 {
			t.Errorf("only %d calls", calls)
		}
		s.client(coretest.Officer).Do(http.MethodGet, "/records/"+s.known["visit"], nil).Want(t, 200)
	})
}

// filledPath puts a word into a route's parameters; "" stands for what is there.
func (s *stage) filledPath(route, word string) string {
	value := func(real string) string {
		if word == "" {
			return real
		}
		return url.PathEscape(word)
	}
	id := s.known["visit"]
	switch {
	case strings.HasPrefix(route, "/units"):
		id = s.known["K2"]
	case strings.HasPrefix(route, "/people"):
		id = s.known["@"+coretest.Watcher]
	case strings.HasPrefix(route, "/boards"), strings.HasPrefix(route, "/modules"):
		id = "demo"
	}
	return strings.NewReplacer("{module}", value("demo"), "{kind}", value("visit"), "{id}", value(id), "{name}", value("approve"), "{document}", value("doc_x"),
		"{measure}", value("demo.visits")).Replace(route)
}

// hostileQuery puts the word into query words, a few at a time.
func hostileQuery(word string, n int) string {
	names := []string{"under", "cursor", "q", "limit", "sort", "state", "phase", "due_to", "overdue", "filter[title]", "filter[held_on]", "filter[people]", "as_of", "unit", "period", "ids",
		"kind", "parent", "person", "action", "object", "from", "to", "version", "inline", "last", "unread", "role", "open"}
	v := url.Values{}
	if n%3 == 0 && len(word) < 100 {
		for _, name := range names {
			v.Set(name, word)
		}
		return v.Encode()
	}
	v.Set(names[n%len(names)], word)
	v.Set(names[(n*7+3)%len(names)], word)
	return v.Encode()
}

// hostileHeaders puts the word where headers are read, as far as HTTP allows.
func hostileHeaders(word string) []string {
	word = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\ufffd' {
			return -1
		}
		return r
	}, word)
	var out []string
	for _, name := range []string{"If-Match", "If-None-Match", "Idempotency-Key", "Range", "If-Range", "Accept-Language", "Tus-Resumable", "Upload-Length", "Upload-Offset", "Upload-Metadata",
		"Upload-Checksum", "X-Forwarded-For", "Content-Encoding", "Accept-Encoding", "X-CSRF-Token", "Cookie"} {
		out = append(out, name, word)
	}
	return out
}

// TestHostileCursors: a cursor is the server's own word; another is refused,
// and a true one of another list or another person opens nothing.
func TestHostileCursors(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		s.visit(t, "more", "submit")
		c := s.client(coretest.Officer)
		next := at(t, c.Do(http.MethodGet, "/records/demo.visit?limit=1&sort=due_on", nil).Want(t, 200), "next")
		for _, cursor := range []string{next[1:], "AAAA", "e30", "W10", url.QueryEscape(strings.Repeat("x", 499)), "%FF", next[:len(next)/2]} {
			res := c.Do(http.MethodGet, "/records/demo.visit?limit=1&sort=due_on&cursor="+cursor, nil)
			if res.Status != 422 {
				t.Errorf("cursor %q: %d %.200s", cursor, res.Status, res.Body)
			}
		}
		res := c.Do(http.MethodGet, "/records/demo.visit?limit=1&sort=-held_on&cursor="+next, nil)
		if res.Status != 422 {
			t.Errorf("a cursor of another order: %d %.200s", res.Status, res.Body)
		}
		res = s.client(coretest.Officer2).Do(http.MethodGet, "/records/demo.visit?limit=1&sort=due_on&cursor="+next, nil)
		if bytes.Contains(res.Body, []byte(s.known["visit"])) || bytes.Contains(res.Body, []byte(s.known["more"])) {
			t.Errorf("another unit's cursor shows its records: %.200s", res.Body)
		}
	})
}

// TestBodiesAreBounded: too large, packed, of another type, or never ending.
func TestBodiesAreBounded(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		c := s.client(coretest.Officer)
		big := `{"unit":"` + s.known["X1"] + `","fields":{"title":"` + strings.Repeat("a", 1<<20) + `"}}`
		res := c.Do(http.MethodPost, "/records/demo.visit", big).Want(t, 413)
		if p := problemOf(t, res); p.Code != "body.too_large" {
			t.Error(p.Code)
		}
		res = c.Do(http.MethodPost, "/records/demo.visit", io.Reader(io.MultiReader(strings.NewReader(big))), "Content-Type", "application/json").Want(t, 413) // chunked, no length told
		if p := problemOf(t, res); p.Code != "body.too_large" {
			t.Error(p.Code)
		}
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		_, _ = z.Write(bytes.Repeat([]byte(" "), 50<<20))
		_ = z.Close()
		res = c.Do(http.MethodPost, "/records/demo.visit", io.Reader(&packed), "Content-Type", "application/json", "Content-Encoding", "gzip").Want(t, 415)
		if p := problemOf(t, res); p.Code != "media_type.unsupported" {
			t.Error(p.Code)
		}
		res = c.Do(http.MethodPost, "/records/demo.visit", `unit=x`, "Content-Type", "application/x-www-form-urlencoded").Want(t, 415)
		problemOf(t, res)
		token, err := s.Token(s.In(coretest.An), coretest.Officer, "thô", nil, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		status, body := raw(t, s.Addr, "POST /api/v1/records/"+s.known["visit"]+"/documents HTTP/1.1\r\nHost: an.localhost\r\nAuthorization: Bearer "+token+
			"\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 17825792\r\n\r\n"+strings.Repeat(" ", 2<<20))
		if status != 413 || !strings.Contains(body, "body.too_large") {
			t.Errorf("a form of 17 MiB: %d %s", status, body)
		}
	})
}

// TestBrokenHTTP speaks to the server below HTTP's good manners.
func TestBrokenHTTP(t *testing.T) {
	t.Parallel()
	s := coretest.New(t, coretest.Options{}).Serve(web.Options{Log: quiet})
	host := "Host: an.localhost\r\n"
	for _, c := range []struct {
		name, sent string
		status     int
	}{
		{"not HTTP", "xin chào\r\n\r\n", 400},
		{"a header of 64 KiB", "GET /api/v1/me HTTP/1.1\r\n" + host + "X-A: " + strings.Repeat("a", 64<<10) + "\r\n\r\n", 431},
		{"ten thousand headers", "GET /api/v1/me HTTP/1.1\r\n" + host + strings.Repeat("X-A: a\r\n", 10_000) + "\r\n", 431},
		{"a path of 64 KiB", "GET /api/v1/" + strings.Repeat("a", 64<<10) + " HTTP/1.1\r\n" + host + "\r\n", 431},
		{"no host", "GET /api/v1/me HTTP/1.1\r\n\r\n", 400},
		{"a host of nonsense", "GET /api/v1/me HTTP/1.1\r\nHost: \x01'\"<x>\r\n\r\n", 400},
		{"a length that lies", "POST /api/v1/session HTTP/1.1\r\n" + host + "Content-Length: -5\r\n\r\n", 400},
		{"an unknown method", "BREW /api/v1/me HTTP/1.1\r\n" + host + "\r\n", 400},
	} {
		status, body := raw(t, s.Addr, c.sent)
		if status >= 500 || status != c.status {
			t.Errorf("%s: %d, want %d: %.300s", c.name, status, c.status, body)
		}
	}
	s.As(coretest.An, coretest.Officer).Do(http.MethodGet, "/me", nil).Want(t, 200)
}

// raw sends bytes and reads one answer; 0 when the server hung up.
func raw(t *testing.T, addr, sent string) (int, string) {
	t.Helper()
	conn, err := net.DialTimeout("tcp", addr, wait.Bound)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(wait.Bound)); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprint(conn, sent); err != nil {
		t.Log(err) // the answer may have come before all was sent
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0, err.Error()
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(res.Body, 4<<10))
	return res.StatusCode, string(body)
}
