package web_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/doanket/doanket/core/coretest"
)

// shape is what a route can be asked, as the server describes it.
type shape struct {
	method, path  string
	query, header []string
	body          map[string]any // its schema
	schemas       map[string]any
}

// learned are the shapes of all routes.
func learned(t *testing.T, s *coretest.Server) map[string]shape {
	t.Helper()
	var doc struct {
		Paths map[string]map[string]struct {
			Parameters  []struct{ In, Name string }
			RequestBody struct {
				Content map[string]struct{ Schema map[string]any }
			}
		}
		Components struct{ Schemas map[string]any }
	}
	s.As(coretest.An, coretest.Admin).Do(http.MethodGet, "/openapi.json", nil).Want(t, 200, &doc)
	out := map[string]shape{}
	for path, methods := range doc.Paths {
		for method, op := range methods {
			one := shape{method: strings.ToUpper(method), path: strings.TrimPrefix(path, "/api/v1"), body: op.RequestBody.Content["application/json"].Schema, schemas: doc.Components.Schemas}
			for _, p := range op.Parameters {
				switch p.In {
				case "query":
					one.query = append(one.query, p.Name)
				case "header":
					one.header = append(one.header, p.Name)
				}
			}
			out[one.method+" "+one.path] = one
		}
	}
	return out
}

// asked is one way to ask at the path, the same for the same seed but for the ids of f.
// What changes something names a foreign thing in the path: or it would succeed, on the
// caller's own.
func (a shape) asked(f foreign, seed uint64, path string) (paths []string, bodies []any, headers []string) {
	r := rand.New(rand.NewPCG(seed, 2))
	query := url.Values{}
	for _, name := range a.query {
		if r.IntN(3) == 0 {
			query.Set(name, word(f, r, name))
		}
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	if slices.Contains(a.header, "If-Match") {
		headers = append(headers, "If-Match", "*")
	}
	var body any
	if a.method != http.MethodGet && a.method != http.MethodHead && a.method != http.MethodDelete {
		body = map[string]any{}
		if a.body != nil && strings.Contains(a.path, "{id}") {
			body = a.value(f, r, a.body, "", 0)
		}
	}
	return []string{path}, []any{body}, headers
}

// value is one the schema describes.
func (a shape) value(f foreign, r *rand.Rand, schema map[string]any, name string, depth int) any {
	if ref, _ := schema["$ref"].(string); ref != "" {
		schema, _ = a.schemas[ref[strings.LastIndex(ref, "/")+1:]].(map[string]any)
	}
	if list, _ := schema["enum"].([]any); len(list) > 0 {
		return list[r.IntN(len(list))]
	}
	switch schema["type"] {
	case "boolean":
		return r.IntN(2) == 0
	case "integer", "number":
		return r.IntN(3)
	case "array":
		items, _ := schema["items"].(map[string]any)
		if items == nil || depth > 3 {
			return []any{}
		}
		return []any{a.value(f, r, items, name, depth+1)}
	case "string":
		return word(f, r, name)
	}
	out := map[string]any{}
	if name == "fields" {
		return map[string]any{"title": "của tỉnh An", "held_on": "2026-01-02", "reached": []string{f.unit}}
	}
	props, _ := schema["properties"].(map[string]any)
	required, _ := schema["required"].([]any)
	for _, prop := range slices.Sorted(maps.Keys(props)) {
		of, _ := props[prop].(map[string]any)
		if depth < 4 && (slices.Contains(required, any(prop)) || r.IntN(3) == 0) {
			out[prop] = a.value(f, r, of, prop, depth+1)
		}
	}
	return out
}

// word is what may stand under a name: mostly what belongs there.
func word(f foreign, r *rand.Rand, name string) string {
	all := []string{f.record, f.document, f.unit, f.person, f.post, f.upload, f.sheet}
	belongs := map[string]string{"unit": f.unit, "under": f.unit, "parent": f.unit, "parent_id": f.unit, "with": f.unit, "into": f.unit, "at": f.unit, "units": f.unit, "person": f.person, "object": f.record,
		"post": f.post, "document": f.document, "upload": f.upload, "q": "BIMAT", "kind": "demo.visit", "period": "2026", "role": "officer", "action": "read", "slot": "report",
		"on": "2026-11-01", "from": "2026-01-01", "to": "2099-12-31", "as_of": "2026-11-01", "asOf": "2026-11-01", "version": "1", "limit": "10", "lang": "vi", "clause": "II.1.a"}
	if v := belongs[name]; v != "" && r.IntN(5) > 0 {
		return v
	}
	if r.IntN(3) == 0 {
		return fmt.Sprint(r.IntN(2) == 0)
	}
	return all[r.IntN(len(all))]
}
