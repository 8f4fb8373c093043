package endpoint

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"sync"

	"github.com/swaggest/openapi-go"
	"github.com/swaggest/openapi-go/openapi31"

	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/web/problem"
)

// Document is the OpenAPI 3.1 description, made of the route table; the
// kinds of a province are added as schemas when it asks. It is made when first
// asked for, since that takes longer than the rest of a start together.
type Document struct{ base func() ([]byte, error) }

// CookieName is the session cookie; host-only, so provinces never share it.
const CookieName = "dk_session"

// The two ways to say who one is, as the document names them.
const byToken, byCookie = "token", "session"

// JSON is the description without any province's kinds.
func (d *Document) JSON() ([]byte, error) { return d.base() }

// Describe says which table the document is made of.
func (d *Document) Describe(table []Route) {
	d.base = sync.OnceValues(func() ([]byte, error) { return documentOf(table) })
}

// documentOf describes every route's input and output.
func documentOf(table []Route) ([]byte, error) {
	r := openapi31.NewReflector()
	r.Spec.Info.WithTitle("Đoàn Kết").WithVersion("1").
		WithDescription("The API of one province, on its own host. Errors are RFC 9457 problems; every POST but signing in takes Idempotency-Key, and answers the same for 30 days (a secret only once); PATCH wants If-Match; writes of records honour Prefer: return=minimal.")
	r.Spec.SetHTTPBearerTokenSecurity(byToken, "", "An API token, for programs.")
	r.Spec.SetAPIKeySecurity(byCookie, CookieName, openapi.InCookie, "A browser's session; writes also send X-CSRF-Token, which /me tells.")
	exactSchemas(r)
	for _, x := range table {
		if x.Page {
			continue
		}
		if err := describe(r, x); err != nil {
			return nil, fmt.Errorf("describe %s %s: %w", x.Method, x.Path, err)
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
	return json.Marshal(doc)
}

func describe(r *openapi31.Reflector, x Route) error {
	at := Prefix + x.Path
	op, err := r.NewOperationContext(x.Method, at)
	if err != nil {
		return err
	}
	op.SetSummary(x.Summary)
	op.SetID(operationID(x))
	if x.Auth == Session {
		op.AddSecurity(byToken)
		op.AddSecurity(byCookie)
	}
	op.AddReqStructure(reflect.New(x.Act.In).Interface())
	if x.Once() {
		op.AddReqStructure(onceOnly{})
	}
	if x.Act.Out == reflect.TypeFor[Nothing]() || x.Act.Out == reflect.TypeFor[*Stream]() {
		op.AddRespStructure(nil, withStatus(x.Status))
	} else {
		op.AddRespStructure(reflect.Zero(x.Act.Out).Interface(), withStatus(x.Status))
		if x.Accepted {
			op.AddRespStructure(reflect.Zero(x.Act.Out).Interface(), withStatus(http.StatusAccepted))
		}
	}
	op.AddRespStructure(problem.Problem{}, openapi.WithContentType("application/problem+json"), func(cu *openapi.ContentUnit) { cu.IsDefault = true })
	return r.AddOperation(op)
}

// operationID is what generated clients call an operation: get_records_id_history.
func operationID(x Route) string {
	words := strings.FieldsFunc(x.Path, func(r rune) bool { return strings.ContainsRune("/{}.-", r) })
	return strings.ToLower(x.Method) + "_" + strings.Join(words, "_")
}

// With is the description with the kinds of a province, labelled in a language,
// as the server at origin answers it.
func (d *Document) With(kinds []*manifest.Kind, lang, origin string) (json.RawMessage, error) {
	base, err := d.base()
	if err != nil {
		return nil, err
	}
	doc := map[string]any{}
	if err := json.Unmarshal(base, &doc); err != nil {
		return nil, err
	}
	schemas := doc["components"].(map[string]any)["schemas"].(map[string]any)
	for _, k := range kinds {
		schemas["fields."+k.FullName()] = fieldsSchema(k.Fields, lang)
	}
	doc["servers"] = []any{map[string]any{"url": origin}}
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
		if f.Type == manifest.TypeRefs {
			s["type"], s["items"], s["maxItems"] = "array", map[string]any{"type": "string"}, f.MostRefs()
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
