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
	for _, b := range m.manifest.Declared() {
		if !have[b] {
			out[b] = true
		}
	}
	return slices.Sorted(maps.Keys(out))
}

// Declared lists every behaviour the manifest says Go has, named as
// Behaviours names what is there.
func (m *Manifest) Declared() []string {
	var out []string
	for i := range m.Kinds {
		out = append(out, m.Kinds[i].declared()...)
	}
	for _, e := range m.Events {
		if e.Go {
			out = append(out, "event "+e.On)
		}
	}
	for _, j := range m.Jobs {
		if j.Go {
			out = append(out, "job "+j.Name)
		}
	}
	for _, me := range m.Measures {
		if me.Compute == DecideGo {
			out = append(out, "measure "+me.Code)
		}
	}
	return out
}

func (k *Kind) declared() []string {
	var out []string
	for i := range k.Lifecycle.Transitions {
		if t := &k.Lifecycle.Transitions[i]; t.NeedsGo() {
			out = append(out, "decide "+k.FullName()+" "+t.Name)
		}
	}
	for i := range k.Fields {
		if k.Fields[i].Derived == DecideGo {
			return append(out, "derive "+k.FullName())
		}
	}
	return out
}
