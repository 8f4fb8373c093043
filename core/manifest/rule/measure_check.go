package rule

import (
	"slices"
	"strings"

	"github.com/doanket/doanket/core/manifest"
)

// place checks a measure against the kind it counts: that what says when,
// where and by which evidence a record counts is there, of a type that can say
// it, and open to those who see the figure.
func (b *builder) place(m *manifest.Measure) {
	if m.Period != "" {
		b.measured("period", m.Period, manifest.TypeDate)
	}
	switch {
	case m.At == "to" && !slices.ContainsFunc(b.kind.Lifecycle.Transitions, func(t manifest.Transition) bool { return t.Deliver != "" }):
		b.complain("at", "no step delivers "+b.kind.FullName()+" to anybody, so nothing would count", "write at: unit, or deliver: on a transition of the kind")
	case m.At != "" && m.At != "unit" && m.At != "to":
		b.measured("at", m.At, manifest.TypeUnit)
	}
	if m.Until != "" {
		b.measured("until", m.Until, manifest.TypeDate)
	}
	for i, name := range m.Covers {
		if reached := b.reaching(); slices.Contains(reached, name) {
			field, _, _ := strings.Cut(name, ".")
			b.measured(manifest.Path("covers", i), field, manifest.TypeUnit, manifest.TypeUnits, manifest.TypeList)
		} else if name != "unit" {
			b.complain(manifest.Path("covers", i), "covers: takes what names units a record reaches, which \""+name+"\" does not", manifest.OneOf(name, append([]string{"unit"}, reached...)))
		}
	}
	if m.By != "" && m.By != "unit" && m.By != "to" {
		b.measured("by", m.By, manifest.TypeEnum, manifest.TypeEnums, manifest.TypeUnit)
	}
	for i, name := range m.LatestBy {
		if name != "unit" {
			b.measured(manifest.Path("latest_by", i), name, manifest.TypeEnum, manifest.TypeRef, manifest.TypeUnit, manifest.TypeText, manifest.TypeDate)
		}
	}
	for i, slot := range m.Proof {
		if b.kind.Slot(slot) == nil {
			b.complain(manifest.Path("proof", i), "slot \""+slot+"\" does not exist", manifest.OneOf(slot, slotCodes(b.kind)))
		}
	}
}

// measured checks a field a measure places records by.
func (b *builder) measured(path, name string, types ...string) {
	f := b.fields[name]
	switch {
	case f == nil:
		b.complain(path, "field \""+name+"\" does not exist", manifest.OneOf(name, fieldNames(b.kind)))
	case !slices.Contains(types, f.Type):
		b.complain(path, "field \""+name+"\" is of type "+f.Type, "name a field of type "+strings.Join(types, " or "))
	case f.Sealed:
		b.complain(path, "field \""+name+"\" is sealed, but a figure would show it", "name another field, or remove sealed:")
	}
}

// reaching are the fields of the kind that name units, and the cells of its
// rows that do ("rows.area").
func (b *builder) reaching() []string {
	var out []string
	for i := range b.kind.Fields {
		f := &b.kind.Fields[i]
		if f.Type == manifest.TypeUnit || f.Type == manifest.TypeUnits {
			out = append(out, f.Name)
		}
		for j := range f.Fields {
			if f.Fields[j].Type == manifest.TypeUnit {
				out = append(out, f.Name+"."+f.Fields[j].Name)
			}
		}
	}
	return out
}

func fieldNames(k *manifest.Kind) []string {
	out := make([]string, len(k.Fields))
	for i := range k.Fields {
		out[i] = k.Fields[i].Name
	}
	return out
}

func stateIDs(k *manifest.Kind) []string {
	out := make([]string, len(k.Lifecycle.States))
	for i := range k.Lifecycle.States {
		out[i] = k.Lifecycle.States[i].ID
	}
	return out
}

func slotCodes(k *manifest.Kind) []string {
	out := make([]string, len(k.Slots))
	for i := range k.Slots {
		out[i] = k.Slots[i].Code
	}
	return out
}
