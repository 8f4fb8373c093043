package reference

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/manifest"
)

// base lists the kinds every module may create, read and refer to.
func (p *page) base(m *manifest.Manifest) {
	p.head("Base kinds")
	p.line("Kinds of the core. A module that creates or reads them names them under `grants`.")
	for i := range m.Kinds {
		p.kind(&m.Kinds[i])
	}
}

func (p *page) kind(k *manifest.Kind) {
	p.line("\n### " + k.FullName() + " «" + k.Label.VI + "», " + strings.ToLower(k.Label.EN[:1]) + k.Label.EN[1:] + "\n")
	if k.Hint.EN != "" {
		p.line(k.Hint.EN + "\n")
	}
	var rows [][]string
	for j := range k.Fields {
		rows = append(rows, field("", &k.Fields[j])...)
	}
	p.table([]string{"field", "type", "is"}, rows)
	if len(k.Slots) > 0 {
		p.line("")
		rows = nil
		for _, s := range k.Slots {
			rows = append(rows, []string{code(s.Code), s.Label.EN, strings.Join(s.Types, " "), strconv.Itoa(s.Min) + "–" + strconv.Itoa(s.Max)})
		}
		p.table([]string{"slot", "for", "types", "how many"}, rows)
	}
	p.line("")
	rows = nil
	for _, s := range k.Lifecycle.States {
		rows = append(rows, []string{code(s.ID), s.Label.EN, s.Phase, code(s.Edit...), code(s.Attach...)})
	}
	p.table([]string{"state", "is", "phase", "fields open", "slots open"}, rows)
	p.line("")
	rows = nil
	for _, t := range k.Lifecycle.Transitions {
		rows = append(rows, []string{code(t.Name), t.Label.EN, code(t.From...) + " → " + code(t.To), code(t.Roles...), code(slices.Concat(t.Require, t.Fields)...), code(t.Slots...)})
	}
	p.table([]string{"step", "is", "from → to", "by", "fields", "evidence"}, rows)
	if len(k.Access) > 0 {
		p.line("\nWho may otherwise:")
		for _, role := range slices.Sorted(maps.Keys(k.Access)) {
			p.line("- " + code(role) + ": " + code(k.Access[role]...))
		}
	}
}

// field is the row of a field, and one for each cell of a list.
func field(prefix string, f *manifest.Field) [][]string {
	is := f.Label.EN
	if f.Required {
		is += ", required"
	}
	if f.ReadOnly || f.Derived != "" {
		is += ", filled by the platform"
	}
	takes := f.Type
	if f.Refers() {
		takes += " to " + cmp.Or(strings.Join(f.Targets(), ", "), "records of any kind")
	}
	if len(f.Values) > 0 {
		ids := make([]string, len(f.Values))
		for i, v := range f.Values {
			ids[i] = v.ID
		}
		takes += ": " + code(ids...)
	}
	out := [][]string{{code(prefix + f.Name), takes, is}}
	for i := range f.Fields {
		out = append(out, field(prefix+f.Name+".", &f.Fields[i])...)
	}
	return out
}
