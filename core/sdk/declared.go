package sdk

import "github.com/doanket/doanket/core/manifest"

// Declared lists every behaviour a manifest says Go has, named as a module
// names those it has. Since 1.0.
func Declared(m *manifest.Manifest) []string {
	var out []string
	for i := range m.Kinds {
		out = append(out, declaredOf(&m.Kinds[i])...)
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
		if me.Compute == manifest.DecideGo {
			out = append(out, "measure "+me.Code)
		}
	}
	return out
}

func declaredOf(k *manifest.Kind) []string {
	var out []string
	for i := range k.Lifecycle.Transitions {
		if t := &k.Lifecycle.Transitions[i]; t.NeedsGo() {
			out = append(out, "decide "+k.FullName()+" "+t.Name)
		}
	}
	for i := range k.Fields {
		if k.Fields[i].Derived == manifest.DecideGo {
			return append(out, "derive "+k.FullName())
		}
	}
	return out
}
