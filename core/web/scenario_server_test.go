package web_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/coretest/wait"
	"github.com/doanket/doanket/core/job"
	"github.com/doanket/doanket/core/web"
)

// TestStrangersAreStoppedEverywhere: on every route nobody, a token of the
// other province and a host of no province get nothing, each in the same way.
func TestStrangersAreStoppedEverywhere(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		nobody, there := s.client(""), s.client(coretest.Leader).At(coretest.Binh)
		nowhere := s.client(coretest.Leader).At("khong-co")
		for _, r := range described(t, s.Server) {
			if r.path == "/openapi.json" {
				continue
			}
			path := s.filledPath(r.path, "")
			for name, c := range map[string]*coretest.Client{"nobody": nobody, "the other province's token": there} {
				if res := c.Do(r.method, path, nil); res.Status != http.StatusUnauthorized {
					t.Errorf("%s %s for %s: %d %.200s", r.method, r.path, name, res.Status, res.Body)
				}
			}
			res := nowhere.Do(r.method, path, nil)
			if res.Status != http.StatusNotFound || r.method != http.MethodHead && problemOf(t, res).Code != "province.unknown" {
				t.Errorf("%s %s at no province: %d %.200s", r.method, r.path, res.Status, res.Body)
			}
		}
	})
}

// TestHeadIsGetWithoutItsBody on every route that reads.
func TestHeadIsGetWithoutItsBody(t *testing.T) {
	t.Parallel()
	onStage(t, func(t *testing.T, s *stage) {
		c := s.client(coretest.Leader)
		for _, path := range []string{"/me", "/today", "/units", "/unit-kinds", "/people", "/roles", "/kinds", "/records/demo.visit", "/records/{visit}", "/records/{visit}/history",
			"/records/{nowhere}", "/boards", "/figures/demo.visits?period=2026", "/notices", "/document-kinds", "/openapi.json", "/modules", "/units?limit=-1"} {
			path = s.told(t, path)
			get, head := c.Do(http.MethodGet, path, nil), c.Do(http.MethodHead, path, nil)
			if head.Status != get.Status || len(head.Body) != 0 {
				t.Errorf("HEAD %s: %d with %d bytes, GET %d", path, head.Status, len(head.Body), get.Status)
			}
			for _, name := range []string{"Content-Type", "ETag", "Cache-Control"} {
				if head.Header.Get(name) != get.Header.Get(name) && path != "/today" { // today tells the time
					t.Errorf("HEAD %s: %s is %q, GET's %q", path, name, head.Header.Get(name), get.Header.Get(name))
				}
			}
		}
	})
}

// TestPathsThatAreNone: 404 where there is nothing, 405 with Allow where
// another method would do, the client's page for its own screens.
func TestPathsThatAreNone(t *testing.T) {
	t.Parallel()
	s := coretest.New(t, coretest.Options{}).Serve(web.Options{Log: quiet})
	c := s.As(coretest.An, coretest.Officer)
	for _, path := range []string{"/nothing", "/ME", "/records", "/records/", "/records/a/b/c", "/../me", "/%2e%2e/me"} {
		if res := c.Do(http.MethodGet, path, nil); res.Status != http.StatusNotFound && res.Status != http.StatusOK || res.Status == 200 && path != "/../me" && path != "/%2e%2e/me" {
			t.Errorf("GET %s: %d %.200s", path, res.Status, res.Body)
		}
	}
	res := c.Do(http.MethodDelete, "/me", nil).Want(t, http.StatusMethodNotAllowed)
	if p := problemOf(t, res); p.Code != "method_not_allowed" || !strings.Contains(res.Header.Get("Allow"), "GET") {
		t.Errorf("%s, Allow %q", p.Code, res.Header.Get("Allow"))
	}
	secure(t, res)
}

