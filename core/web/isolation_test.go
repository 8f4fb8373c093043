package web_test

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/document"
	"github.com/doanket/doanket/core/duty"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/sheet"
	"github.com/doanket/doanket/core/upload"
	"github.com/doanket/doanket/core/web"
)

// marks are words that stand nowhere but in province Bình; whatever shows one
// of them to somebody of province An has leaked it.
var marks = []string{"BIMATTIEUDE", "BIMATNOIDUNG", "BIMATTAILIEU", "BIMATTHAOLUAN", "BIMATTEN", "BIMATNGUOIBAO", "BIMATLYDO", "Tỉnh Bình"}

// foreign is what province Bình has, by the names of path parameters and
// query words.
type foreign struct {
	record, opening, document, unit, person, post, upload, sum, duty, sheet, proposal string
}

// TestNoRouteLeaksAnotherProvince calls every route the server describes, as
// every role and as nobody, with the ids of another province's things, in the
// path, the query and the body. Not one may succeed on them, not one answer may
// carry a foreign word.
func TestNoRouteLeaksAnotherProvince(t *testing.T) {
	t.Parallel()
	coretest.Each(t, func(t *testing.T, r *coretest.Rig) {
		s := r.Serve(web.Options{})
		f := plant(t, r)
		calls := 0
		for _, login := range append(slices.Clone(coretest.Logins), "") {
			c := s.As(coretest.An, login)
			for _, route := range described(t, s) {
				for _, path := range f.paths(route.path) {
					for _, body := range f.bodies(route.method) {
						calls++
						f.judge(t, login, route, path, c.Do(route.method, path, body))
					}
				}
			}
		}
		if calls < 1500 {
			t.Errorf("only %d calls: the description of the server has shrunk", calls)
		}
		f.tokenStaysHome(t, s)
		f.untouched(t, r)
	})
}

type describedRoute struct{ method, path string }

// described lists the routes of the server's own OpenAPI document.
func described(t *testing.T, s *coretest.Server) []describedRoute {
	t.Helper()
	var doc struct {
		Paths map[string]map[string]any
	}
	s.As(coretest.An, coretest.Admin).Do(http.MethodGet, "/openapi.json", nil).Want(t, 200, &doc)
	var out []describedRoute
	for path, methods := range doc.Paths {
		for m := range methods {
			method := strings.ToUpper(m)
			if slices.Contains([]string{"GET", "POST", "PATCH", "PUT", "DELETE", "HEAD"}, method) && !strings.HasPrefix(strings.TrimPrefix(path, "/api/v1"), "/session") {
				out = append(out, describedRoute{method, strings.TrimPrefix(path, "/api/v1")})
			}
		}
	}
	if len(out) < 40 {
		t.Fatalf("the server describes only %d routes", len(out))
	}
	return out
}

