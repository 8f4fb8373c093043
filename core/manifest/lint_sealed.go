package manifest

import "slices"

// sealable are the types a sealed field may have: none that says where else to
// look, since units, people and records are linked in plain.
var sealable = []string{TypeText, TypeLongText, TypeInt, TypeDecimal, TypeMoney, TypeBool, TypeDate, TypeDateTime, TypeEnum, TypeEnums, TypeList, TypeGeo, TypeJSON}

// Sealable reports whether a value of the field can be kept sealed whole.
func (f *Field) Sealable() bool {
	return slices.Contains(sealable, f.Type) && !slices.ContainsFunc(f.Fields, func(sub Field) bool { return !slices.Contains(sealable, sub.Type) })
}

// sealed refuses what would show or compute a sealed value: only a person gives
// it, and only two keepers open it.
func (l *kindLinter) sealed(path string, f *Field, row bool) {
	if !f.Sealed {
		for j, name := range f.From {
			l.open(Path(path, "from", j), name)
		}
		return
	}
	refuse := func(wrong bool, key, what, mend string) {
		if wrong {
			l.Say(Path(path, key), "field "+quote(f.Name)+" is sealed, so "+what, mend)
		}
	}
	refuse(row, "sealed", "a row's field cannot be", "seal the whole list, or make it a kind of its own")
	refuse(!f.Sealable(), "type", "it cannot point at units, people or records, which are linked in plain", "write it down as text")
	refuse(f.Search, "search", "nobody may search in it", "remove search: or sealed:")
	refuse(f.Index, "index", "no index can order it", "remove index: or sealed:")
	refuse(f.Derived != "", "derived", "nothing may compute it", "remove derived: or sealed:")
	refuse(f.Default != "", "default", "nothing may compute it", "remove default: or sealed:")
	refuse(f.ReadOnly, "read_only", "nobody could fill it", "remove read_only: or sealed:")
}

// unsealed refuses a sealed field where a value is computed for it.
func (l *kindLinter) unsealed(path, name string) {
	if f := l.k.Field(name); f != nil && f.Sealed {
		l.Say(path, "field "+quote(name)+" is sealed, so nothing may compute it", "let a person fill it: name it under fields: or require:")
	}
}

// shreds refuses a step that destroys keys where nothing is sealed, or after which
// more could be sealed.
func (l *kindLinter) shreds(path string, t *Transition) {
	if !t.Shred {
		return
	}
	if !slices.ContainsFunc(l.k.Fields, func(f Field) bool { return f.Sealed }) {
		l.Say(Path(path, "shred"), "kind "+quote(l.k.Name)+" seals nothing", "remove shred:, or seal the field that must be erasable")
	}
	if s := l.k.Lifecycle.State(t.To); t.Stays() || s != nil && s.Phase != PhaseDone && s.Phase != PhaseCancelled {
		l.Say(Path(path, "shred"), "records go on after "+quote(t.Name)+", and nothing can be sealed in them again", "let the step lead to a state of phase done or cancelled")
	}
}
