package reference

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/manifest/schema"
)

// shape is what the reference reads of the JSON Schema.
type shape struct {
	Description string           `json:"description"`
	Type        any              `json:"type"` // a word or several
	Ref         string           `json:"$ref"`
	Pattern     string           `json:"pattern"`
	Enum        []any            `json:"enum"`
	Items       *shape           `json:"items"`
	Properties  map[string]shape `json:"properties"`
	Required    []string         `json:"required"`
	Definitions map[string]shape `json:"definitions"`

	AdditionalProperties json.RawMessage `json:"additionalProperties"`
}

// keys lists every key of module.yaml, from the JSON Schema.
func (p *page) keys() error {
	raw, err := schema.JSON()
	if err != nil {
		return err
	}
	var s shape
	if err := json.Unmarshal(raw, &s); err != nil {
		return fmt.Errorf("read the schema: %w", err)
	}
	p.head("Keys of module.yaml")
	p.line("`doanket module schema` prints the same as a JSON Schema, for an editor. **Bold** keys must be written.")
	p.object("the manifest", s)
	for _, name := range slices.Sorted(maps.Keys(s.Definitions)) {
		if len(s.Definitions[name].Properties) > 0 {
			p.object(short(name), s.Definitions[name])
		}
	}
	return nil
}

func (p *page) object(name string, s shape) {
	p.line("\n### " + name + "\n")
	if s.Description != "" {
		p.line(s.Description + "\n")
	}
	var rows [][]string
	for _, key := range slices.Sorted(maps.Keys(s.Properties)) {
		word := code(key)
		if slices.Contains(s.Required, key) {
			word = "**" + word + "**"
		}
		rows = append(rows, []string{word, s.Properties[key].kind(), s.Properties[key].says()})
	}
	p.table([]string{"key", "takes", "says"}, rows)
}

// kind is what a key takes.
func (s shape) kind() string {
	switch {
	case s.Ref != "":
		return short(s.Ref)
	case s.Items != nil:
		return "list of " + s.Items.kind()
	case len(s.AdditionalProperties) > 0 && s.AdditionalProperties[0] == '{':
		var value shape
		if json.Unmarshal(s.AdditionalProperties, &value) == nil {
			return "map of " + value.kind()
		}
	}
	switch t := s.Type.(type) {
	case string:
		return t
	case []any:
		for _, one := range t {
			if word, _ := one.(string); word != "" && word != "null" {
				return s.of(word)
			}
		}
	}
	return "anything"
}

// of names a type that may also be left out.
func (s shape) of(word string) string {
	s.Type = word
	return s.kind()
}

// says is the description with what values are possible.
func (s shape) says() string {
	parts := []string{}
	if s.Description != "" {
		parts = append(parts, s.Description)
	}
	if words, ok := strings.CutPrefix(s.Pattern, "^("); ok && strings.HasSuffix(words, ")$") && len(s.Enum) == 0 {
		parts = append(parts, code(strings.Split(strings.TrimSuffix(words, ")$"), "|")...))
	}
	if len(s.Enum) > 0 {
		words := make([]string, len(s.Enum))
		for i, v := range s.Enum {
			words[i] = fmt.Sprint(v)
		}
		parts = append(parts, code(words...))
	}
	return strings.Join(parts, " · ")
}

// short is the name of a type without its package.
func short(name string) string {
	name = name[strings.LastIndexByte(name, '/')+1:]
	return strings.TrimPrefix(name, "Manifest")
}
