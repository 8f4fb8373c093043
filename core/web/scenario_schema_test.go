package web_test

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/doanket/doanket/core/coretest"
	"github.com/doanket/doanket/core/web"
)

// description is the OpenAPI document, once for all scenarios.
var description = sync.OnceValues(func() (map[string]any, error) {
	raw, err := web.OpenAPI()
	if err != nil {
		return nil, err
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	return doc.(map[string]any), nil
})

// conforms holds a JSON answer against what the description says of it:
// clients are typed by that and by nothing else.
func conforms(t *testing.T, c *scenario, res *coretest.Response) {
	t.Helper()
	if kind := res.Header.Get("Content-Type"); kind != "application/json" || strings.HasSuffix(c.path, "/openapi.json") || c.method == "HEAD" || len(res.Body) == 0 {
		return
	}
	doc, err := description()
	if err != nil {
		t.Fatal(err)
	}
	paths := doc["paths"].(map[string]any)
	path := "/api/v1" + template(routesOf(paths), c.path)
	schema := find(paths, path, strings.ToLower(c.method), "responses", strconv.Itoa(res.Status), "content", "application/json", "schema")
	if schema == nil {
		t.Errorf("%s %s answers %d with JSON that is not described", c.method, path, res.Status)
		return
	}
	compiler := jsonschema.NewCompiler()
	whole := map[string]any{"components": strict(doc["components"]), "answer": schema}
	if err := compiler.AddResource("urn:api", whole); err != nil {
		t.Fatal(err)
	}
	against, err := compiler.Compile("urn:api#/answer")
	if err != nil {
		t.Fatal(err)
	}
	var body any
	if body, err = jsonschema.UnmarshalJSON(bytes.NewReader(res.Body)); err != nil {
		t.Fatal(err)
	}
	if err := against.Validate(body); err != nil {
		t.Errorf("%s %s does not answer what it describes: %v", c.method, path, err)
	}
}

// find walks down through objects by their keys.
func find(at any, keys ...string) any {
	for _, k := range keys {
		m, _ := at.(map[string]any)
		at = m[k]
	}
	return at
}

// strict is the components with no object taking what it does not name, so
// that an answer carries nothing the description leaves out.
func strict(components any) any {
	raw, _ := json.Marshal(components) // of parsed JSON: never fails
	out, _ := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	schemas, _ := find(out, "schemas").(map[string]any)
	for _, s := range schemas {
		if object, _ := s.(map[string]any); object["properties"] != nil {
			object["additionalProperties"] = false
		}
	}
	return out
}

func routesOf(paths map[string]any) []describedRoute {
	var out []describedRoute
	for path, item := range paths {
		for method := range item.(map[string]any) {
			out = append(out, describedRoute{strings.ToUpper(method), strings.TrimPrefix(path, "/api/v1")})
		}
	}
	return out
}
