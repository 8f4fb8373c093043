package kind

import (
	"context"
	"regexp"
	"slices"
	"strconv"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/text"
)

// OwnField is a field a province adds to a kind. It has no expression and
// nothing sealed in it: what a province writes itself is kept and shown, and
// decides nothing.
type OwnField struct {
	Name      string               `json:"name" yaml:"name" required:"true" maxLength:"40"` // begins with x_
	Type      string               `json:"type" yaml:"type" required:"true" enum:"text,longtext,int,decimal,money,bool,date,enum,enums,unit"`
	Label     manifest.Text        `json:"label" yaml:"label" required:"true"` // no English: the Vietnamese one
	Hint      manifest.Text        `json:"hint,omitzero" yaml:"hint"`
	Required  bool                 `json:"required,omitempty" yaml:"required"` // to leave the draft
	Search    bool                 `json:"search,omitempty" yaml:"search"`     // text: found by it, older records once they are read again
	Index     bool                 `json:"index,omitempty" yaml:"index"`       // lists show it and filter by it
	Min       *float64             `json:"min,omitempty" yaml:"min"`
	Max       *float64             `json:"max,omitempty" yaml:"max"` // of a number; characters of a text
	Values    []manifest.EnumValue `json:"values,omitempty" yaml:"values"`
	UnitKinds []string             `json:"unit_kinds,omitempty" yaml:"unit_kinds"` // unit: kinds offered
}

// OwnTypes are the types an own field may have.
var OwnTypes = []string{manifest.TypeText, manifest.TypeLongText, manifest.TypeInt, manifest.TypeDecimal, manifest.TypeMoney,
	manifest.TypeBool, manifest.TypeDate, manifest.TypeEnum, manifest.TypeEnums, manifest.TypeUnit}

// Bounds of what a province may add to one kind.
const (
	maxOwnFields = 30
	maxOwnValues = 100
	maxOwnLabel  = 200
)

var (
	ownForm   = regexp.MustCompile(`^` + manifest.OwnPrefix + `[a-z0-9_]{1,38}$`)
	valueForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
)

// OwnFields are the fields the province in ctx has added to the kind, in order.
func (ks *Kinds) OwnFields(ctx context.Context, full string) ([]OwnField, error) {
	if _, err := ks.Of(ctx, full); err != nil {
		return nil, err
	}
	t, err := tenant.From(ctx)
	if err != nil {
		return nil, err
	}
	return OwnOf(t.Settings.Fields[full]), nil
}

// OwnOf are own fields as a province declares them, of the fields its settings
// hold.
func OwnOf(fields []manifest.Field) []OwnField {
	out := []OwnField{}
	for _, f := range fields {
		out = append(out, OwnField{f.Name, f.Type, f.Label, f.Hint, f.Required, f.Search, f.Index, f.Min, f.Max, f.Values, f.UnitKinds})
	}
	return out
}

// PlanOwn checks the fields the province in ctx wants its kind to have instead
// of those it has, and gives what its settings then hold: the fields in use, and
// every one ever taken out, so that a name keeps its type and its values.
// Faults: NotFound; Invalid naming each field ("fields.0.type").
func (ks *Kinds) PlanOwn(ctx context.Context, full string, want []OwnField) (fields, retired []manifest.Field, err error) {
	k, err := ks.Of(ctx, full)
	if err != nil {
		return nil, nil, err
	}
	t, err := tenant.From(ctx)
	if err != nil {
		return nil, nil, err
	}
	p := ownPlan{before: slices.Concat(t.Settings.Fields[full], t.Settings.RetiredFields[full])}
	if len(want) > maxOwnFields {
		p.bad("fields", "too_many_fields")
	}
	for i := range want {
		p.field(i, want)
	}
	if len(p.wrong) > 0 {
		return nil, nil, fault.New(fault.Invalid, "invalid", fault.Fields(p.wrong...))
	}
	fields, retired = p.result(want)
	declared := k.Manifest.Kind(full)
	if _, err := compile(k.Manifest, declared, fields, t.Settings.Lists); err != nil {
		return nil, nil, fault.New(fault.Invalid, "invalid", fault.Field("fields"), fault.Cause(err))
	}
	return fields, retired, nil
}

// ownPlan gathers what is wrong with own fields.
type ownPlan struct {
	before []manifest.Field // in use, then taken out
	wrong  []fault.FieldError
}

func (p *ownPlan) bad(field, code string) {
	p.wrong = append(p.wrong, fault.FieldError{Field: field, Code: code})
}

