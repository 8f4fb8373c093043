package schema

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/swaggest/jsonschema-go"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/manifest"
)

// required are the keys that must be written, by type.
var required = map[string][]string{
	"Manifest": {"api_version", "id", "version", "label"}, "ModuleRole": {"id", "label", "reach"},
	"Kind": {"name", "label", "title", "fields", "lifecycle"}, "Field": {"id", "name", "type", "label"}, "EnumValue": {"id", "label"},
	"Deadline": {"code", "label", "field"}, "Rule": {"code", "when"}, "Slot": {"code", "label", "types"},
	"Lifecycle": {"initial", "states", "transitions"}, "State": {"id", "label", "phase"}, "Transition": {"name", "label", "from", "to", "roles"},
	"Duty": {"id", "label", "source", "kind", "unit_kinds", "rhythm"}, "Occasion": {"kind", "field", "link", "length", "unit"},
	"Measure": {"code", "label", "kind", "unit"}, "Target": {"op", "value"}, "Board": {"id", "label", "measures"},
	"ChildStep": {"kind"}, "LinkType": {"name", "label", "back", "to"}, "Within": {"days", "theirs"}, "Overlap": {"theirs"}, "Span": {"from", "states"}, "Finding": {"of", "state", "reasons"},
	"Section": {"id", "title", "blocks"}, "SectionTable": {"title", "rows", "measures"}, "SectionRecords": {"title", "kind", "states", "columns"},
	"MenuEntry": {"kind", "label", "order"}, "Event": {"on"}, "Job": {"name", "label", "cron"}, "Text": {"vi", "en"},
}

const (
	name = `^[a-z][a-z0-9_]{0,39}$`
	full = `^[a-z][a-z0-9_]{1,39}\.[a-z][a-z0-9_]{1,39}$`
)

// patterns are the forms of texts, by type and key.
var patterns = map[string]string{
	"Manifest.api_version": "^" + manifest.APIVersion + "$", "Manifest.id": name, "Manifest.version": `^\d+\.\d+\.\d+$`,
	"ModuleRole.id": name, "ModuleRole.reach": "^(own|branch|subtree|addressed|addressed_subtree)$", "Kind.name": name, "Field.name": name, "Field.to": full, "EnumValue.id": name,
	"Deadline.unit": "^(calendar_day|working_day|month|year)$", "Deadline.direction": "^(after|before)$", "Deadline.status": "^to_confirm$", "Slot.code": name, "State.id": name, "Transition.name": name, "LinkType.name": name,
	"Duty.id": name, "Duty.kind": full, "Duty.rhythm": "^(month|quarter|half|year|term|before)$", "Duty.status": "^to_confirm$", "Occasion.kind": full, "Occasion.unit": "^(calendar_day|working_day|month|year)$",
	"DutyDue.day": `^(end|start|\d\d-\d\d)$`, "DutyDue.unit": "^(calendar_day|working_day|month|year)$", "Measure.of_duty": name,
	"Measure.code": name, "Measure.kind": "^(" + strings.Join(manifest.MeasureKinds, "|") + ")$", "Measure.of": full, "Measure.compute": "^go$", "Board.id": name, "Section.id": name, "SectionRecords.kind": full, "Job.name": name,
	"Event.on": `^[a-z0-9_]+\.[a-z0-9_]+\.[a-z0-9_]+$`, "Transition.decide": "^go$", "ChildStep.kind": full, "ChildStep.do": name,
}

// JSON is the JSON Schema (draft 7) of module.yaml.
func JSON() ([]byte, error) {
	told, err := comments()
	if err != nil {
		return nil, err
	}
	r := jsonschema.Reflector{}
	r.AddTypeMapping(calendar.Date{}, "")
	s, err := r.Reflect(manifest.Manifest{}, jsonschema.PropertyNameTag("yaml"), jsonschema.InterceptSchema(func(p jsonschema.InterceptSchemaParams) (bool, error) {
		if p.Processed && p.Value.IsValid() {
			closed(p.Schema, p.Value.Type(), told)
		}
		return false, nil
	}))
	if err != nil {
		return nil, fmt.Errorf("reflect the manifest: %w", err)
	}
	s.WithSchema("http://json-schema.org/draft-07/schema#").WithTitle("module.yaml").
		WithExtraPropertiesItem("$comment", "doanket module schema")
	return json.MarshalIndent(s, "", "  ")
}

// closed lets a type have no other keys than its own, and says what each is.
func closed(s *jsonschema.Schema, t reflect.Type, told map[string]string) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || !strings.HasPrefix(t.PkgPath(), reflect.TypeFor[manifest.Kind]().PkgPath()) {
		return
	}
	no := false
	s.AdditionalProperties = &jsonschema.SchemaOrBool{TypeBoolean: &no}
	s.Required = required[t.Name()]
	if text := told[t.Name()]; text != "" {
		s.WithDescription(text)
	}
	for i := range t.NumField() {
		key, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
		p, there := s.Properties[key]
		if !there || p.TypeObject == nil {
			continue
		}
		if text := told[t.Name()+"."+t.Field(i).Name]; text != "" {
			p.TypeObject.WithDescription(text)
		}
		if form := patterns[t.Name()+"."+key]; form != "" {
			p.TypeObject.WithPattern(form)
		}
		if items := p.TypeObject.Items; items != nil && items.SchemaOrBool != nil { // the tag of a list says what each of it may be
			items.SchemaOrBool.TypeObject.Enum, p.TypeObject.Enum = p.TypeObject.Enum, nil
		}
	}
}
