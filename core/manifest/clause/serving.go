package clause

import (
	"slices"

	"github.com/doanket/doanket/core/manifest"
)

// Served are the clauses that every record of a kind serves, and those that it
// serves by a value, by field and value.
type Served struct {
	Always []string                       `json:"always,omitempty" yaml:"always"`
	By     map[string]map[string][]string `json:"by,omitempty" yaml:"by"`
}

// Of is what a kind's manifest says.
func Of(k *manifest.Kind) Served {
	s := Served{Always: k.Serves}
	for i := range k.Fields {
		if f := &k.Fields[i]; len(f.Serves) > 0 {
			if s.By == nil {
				s.By = map[string]map[string][]string{}
			}
			s.By[f.Name] = f.Serves
		}
	}
	return s
}

// IsZero reports whether records of the kind serve nothing.
func (s Served) IsZero() bool { return len(s.Always) == 0 && len(s.By) == 0 }

// IDs are all clauses named, each once.
func (s Served) IDs() []string {
	out := slices.Clone(s.Always)
	for _, values := range s.By {
		for _, ids := range values {
			out = append(out, ids...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// For are the clauses of a record with these fields, each once.
func (s Served) For(fields map[string]any) []string {
	out := slices.Clone(s.Always)
	for name, values := range s.By {
		for _, value := range chosen(fields[name]) {
			out = append(out, values[value]...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// chosen are the values of an enum or enums field.
func chosen(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []string:
		return v
	case []any:
		out := make([]string, 0, len(v))
		for _, one := range v {
			if s, ok := one.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}