func (p *ownPlan) had(name string) *manifest.Field {
	i := slices.IndexFunc(p.before, func(f manifest.Field) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return &p.before[i]
}

func (p *ownPlan) field(i int, all []OwnField) {
	f, at := &all[i], "fields."+strconv.Itoa(i)+"."
	p.clean(at, f)
	switch {
	case !ownForm.MatchString(f.Name):
		p.bad(at+"name", "own_field_name")
	case slices.ContainsFunc(all[:i], func(o OwnField) bool { return o.Name == f.Name }):
		p.bad(at+"name", "duplicate")
	case f.Type != manifest.TypeInt && manifest.Profiling(f.Name):
		p.bad(at+"name", "own_field_profile")
	}
	if p.label(at+"label", f.Label); len(f.Hint.VI) > 4*maxOwnLabel || len(f.Hint.EN) > 4*maxOwnLabel {
		p.bad(at+"hint", "too_long")
	}
	if !slices.Contains(OwnTypes, f.Type) {
		p.bad(at+"type", "unknown_type")
		return
	}
	words := f.Type == manifest.TypeText || f.Type == manifest.TypeLongText
	if f.Search && !words {
		p.bad(at+"search", "own_field_search")
	}
	if f.Index && (f.Type == manifest.TypeLongText || f.Type == manifest.TypeEnums) {
		p.bad(at+"index", "own_field_index")
	}
	number := f.Type == manifest.TypeInt || f.Type == manifest.TypeDecimal || f.Type == manifest.TypeMoney
	if (f.Min != nil || f.Max != nil) && !words && !number || f.Min != nil && f.Max != nil && *f.Min > *f.Max {
		p.bad(at+"min", "out_of_range")
	}
	if len(f.UnitKinds) > 0 && f.Type != manifest.TypeUnit {
		p.bad(at+"unit_kinds", "own_field_type_only")
	}
	p.values(at+"values", f)
	p.unchanged(at, f)
}

// clean puts the words of a field into the one form they are kept in.
func (p *ownPlan) clean(at string, f *OwnField) {
	for name, words := range map[string]*manifest.Text{"label": &f.Label, "hint": &f.Hint} {
		p.line(at+name, words)
	}
	f.Values = slices.Clone(f.Values) // the caller's
	for j := range f.Values {
		p.line(at+"values."+strconv.Itoa(j)+".label", &f.Values[j].Label)
	}
}

func (p *ownPlan) line(at string, words *manifest.Text) {
	for _, s := range []*string{&words.VI, &words.EN} {
		line, problem := text.Line(*s)
		if problem != "" {
			p.bad(at, problem)
		}
		*s = line
	}
}

func (p *ownPlan) label(at string, l manifest.Text) {
	switch {
	case l.VI == "":
		p.bad(at, "required")
	case len([]rune(l.VI)) > maxOwnLabel || len([]rune(l.EN)) > maxOwnLabel:
		p.bad(at, "too_long")
	}
}

func (p *ownPlan) values(at string, f *OwnField) {
	isEnum := f.Type == manifest.TypeEnum || f.Type == manifest.TypeEnums
	switch {
	case !isEnum && len(f.Values) > 0:
		p.bad(at, "own_field_type_only")
	case isEnum && len(f.Values) == 0:
		p.bad(at, "required")
	case len(f.Values) > maxOwnValues:
		p.bad(at, "too_many_values")
	}
	for j, v := range f.Values {
		here := at + "." + strconv.Itoa(j) + "."
		if !valueForm.MatchString(v.ID) {
			p.bad(here+"id", "own_field_value")
		} else if slices.ContainsFunc(f.Values[:j], func(o manifest.EnumValue) bool { return o.ID == v.ID }) {
			p.bad(here+"id", "duplicate")
		}
		p.label(here+"label", v.Label)
	}
}

// unchanged holds a field against the one that had its name: records carry
// values of that type, among them any of its values.
func (p *ownPlan) unchanged(at string, f *OwnField) {
	old := p.had(f.Name)
	if old == nil {
		return
	}
	if old.Type != f.Type {
		p.bad(at+"type", "schema_type_changed")
		return
	}
	for _, v := range old.Values {
		if !slices.ContainsFunc(f.Values, func(o manifest.EnumValue) bool { return o.ID == v.ID }) {
			p.bad(at+"values", "own_value_removed")
			return
		}
	}
}

// result gives every field the id its name had, or a new one.
func (p *ownPlan) result(want []OwnField) (fields, retired []manifest.Field) {
	next := manifest.FirstOwnID
	for _, f := range p.before {
		next = max(next, f.ID+1)
	}
	for _, o := range want {
		f := manifest.Field{ID: next, Name: o.Name, Type: o.Type, Label: bilingual(o.Label), Hint: bilingual(o.Hint), Required: o.Required,
			Search: o.Search, Index: o.Index, Min: o.Min, Max: o.Max, UnitKinds: o.UnitKinds}
		for _, v := range o.Values {
			f.Values = append(f.Values, manifest.EnumValue{ID: v.ID, Label: bilingual(v.Label)})
		}
		if old := p.had(o.Name); old != nil {
			f.ID = old.ID
		} else {
			next++
		}
		fields = append(fields, f)
	}
	for _, f := range p.before {
		if !slices.ContainsFunc(fields, func(o manifest.Field) bool { return o.Name == f.Name }) {
			retired = append(retired, f)
		}
	}
	return fields, retired
}

func bilingual(t manifest.Text) manifest.Text {
	if t.EN == "" {
		t.EN = t.VI
	}
	return t
}
