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
	fields, some := listing(declared.Fields, lists)
	if !some {
		return declared
	}
	own := *declared
	own.Fields = fields
	return &own
}

// listing are the fields, those of rows included, with the province's own values
// where one takes a list of it, and whether one does.
func listing(declared []manifest.Field, lists map[string][]manifest.EnumValue) (out []manifest.Field, some bool) {
	out = slices.Clone(declared)
	for i := range out {
		f := &out[i]
		if f.List != "" && len(lists[f.List]) > 0 {
			f.Values, some = lists[f.List], true
		}
		if cells, taken := listing(f.Fields, lists); taken {
			f.Fields, some = cells, true
		}
	}
	return out, some
}

// measuresOf are the measures of all modules by their full names, as values of fields
// that name some.
func measuresOf(ks *Kinds) []manifest.EnumValue {
	var out []manifest.EnumValue
	for _, id := range ks.modules {
		m := ks.versions[id][0].manifest
		for i := range m.Measures {
			out = append(out, manifest.EnumValue{ID: m.Measures[i].FullName(), Label: m.Measures[i].Label})
		}
	}
	return out
}
