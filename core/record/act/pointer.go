package act

import (
	"slices"
	"strconv"

	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
)

// Pointer is one id inside a field's value.
type Pointer struct {
	Act   *Act
	Field *manifest.Field
	Path  string
	ID    string
}

// Wrong notes a problem with what is pointed at.
func (p Pointer) Wrong(code string, params ...string) {
	p.Act.Problems = append(p.Act.Problems, kind.Problem(p.Path, code, params...)...)
}

// IDs are the ids pointed at, each once, in order.
func IDs(pointers []Pointer) []string {
	ids := make([]string, len(pointers))
	for i, p := range pointers {
		ids[i] = p.ID
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// visit finds the ids of units, records and people in a value, also in rows of a list.
func visit(f *manifest.Field, path string, value any, fn func(Pointer)) {
	switch v := value.(type) {
	case string:
		if f.Type == manifest.TypeUnit || f.Type == manifest.TypeRef || f.Type == manifest.TypeUser {
			fn(Pointer{nil, f, path, v})
		}
	case []string:
		for _, id := range v {
			if f.Type == manifest.TypeUnits || f.Type == manifest.TypeRefs {
				fn(Pointer{nil, f, path, id})
			}
		}
	case []map[string]any:
		for i, row := range v {
			for j := range f.Fields {
				sub := &f.Fields[j]
				visit(sub, path+"["+strconv.Itoa(i)+"]."+sub.Name, row[sub.Name], fn)
			}
		}
	}
}

// Pointers are the ids of units, records and people in what the act changed; of
// many records those that are new: what stood may have moved on, or be kept from
// whoever adds another.
func (a *Act) Pointers() []Pointer {
	var out []Pointer
	changed := a.Changed()
	for i := range a.Kind.Fields {
		f := &a.Kind.Fields[i]
		if slices.Contains(changed, f.Name) {
			visit(f, f.Name, a.After.Fields[f.Name], func(p Pointer) {
				p.Act = a
				if f.Type == manifest.TypeRefs && a.stood(f.Name, p.ID) {
					return
				}
				out = append(out, p)
			})
		}
	}
	return out
}

// stood reports whether a field of many records named this one before the act.
func (a *Act) stood(name, recordID string) bool {
	if a.Before == nil {
		return false
	}
	before, _ := a.Before.Fields[name].([]string)
	return slices.Contains(before, recordID)
}