// plant gives province Bình a record with everything on it.
func plant(t *testing.T, r *coretest.Rig) foreign {
	t.Helper()
	ctx := r.As(coretest.Binh, coretest.Officer)
	rec, err := r.Records.Create(ctx, "demo.visit", record.Input{UnitID: r.Unit(coretest.Binh, "X1"), Submit: "submit",
		Fields: map[string]any{"title": "BIMATTIEUDE", "held_on": "2026-03-10", "note": "BIMATNOIDUNG", "informant": "BIMATNGUOIBAO"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Records.Comment(ctx, rec.ID, record.Remark{Text: "BIMATTHAOLUAN"}); err != nil {
		t.Fatal(err)
	}
	opening, err := r.Openings.Ask(r.As(coretest.Binh, coretest.Approver), rec.ID, []string{"informant"}, "BIMATLYDO")
	if err != nil {
		t.Fatal(err)
	}
	body := coretest.PDF("BIMATTAILIEU")
	doc, err := r.Documents.Attach(ctx, rec.ID, "report", document.Source{Body: strings.NewReader(body), Size: int64(len(body)), Name: "BIMATTAILIEU.pdf"}, document.Meta{})
	if err != nil {
		t.Fatal(err)
	}
	up, err := r.Uploads.Begin(ctx, upload.NewUpload{Name: "BIMATTEN.pdf", Size: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	system := r.In(coretest.Binh)
	person, err := r.People.Create(system, identity.NewPerson{Login: "bimatten", FamilyMiddle: "BIMATTEN", Given: "BIMATTEN"})
	if err != nil {
		t.Fatal(err)
	}
	post, err := r.People.Grant(system, identity.Grant{PersonID: person.ID, Role: "officer", UnitID: r.Unit(coretest.Binh, "X2")})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Duties.Reckon(system); err != nil {
		t.Fatal(err)
	}
	owed, err := r.Duties.List(system, duty.Filter{})
	if err != nil || len(owed.Items) == 0 {
		t.Fatalf("nothing is owed: %v", err)
	}
	if _, err := r.Duties.Excuse(r.As(coretest.Binh, coretest.Leader), owed.Items[0].ID, "BIMATLYDO"); err != nil {
		t.Fatal(err)
	}
	csv := "Mã đơn vị,Tên\nX1,BIMATTIEUDE\n"
	sent, err := r.Uploads.Send(ctx, upload.NewUpload{Name: "BIMATTEN.csv", Size: int64(len(csv))}, strings.NewReader(csv))
	if err != nil {
		t.Fatal(err)
	}
	imported, err := r.Sheets.Begin(ctx, sheet.Start{Kind: "demo.visit", Upload: sent.ID})
	if err != nil {
		t.Fatal(err)
	}
	proposed, err := r.Proposals.Propose(r.As(coretest.Binh, coretest.Admin), "person.link", person.ID, map[string]any{}, "BIMATLYDO")
	if err != nil {
		t.Fatal(err)
	}
	return foreign{proposal: proposed.ID, sheet: imported.ID, duty: owed.Items[0].ID, record: rec.ID, opening: opening.ID, document: doc.ID, unit: r.Unit(coretest.Binh, "X1"), person: person.ID, post: post.ID, upload: up.ID, sum: doc.SHA256}
}

// paths puts foreign ids into a route's parameters and, where it lists, into
// its query.
func (f foreign) paths(route string) []string {
	id := f.record
	switch {
	case strings.HasPrefix(route, "/documents"):
		id = f.document
	case strings.HasPrefix(route, "/duties"):
		id = f.duty
	case strings.HasPrefix(route, "/imports"):
		id = f.sheet
	case strings.HasPrefix(route, "/proposals"):
		id = f.proposal
	case strings.HasPrefix(route, "/openings"):
		id = f.opening
	case strings.HasPrefix(route, "/units"):
		id = f.unit
	case strings.HasPrefix(route, "/people"):
		id = f.person
	case strings.HasPrefix(route, "/posts"), strings.HasPrefix(route, "/me/delegations"):
		id = f.post
	case strings.HasPrefix(route, "/uploads"):
		id = f.upload
	}
	p := strings.NewReplacer("{id}", id, "{cascade}", "csc_none", "{name}", "approve", "{document}", f.document, "{module}.{kind}", "demo.visit",
		"{measure}", "demo.visits", "{module}", "demo", "{kind}", "visit", "{template}", "year", "{section}", "limits").Replace(route)
	query := fmt.Sprintf("?under=%s&unit=%s&person=%s&object=%s&action=read&q=BIMAT&version=1&kind=demo.visit&cursor=%s", f.unit, f.unit, f.person, f.record, f.record)
	return []string{p, p + "?q=BIMAT", p + query, p + "?unit=" + f.unit + "&period=2026", p + "?unit=" + f.unit + "&format=docx", p + "?unit=" + f.unit + "&format=xlsx", p + "?unit=" + f.unit + "&format=pdf", p + "?under=" + f.unit}
}

// bodies are what a stranger might send along.
func (f foreign) bodies(method string) []any {
	if method == http.MethodGet || method == http.MethodHead || method == http.MethodDelete {
		return []any{nil}
	}
	return []any{
		map[string]any{},
		map[string]any{"unit": f.unit, "fields": map[string]any{"title": "của tỉnh An", "held_on": "2026-01-02", "reached": []string{f.unit}}, "transition": "submit"},
		map[string]any{"fields": []string{"informant"}, "reason": "muốn biết"},
		map[string]any{"slot": "report", "document": f.document},
		map[string]any{"slot": "report", "upload": f.upload},
		map[string]any{"kind": "demo.visit", "upload": f.upload, "unit": f.unit},
		map[string]any{"columns": []string{"title"}, "unit": f.unit},
		map[string]any{"seen": f.upload, "basis": "x", "rows": "good"},
		map[string]any{"act": "move", "on": "2026-11-01", "basis": "x", "parent": f.unit, "parent_id": f.unit},
		map[string]any{"items": []any{map[string]any{"id": f.record, "unit": f.unit, "fields": map[string]any{"title": "của tỉnh An", "held_on": "2026-01-02"}}}},
		map[string]any{"items": []any{map[string]any{"id": f.record}}},
		map[string]any{"items": []any{map[string]any{"unit": f.unit, "transition": "submit", "fields": map[string]any{"title": "của tỉnh An", "held_on": "2026-01-02"}}}},
		map[string]any{"role": "officer", "unit": f.unit, "from": "2026-01-01"},
		map[string]any{"post": f.post, "person": f.person, "to": "2099-01-01", "reason": "x"},
		map[string]any{"unit": f.unit, "period": "2026", "text": "của tỉnh An"},
		map[string]any{"clauses": []string{"II.1.a"}, "reason": "của tỉnh An"},
		map[string]any{"clauses": []any{map[string]any{"id": f.record, "title": map[string]any{"vi": "của tỉnh An"}}}},
	}
}

// judge expects no foreign word in the answer, and no success that names a
// foreign thing in its path.
func (f foreign) judge(t *testing.T, login string, route describedRoute, path string, res *coretest.Response) {
	t.Helper()
	what := fmt.Sprintf("%s %s as %q", route.method, path, login)
	for _, m := range append(slices.Clone(marks), f.sum) {
		if bytes.Contains(res.Body, []byte(m)) {
			t.Errorf("%s shows %q: %d %.300s", what, m, res.Status, res.Body)
		}
		for k, v := range res.Header {
			if strings.Contains(strings.Join(v, " "), m) {
				t.Errorf("%s shows %q in header %s", what, m, k)
			}
		}
	}
	if res.Status >= 500 {
		t.Errorf("%s: %d %.300s", what, res.Status, res.Body)
	}
	if strings.Contains(route.path, "{") && names(path, f) && res.Status < 300 {
		t.Errorf("%s succeeds on a foreign thing: %d %.300s", what, res.Status, res.Body)
	}
	if login == "" && res.Status < 300 && route.path != "/openapi.json" && route.path != "/uploads" {
		t.Errorf("%s needs no sign-in: %d %.200s", what, res.Status, res.Body)
	}
}

func names(path string, f foreign) bool {
	path, _, _ = strings.Cut(path, "?")
	return slices.ContainsFunc([]string{f.record, f.document, f.unit, f.person, f.post, f.upload, f.sheet, f.proposal}, func(id string) bool { return strings.Contains(path, id) })
}

// tokenStaysHome shows a token of one province to the other's host.
func (f foreign) tokenStaysHome(t *testing.T, s *coretest.Server) {
	t.Helper()
	c := s.As(coretest.An, coretest.Leader)
	res := c.At(coretest.Binh).Do(http.MethodGet, "/records/demo.visit", nil)
	res.Want(t, http.StatusUnauthorized)
}

// untouched reads the foreign record back: nothing of what was sent reached it.
func (f foreign) untouched(t *testing.T, r *coretest.Rig) {
	t.Helper()
	rec, err := r.Records.Get(r.As(coretest.Binh, coretest.Officer), f.record)
	if err != nil {
		t.Fatal(err)
	}
	if rec.State != "submitted" || rec.Title != "BIMATTIEUDE" {
		t.Errorf("the foreign record changed: %s %q", rec.State, rec.Title)
	}
	docs, err := r.Documents.ForRecord(r.As(coretest.Binh, coretest.Officer), f.record)
	if err != nil || len(docs) != 1 {
		t.Errorf("its documents changed: %d, %v", len(docs), err)
	}
}
