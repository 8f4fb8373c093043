package clause

import (
	"slices"

	"github.com/doanket/doanket/core/manifest"
)

// General is the value of a list of clauses that names none: a task of its own.
const General = "other"

// Served are the clauses that every record of a kind serves, and those that it
// serves by a value, by field and value. Named are fields whose values are the ids
// of clauses themselves: what a task hangs on, in any province.
type Served struct {
	Always []string                       `json:"always,omitempty" yaml:"always"`
	By     map[string]map[string][]string `json:"by,omitempty" yaml:"by"`
	Named  []string                       `json:"-" yaml:"-"`
}

// Of is what a kind's manifest says.
func Of(k *manifest.Kind) Served {
	s := Served{Always: k.Serves}
	for i := range k.Fields {
		if f := &k.Fields[i]; f.List == manifest.ListClauses {
			s.Named = append(s.Named, f.Name)
		} else if len(f.Serves) > 0 {
			if s.By == nil {
				s.By = map[string]map[string][]string{}
			}
			s.By[f.Name] = f.Serves
		}
	}
	return s
}

// IsZero reports whether records of the kind serve nothing.
func (s Served) IsZero() bool { return len(s.Always) == 0 && len(s.By) == 0 && len(s.Named) == 0 }

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
	for _, name := range s.Named {
		for _, id := range chosen(fields[name]) {
			if id != General {
				out = append(out, id)
			}
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
