package sdk

import (
	"maps"
	"slices"
)

func (m *Module) implemented() []string {
	var out []string
	for kind, b := range m.behaviours {
		for _, t := range b.decides() {
			out = append(out, "decide "+kind+" "+t)
		}
		if b.derives() {
			out = append(out, "derive "+kind)
		}
	}
	for name := range m.events {
		out = append(out, "event "+name)
	}
	for name := range m.jobs {
		out = append(out, "job "+name)
	}
	for code := range m.folds {
		out = append(out, "measure "+code)
	}
	slices.Sort(out)
	return out
}

func (m *Module) missing() []string {
	have := map[string]bool{}
	for _, b := range m.implemented() {
		have[b] = true
	}
	out := map[string]bool{}
	for _, b := range Declared(m.manifest) {
		if !have[b] {
			out[b] = true
		}
	}
	return slices.Sorted(maps.Keys(out))
}
