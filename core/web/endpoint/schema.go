package endpoint

import (
	"fmt"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/swaggest/jsonschema-go"
	"github.com/swaggest/openapi-go"
	"github.com/swaggest/openapi-go/openapi31"
)

// How Go types become the schemas of the description, exact enough for a client
// to be typed by them: what an answer always carries is required, lists and
// maps are never null, free values are Value, closed vocabularies are enums.

// exactSchemas sets the reflector up.
func exactSchemas(r *openapi31.Reflector) {
	r.Spec.ComponentsEns().WithSchemasItem("Value", anyValue()).WithSchemasItem("Fields", anyFields())
	r.DefaultOptions = append(r.DefaultOptions,
		func(rc *jsonschema.ReflectContext) { rc.EnvelopNullability = true },
		jsonschema.InterceptDefName(func(t reflect.Type, _ string) string { return schemaName(t) }),
		jsonschema.InterceptNullability(neverNull),
		jsonschema.InterceptProp(exactProperty))
}

var generic = regexp.MustCompile(`^(Page|Items)\[(?:.*\.)?(\w+)\]$`)

// schemaName is the type's name without its package and without "Out"; a list
// is named after what it lists, a room's own Page after the room.
func schemaName(t reflect.Type) string {
	name, suffix := t.Name(), ""
	if m := generic.FindStringSubmatch(name); m != nil {
		name, suffix = m[2], map[string]string{"Page": "Page", "Items": "List"}[m[1]]
	}
	if name == "Page" {
		name = path.Base(t.PkgPath()) + name
	}
	return strings.ToUpper(name[:1]) + strings.TrimSuffix(name[1:], "Out") + suffix
}

// neverNull takes null from lists and maps, for acts answer empty ones, and
// from what is left out when there is nothing.
func neverNull(p jsonschema.InterceptNullabilityParams) {
	if kind := p.Type.Kind(); p.OmitEmpty || kind == reflect.Slice || kind == reflect.Map {
		p.Schema.RemoveType(jsonschema.Null)
	}
}

// exactProperty makes required what an answer always carries, and types what
// may hold anything.
func exactProperty(p jsonschema.InterceptPropParams) error {
	if !p.Processed {
		return nil
	}
	_, options, _ := strings.Cut(p.Field.Tag.Get("json"), ",")
	o, ok := openapi.OperationCtx(p.Context)
	if ok && o.IsProcessingResponse() && !strings.Contains(options, "omit") && !slices.Contains(p.ParentSchema.Required, p.Name) {
		p.ParentSchema.Required = append(p.ParentSchema.Required, p.Name)
	}
	if p.Field.Tag.Get("required") == "true" {
		p.PropertySchema.RemoveType(jsonschema.Null)
	}
	if p.PropertySchema.AnyOf != nil { // null or another schema: no type of its own
		p.PropertySchema.Type = nil
	}
	switch t := p.Field.Type; {
	case t.Kind() == reflect.Interface:
		*p.PropertySchema = jsonschema.Schema{Ref: new(toValue)}
	case t.Kind() == reflect.Map && t.Elem().Kind() == reflect.Interface:
		*p.PropertySchema = jsonschema.Schema{Ref: new(toFields)}
	}
	return nil
}

// Where what may hold anything is described.
const (
	toValue  = "#/components/schemas/Value"
	toFields = "#/components/schemas/Fields"
)

// anyValue is what a field of a record may hold, whatever its type.
func anyValue() map[string]any {
	single := []any{map[string]any{"type": []string{"string", "number", "boolean", "null"}}, map[string]any{"$ref": toFields}}
	list := map[string]any{"type": "array", "items": map[string]any{"anyOf": single}}
	return map[string]any{"description": "What a field of a record may hold; fields.<kind> says which.", "anyOf": append(single, list)}
}

func anyFields() map[string]any {
	return map[string]any{"description": "Values by the names of their fields.", "type": "object", "additionalProperties": map[string]any{"$ref": toValue}}
}

// settle says of operations what no Go type says: a body with a required field
// is required, and lists in the query are separated by commas.
func settle(doc map[string]any) error {
	schemas := doc["components"].(map[string]any)["schemas"].(map[string]any)
	for name := range schemas {
		if strings.Contains(name, "Type2") {
			return fmt.Errorf("two types are called %s", strings.TrimSuffix(name, "Type2"))
		}
	}
	for _, item := range doc["paths"].(map[string]any) {
		for _, operation := range item.(map[string]any) {
			op, _ := operation.(map[string]any)
			parameters, _ := op["parameters"].([]any)
			for _, p := range parameters {
				p := p.(map[string]any)
				if schema, _ := p["schema"].(map[string]any); schema["type"] == "array" {
					p["style"], p["explode"] = "form", false
				}
			}
			body, _ := op["requestBody"].(map[string]any)
			if body == nil {
				continue
			}
			media, _ := body["content"].(map[string]any)["application/json"].(map[string]any)
			schema, _ := media["schema"].(map[string]any)
			ref, _ := schema["$ref"].(string)
			if of, _ := schemas[strings.TrimPrefix(ref, "#/components/schemas/")].(map[string]any); of["required"] != nil {
				body["required"] = true
			}
		}
	}
	return nil
}
