package manifest

import "slices"

// unitKinds checks the form of kinds of units; whether a province has them shows
// when it switches the module on.
func (l *linter) unitKinds(path string, kinds []string) {
	l.unique(path, "kind of units", len(kinds), func(i int) string { return kinds[i] }, "")
	for i, k := range kinds {
		l.name(Path(path, i), k, fieldForm)
	}
}

// relations are how a unit a field names may stand to the unit of the record.
var relations = []string{"place", "branch", "subtree", "line"}

// units checks which units a field may name.
func (l *kindLinter) units(path string, f *Field) {
	l.unitKinds(Path(path, "unit_kinds"), f.UnitKinds)
	holds := f.Type == TypeUnit || f.Type == TypeUnits
	if len(f.UnitKinds) > 0 && !holds {
		l.Say(Path(path, "unit_kinds"), "field "+quote(f.Name)+" holds no unit", "remove it, or write type: unit")
	}
	if f.Within != "" && l.Known(Path(path, "within"), "relation", f.Within, relations) && !holds {
		l.Say(Path(path, "within"), "field "+quote(f.Name)+" holds no unit", "remove it, or write type: unit")
	}
}

// UnitKinds lists the kinds of units the manifest counts on, each once: owners
// of its kinds, units its fields name, units that owe its duties or that its measures
// must reach.
func (m *Manifest) UnitKinds() []string {
	var out []string
	var fields func([]Field)
	fields = func(list []Field) {
		for i := range list {
			out = append(out, list[i].UnitKinds...)
			fields(list[i].Fields)
		}
	}
	for i := range m.Kinds {
		out = append(out, m.Kinds[i].OwnerKinds...)
		fields(m.Kinds[i].Fields)
	}
	for i := range m.Duties {
		out = append(append(out, m.Duties[i].UnitKinds...), m.Duties[i].Places...)
	}
	for i := range m.Measures {
		out = append(out, m.Measures[i].UnitKinds...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
