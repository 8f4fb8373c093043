package province

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/province/spelling"
	"github.com/doanket/doanket/core/tenant"
)

// ownFields brings the own fields of the kinds the folder names to what it says,
// and answers a context in which the province has them. Each field is a thing of
// its own: what a person added stays; what the folder no longer names is hidden,
// and its values are kept.
func (a *application) ownFields(ctx context.Context, t *tenant.Tenant) (context.Context, error) {
	s, changed := t.Settings, false
	for _, full := range keys(a.folder.Fields) {
		in := tenant.With(ctx, t.Having(s))
		planned, _, err := a.Kinds.PlanOwn(in, full, a.folder.Fields[full])
		if err != nil {
			return ctx, a.folder.ownFieldFault(full, err)
		}
		have := kind.OwnOf(s.Fields[full])
		want, said := a.mergeFields(full, kind.OwnOf(planned), have)
		if len(said) == 0 {
			continue
		}
		fields, retired, err := a.Kinds.PlanOwn(in, full, want)
		if err != nil {
			return ctx, fmt.Errorf("own fields of %s: %w", full, err)
		}
		a.note("change own fields of %s: %s", full, strings.Join(said, ", "))
		s.Fields, s.RetiredFields, changed = replaced(s.Fields, full, fields), replaced(s.RetiredFields, full, retired), true
	}
	if !changed {
		return ctx, nil
	}
	s.FieldsVersion++
	if err := a.Tenants.SetFields(ctx, t.Slug, s); err != nil {
		return ctx, err
	}
	for _, full := range keys(a.folder.Fields) {
		if err := a.readAgain(ctx, full, t.Settings, t.Having(s)); err != nil {
			return ctx, err
		}
	}
	return tenant.With(ctx, t.Having(s)), nil
}

// mergeFields are the fields a kind is to have and what of them changes: "x_new",
// or "-x_old" for one that is hidden.
func (a *application) mergeFields(full string, folder, have []kind.OwnField) (want []kind.OwnField, said []string) {
	place := func(list []kind.OwnField, name string) int {
		return slices.IndexFunc(list, func(f kind.OwnField) bool { return f.Name == name })
	}
	thing := func(name string) string { return "field " + full + "." + name }
	for _, f := range folder {
		was := ""
		i := place(have, f.Name)
		if i >= 0 {
			was = declaration(have[i])
		}
		switch {
		case a.settle(thing(f.Name), "declaration", declaration(f), was):
			want, said = append(want, f), append(said, f.Name)
		case i >= 0:
			want = append(want, have[i])
		}
	}
	for _, h := range have {
		if place(folder, h.Name) >= 0 {
			continue
		}
		if _, ours := a.applied.Last(thing(h.Name), "declaration"); ours && a.settle(thing(h.Name), "declaration", "", declaration(h)) {
			said = append(said, "-"+h.Name)
			continue
		}
		want = append(want, h)
	}
	return want, said
}

// declaration is a field as it is remembered.
func declaration(f kind.OwnField) string {
	raw, err := json.Marshal(f)
	if err != nil {
		return fmt.Sprint(f) // plain words and numbers: never
	}
	return string(raw)
}

// knownFields looks at the kinds own fields are for, and what they name.
func (f *Folder) knownFields(s *spelling.Spelling, v spelling.Vocabulary) {
	var units []string
	for _, k := range f.UnitKinds {
		units = append(units, k.ID)
	}
	for _, full := range keys(f.Fields) {
		at := "fields." + full
		if len(v.Broken) == 0 { // else it may be a kind of a module that cannot be read now
			s.Word("fields.yaml", at, "kind of records", full, v.Kinds)
		}
		for i, own := range f.Fields[full] {
			s.Word("fields.yaml", fmt.Sprintf("%s[%d].type", at, i), "type", own.Type, kind.OwnTypes)
			for j, unit := range own.UnitKinds {
				s.Word("fields.yaml", fmt.Sprintf("%s[%d].unit_kinds[%d]", at, i, j), "kind of units", unit, units)
			}
		}
	}
}

var listPlace = regexp.MustCompile(`\.(\d+)`)

// ownFieldFault tells what is wrong with own fields by the line it stands in.
func (f *Folder) ownFieldFault(full string, err error) error {
	e := fault.Of(err)
	if e.Kind != fault.Invalid || len(e.Fields) == 0 {
		return fmt.Errorf("own fields of %s: %w", full, err)
	}
	wrong := make([]fault.FieldError, len(e.Fields))
	for i, w := range e.Fields {
		path := "fields." + full + listPlace.ReplaceAllString(strings.TrimPrefix(w.Field, "fields"), "[$1]")
		wrong[i] = fault.FieldError{Field: f.lineOf("fields.yaml", path), Code: w.Code, Params: map[string]string{"why": path + ": " + w.Code}}
	}
	return fault.New(fault.Invalid, "folder_unknown", fault.Fields(wrong...))
}
