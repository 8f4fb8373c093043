package kind

import (
	"slices"

	"github.com/doanket/doanket/core/manifest"
)

// takesAny reports whether some kind of the manifest takes one of the lists.
func takesAny(m *manifest.Manifest, lists map[string][]manifest.EnumValue) bool {
	return slices.ContainsFunc(m.Kinds, func(k manifest.Kind) bool { return withLists(&k, lists) != &k })
}

// withLists is the kind with the province's own values where a field takes a list
// of the province: itself, where the province has none of them.
func withLists(declared *manifest.Kind, lists map[string][]manifest.EnumValue) *manifest.Kind {
	takes := func(f manifest.Field) bool { return f.List != "" && len(lists[f.List]) > 0 }
	if !slices.ContainsFunc(declared.Fields, takes) {
		return declared
	}
	own := *declared
	own.Fields = slices.Clone(declared.Fields)
	for i := range own.Fields {
		if f := &own.Fields[i]; takes(*f) {
			f.Values = lists[f.List]
		}
	}
	return &own
}