// TestHosts: the base domain names no province, others are nothing, a host in
// capitals or with a port is the same host.
func TestHosts(t *testing.T) {
	t.Parallel()
	s := coretest.New(t, coretest.Options{}).Serve(web.Options{Log: quiet})
	for _, c := range []struct {
		host, path string
		status     int
		has        string
	}{
		{"localhost", "/", 200, "Mỗi tỉnh, thành phố có địa chỉ riêng"},
		{"localhost", "/api/v1/me", 404, "province.unknown"},
		{"an.localhost:8080", "/api/v1/me", 401, "sign_in.required"},
		{"AN.LOCALHOST", "/api/v1/me", 401, "sign_in.required"},
		{"an.localhost.", "/api/v1/me", 401, "sign_in.required"},
		{"khong.localhost", "/", 404, "province.unknown"},
		{"khong.localhost", "/api/v1/me", 404, "province.unknown"},
		{"a.an.localhost", "/api/v1/me", 404, "province.unknown"},
		{"an.localhost.xau.example", "/api/v1/me", 404, "province.unknown"},
		{"127.0.0.1", "/api/v1/me", 404, "province.unknown"},
	} {
		status, body := raw(t, s.Addr, fmt.Sprintf("GET %s HTTP/1.1\r\nHost: %s\r\n\r\n", c.path, c.host))
		if status != c.status || !strings.Contains(body, c.has) || strings.Contains(body, "Tỉnh An") {
			t.Errorf("%s%s: %d %.300s", c.host, c.path, status, body)
		}
	}
}

// TestOperatorsPort answers health and numbers there, and nowhere else; of
// people it tells nothing.
func TestOperatorsPort(t *testing.T) {
	t.Parallel()
	r := coretest.New(t, coretest.Options{})
	server, err := r.Web(web.Options{Listen: "127.0.0.1:0", OperatorListen: "127.0.0.1:0", BaseDomain: coretest.BaseDomain, Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Stop(t.Context()) }) // a second Stop is allowed
	if err := job.Enqueue(r.In(coretest.An), "waits", nil); err != nil {
		t.Fatal(err)
	}
	operator := "http://" + server.OperatorAddr()
	fetch(t, operator+"/healthz") // numbers begin with the first answer
	for path, want := range map[string]struct {
		status int
		has    string
	}{"/healthz": {200, `"ok"`}, "/readyz": {200, `"ready"`}, "/metrics": {200, "doanket_http_requests_total"}, "/api/v1/me": {404, "not_found"}, "/": {404, "not_found"}} {
		status, body := fetch(t, operator+path)
		if status != want.status || !strings.Contains(body, want.has) || strings.Contains(body, "an.localhost") {
			t.Errorf("operator %s: %d %.300s", path, status, body)
		}
	}
	if _, body := fetch(t, operator+"/metrics"); !strings.Contains(body, `doanket_jobs{kind="waits",province="an",state="waiting"} 1`) ||
		!strings.Contains(body, `doanket_job_oldest_seconds{kind="waits",province="an"}`) {
		t.Errorf("the metrics do not tell of a waiting job: %s", body)
	}
	for _, path := range []string{"/healthz", "/readyz", "/metrics"} {
		if status, body := fetch(t, "http://"+server.Addr()+path); strings.Contains(body, "doanket_http") || strings.Contains(body, `"status":"ready"`) {
			t.Errorf("the provinces' port answers %s: %d %.200s", path, status, body)
		}
	}
}

