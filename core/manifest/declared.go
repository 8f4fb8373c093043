package manifest

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
