package web

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/swaggest/openapi-go"
	"github.com/swaggest/openapi-go/openapi31"

	"github.com/doanket/doanket/core/manifest"
)

// apiDocument is the OpenAPI 3.1 description, made of the route table; the
// kinds of a province are added as schemas when it asks.
type apiDocument struct{ base []byte }

// OpenAPI is the description without any province's kinds, as JSON: what
// clients are typed by.
func OpenAPI() ([]byte, error) {
	doc, err := newAPIDocument(routes)
	if err != nil {
		return nil, err
	}
	return doc.base, nil
}

// The two ways to say who one is, as the document names them.
const byToken, byCookie = "token", "session"

// newAPIDocument reflects every route's input and output.
func newAPIDocument(table []route) (*apiDocument, error) {
	r := openapi31.NewReflector()
	r.Spec.Info.WithTitle("Đoàn Kết").WithVersion("1").
		WithDescription("The API of one province, on its own host. Errors are RFC 9457 problems; making a record, taking a step and adding a remark take Idempotency-Key; PATCH wants If-Match.")
	r.Spec.SetHTTPBearerTokenSecurity(byToken, "", "An API token, for programs.")
	r.Spec.SetAPIKeySecurity(byCookie, cookieName, openapi.InCookie, "A browser's session; writes also send X-CSRF-Token, which /me tells.")
	exactSchemas(r)
	for _, x := range table {
		if x.auth == operator {
			continue
		}
		if err := describe(r, x); err != nil {
			return nil, fmt.Errorf("describe %s %s: %w", x.method, x.path, err)
		}
	}
	raw, err := json.Marshal(r.Spec)
	if err != nil {
		return nil, err
	}
	doc := map[string]any{}
	if err := json.Unmarshal(raw, &doc); err != nil {
		return nil, err
	}
	if err := settle(doc); err != nil {
		return nil, err
	}
	raw, err = json.Marshal(doc)
	return &apiDocument{raw}, err
}

func describe(r *openapi31.Reflector, x route) error {
	path := prefix + x.path
	op, err := r.NewOperationContext(x.method, path)
	if err != nil {
		return err
	}
	op.SetSummary(x.summary)
	op.SetID(operationID(x))
	if x.auth == session {
		op.AddSecurity(byToken)
		op.AddSecurity(byCookie)
	}
	op.AddReqStructure(reflect.New(x.act.in).Interface())
	if x.act.out == reflect.TypeFor[nothing]() || x.act.out == reflect.TypeFor[*stream]() {
		op.AddRespStructure(nil, withStatus(x.status()))
	} else {
		op.AddRespStructure(reflect.New(x.act.out).Interface(), withStatus(x.status()))
	}
	op.AddRespStructure(problem{}, openapi.WithContentType("application/problem+json"), func(cu *openapi.ContentUnit) { cu.IsDefault = true })
	return r.AddOperation(op)
}

// operationID is what generated clients call an operation: get_records_id_history.
func operationID(x route) string {
	words := strings.FieldsFunc(x.path, func(r rune) bool { return strings.ContainsRune("/{}.-", r) })
	return strings.ToLower(x.method) + "_" + strings.Join(words, "_")
}

// openapiGet is the description with the province's kinds.
func openapiGet(c *call, _ struct{}) (json.RawMessage, error) {
	doc := map[string]any{}
	if err := json.Unmarshal(c.api.base, &doc); err != nil {
		return nil, err
	}
	schemas := doc["components"].(map[string]any)["schemas"].(map[string]any)
	for _, k := range c.Kinds.ForTenant(c.ctx) {
		schemas["fields."+k.FullName()] = fieldsSchema(k.Fields, c.lang)
	}
	doc["servers"] = []any{map[string]any{"url": c.origin}}
	return json.Marshal(doc)
}

// jsonTypes are the JSON Schema types of field types.
var jsonTypes = map[string]map[string]any{
	manifest.TypeInt: {"type": "integer"}, manifest.TypeMoney: {"type": "integer"}, manifest.TypeDecimal: {"type": "number"}, manifest.TypeBool: {"type": "boolean"},
	manifest.TypeDate: {"type": "string", "format": "date"}, manifest.TypeDateTime: {"type": "string", "format": "date-time"},
	manifest.TypeEnums: {"type": "array", "items": map[string]any{"type": "string"}}, manifest.TypeUnits: {"type": "array", "items": map[string]any{"type": "string"}},
	manifest.TypeGeo: {"type": "object"}, manifest.TypeJSON: {},
}

func fieldsSchema(fields []manifest.Field, lang string) map[string]any {
	properties := map[string]any{}
	for i := range fields {
		f := &fields[i]
		s := map[string]any{"title": f.Label.In(lang)}
		t, known := jsonTypes[f.Type]
		if !known {
			t = map[string]any{"type": "string"}
		}
		for k, v := range t {
			s[k] = v
		}
		if f.Type == manifest.TypeList {
			s["type"], s["items"] = "array", fieldsSchema(f.Fields, lang)
		}
		if f.Type == manifest.TypeEnum && !f.Open {
			var values []string
			for _, v := range f.Values {
				values = append(values, v.ID)
			}
			s["enum"] = values
		}
		if f.ReadOnly || f.Derived != "" {
			s["readOnly"] = true
		}
		properties[f.Name] = s
	}
	return map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
}

func withStatus(code int) openapi.ContentOption {
	return func(cu *openapi.ContentUnit) { cu.HTTPStatus = code }
}