func fetch(t *testing.T, url string) (int, string) {
	t.Helper()
	res, err := coretest.HTTP.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

// TestDescriptionIsValid: OpenAPI 3.1 in what clients' generators rely on.
// Every parameter of a path is declared, every reference leads somewhere,
// every operation has its own name and an answer.
func TestDescriptionIsValid(t *testing.T) {
	t.Parallel()
	s := coretest.New(t, coretest.Options{}).Serve(web.Options{Log: quiet})
	res := s.As(coretest.An, "").Do(http.MethodGet, "/openapi.json", nil)
	var doc struct {
		OpenAPI    string
		Info       struct{ Title, Version string }
		Servers    []struct{ URL string }
		Paths      map[string]map[string]operation
		Components struct{ Schemas map[string]any }
	}
	res.Want(t, 200, &doc)
	if !strings.HasPrefix(doc.OpenAPI, "3.1") || doc.Info.Title == "" || doc.Info.Version == "" || len(doc.Servers) != 1 || doc.Servers[0].URL != "http://an.localhost" {
		t.Errorf("%s %+v %+v", doc.OpenAPI, doc.Info, doc.Servers)
	}
	s.As(coretest.An, "").AtPort("8443").Do(http.MethodGet, "/openapi.json", nil).Want(t, 200, &doc)
	if len(doc.Servers) != 1 || doc.Servers[0].URL != "http://an.localhost:8443" {
		t.Errorf("by a port: %+v", doc.Servers)
	}
	ids := map[string]string{}
	for path, methods := range doc.Paths {
		for method, op := range methods {
			what := strings.ToUpper(method) + " " + path
			op.judge(t, what, path)
			if other, seen := ids[op.OperationID]; seen || op.OperationID == "" {
				t.Errorf("%s has the operationId %q, which is %q's", what, op.OperationID, other)
			}
			ids[op.OperationID] = what
		}
	}
	for _, ref := range regexp.MustCompile(`"\$ref":"([^"]+)"`).FindAllStringSubmatch(string(res.Body), -1) {
		name, ok := strings.CutPrefix(ref[1], "#/components/schemas/")
		if _, there := doc.Components.Schemas[name]; !ok || !there {
			t.Errorf("a reference to nothing: %s", ref[1])
		}
	}
}

// operation is what the test reads of an OpenAPI operation.
type operation struct {
	OperationID string
	Summary     string
	Parameters  []struct {
		Name, In string
		Required bool
		Schema   json.RawMessage
	}
	RequestBody *struct{ Content map[string]json.RawMessage }
	Responses   map[string]json.RawMessage
	Security    []map[string][]string
}

var pathParameter = regexp.MustCompile(`\{([^}]+)\}`)

func (op *operation) judge(t *testing.T, what, path string) {
	t.Helper()
	if op.Summary == "" || len(op.Responses) < 2 || op.Responses["default"] == nil {
		t.Errorf("%s says nothing of itself, its answer or its problems", what)
	}
	if public := strings.Contains(path, "/session") && strings.HasPrefix(what, "POST") || strings.HasPrefix(what, "OPTIONS") || strings.HasSuffix(path, "openapi.json") || strings.Contains(path, "/session/providers"); public == (len(op.Security) > 0) {
		t.Errorf("%s is described as open to %v", what, op.Security)
	}
	var declared []string
	for _, p := range op.Parameters {
		if p.In == "path" {
			declared = append(declared, p.Name)
		}
		if p.Name == "" || len(p.Schema) == 0 || p.In == "path" && !p.Required {
			t.Errorf("%s: the parameter %q in %s is half declared", what, p.Name, p.In)
		}
	}
	for _, name := range pathParameter.FindAllStringSubmatch(path, -1) {
		if !slices.Contains(declared, name[1]) {
			t.Errorf("%s does not declare {%s}", what, name[1])
		}
	}
}

// TestOnlyWhoAsksGetsItCompressed: a program that says nothing of encodings
// reads the answer as it is.
func TestOnlyWhoAsksGetsItCompressed(t *testing.T) {
	t.Parallel()
	s := coretest.New(t, coretest.Options{}).Serve(web.Options{Log: quiet})
	plain := &http.Client{Timeout: wait.Bound, Transport: &http.Transport{DisableCompression: true}}
	defer plain.CloseIdleConnections()
	for asked, want := range map[string]string{"": "", "identity": "", "gzip": "gzip", "br": "br"} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+s.Addr+"/api/v1/openapi.json", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = coretest.An + "." + coretest.BaseDomain + s.Addr[strings.LastIndexByte(s.Addr, ':'):]
		if asked != "" {
			req.Header.Set("Accept-Encoding", asked)
		}
		res, err := plain.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		_ = res.Body.Close() // read to its end
		if err != nil || res.StatusCode != http.StatusOK || len(body) < 1024 {
			t.Fatalf("%q: %s, %d bytes, %v", asked, res.Status, len(body), err)
		}
		if where := `"servers":[{"url":"http://` + req.Host + `"}]`; want == "" && !strings.Contains(string(body), where) { // a generated client calls there, port and all
			t.Errorf("the description names no server %s", where)
		}
		if got := res.Header.Get("Content-Encoding"); got != want || want == "" && body[0] != '{' {
			t.Errorf("asked with %q: Content-Encoding %q, want %q, begins %q", asked, got, want, body[:1])
		}
	}
}
