package record

import (
	"context"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record/row"
)

// take lays the cleaned input over the record and notes every problem of it.
func (r *Records) take(ctx context.Context, a *act) {
	cleaned, problems := kind.CleanRow(a.kind.Fields, "", a.input)
	a.problems = append(a.problems, problems...)
	mayUpdate := a.move == nil || a.before == nil || (a.before.Open() && r.Guard.Can(ctx, "update", a.before.Object()))
	for i := range a.kind.Fields {
		f := &a.kind.Fields[i]
		if _, there := a.input[f.Name]; !there || same(cleaned[f.Name], a.after.Fields[f.Name]) {
			continue
		}
		switch {
		case faulty(problems, f.Name):
		case f.ReadOnly || f.Derived != "":
			a.problems = append(a.problems, kind.Problem(f.Name, "read_only")...)
		case !mayUpdate && !slices.Contains(a.move.Fields, f.Name) && !slices.Contains(a.move.Require, f.Name):
			a.problems = append(a.problems, kind.Problem(f.Name, "forbidden")...)
		case cleaned[f.Name] == nil:
			delete(a.after.Fields, f.Name)
		default:
			a.after.Fields[f.Name] = cleaned[f.Name]
		}
	}
	a.takeReason()
}

// maxReason is the longest reason, in characters.
const maxReason = 5_000

// takeReason tidies the person's words and asks for them where they must be.
func (a *act) takeReason() {
	reason, problems := kind.Tidy("reason", a.reason)
	a.reason = reason
	switch {
	case len(problems) > 0:
		a.problems = append(a.problems, problems...)
	case utf8.RuneCountInString(reason) > maxReason:
		a.problems = append(a.problems, kind.Problem("reason", "too_long", "max", strconv.Itoa(maxReason))...)
	case reason == "" && a.move != nil && a.move.Reason:
		a.problems = append(a.problems, kind.Problem("reason", "required")...)
	}
}

func faulty(problems []fault.FieldError, name string) bool {
	return slices.ContainsFunc(problems, func(p fault.FieldError) bool { return p.Field == name })
}

// pointers checks that what changed fields point at exists and may be seen: one
// statement for the people and one for the records of all acts.
func (r *Records) pointers(ctx context.Context, acts []*act) error {
	var refs, people []pointer
	for _, a := range acts {
		changed := a.changed()
		for i := range a.kind.Fields {
			f := &a.kind.Fields[i]
			if !slices.Contains(changed, f.Name) {
				continue
			}
			visit(f, f.Name, a.after.Fields[f.Name], func(p pointer) {
				p.act = a
				switch p.field.Type {
				case manifest.TypeRef:
					refs = append(refs, p)
				case manifest.TypeUser:
					people = append(people, p)
				default:
					r.unit(ctx, p)
				}
			})
		}
	}
	if err := r.persons(ctx, people); err != nil {
		return err
	}
	return r.references(ctx, refs)
}

// unit checks one unit named: there, open, of a kind that is asked for.
func (r *Records) unit(ctx context.Context, p pointer) {
	u, err := r.Tree.Get(ctx, p.id)
	switch {
	case err != nil || u == nil:
		p.wrong("unknown_value")
	case !u.Open() && !u.To.After(p.act.today):
		p.wrong("unit_closed")
	case len(p.field.UnitKinds) > 0 && !slices.Contains(p.field.UnitKinds, u.Kind):
		p.wrong("unit_kind")
	}
}

// persons checks that the people named are the province's.
func (r *Records) persons(ctx context.Context, people []pointer) error {
	if len(people) == 0 || r.People == nil {
		return nil
	}
	names, err := r.People.Names(ctx, idsOf(people))
	if err != nil {
		return err
	}
	for _, p := range people {
		if _, known := names[p.id]; !known {
			p.wrong("unknown_value")
		}
	}
	return nil
}

// pointer is one id inside a field's value.
type pointer struct {
	act   *act
	field *manifest.Field
	path  string
	id    string
}

func (p pointer) wrong(code string) {
	p.act.problems = append(p.act.problems, kind.Problem(p.path, code)...)
}

func idsOf(pointers []pointer) []string {
	ids := make([]string, len(pointers))
	for i, p := range pointers {
		ids[i] = p.id
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// visit finds the ids of units, records and people in a value, also in rows of a list.
func visit(f *manifest.Field, path string, value any, fn func(pointer)) {
	switch v := value.(type) {
	case string:
		if f.Type == manifest.TypeUnit || f.Type == manifest.TypeRef || f.Type == manifest.TypeUser {
			fn(pointer{nil, f, path, v})
		}
	case []string:
		for _, id := range v {
			if f.Type == manifest.TypeUnits {
				fn(pointer{nil, f, path, id})
			}
		}
	case []map[string]any:
		for i, row := range v {
			for j := range f.Fields {
				sub := &f.Fields[j]
				visit(sub, path+"["+strconv.Itoa(i)+"]."+sub.Name, row[sub.Name], fn)
			}
		}
	}
}

func (r *Records) references(ctx context.Context, refs []pointer) error {
	if len(refs) == 0 {
		return nil
	}
	found, err := row.Select(ctx, "SELECT "+row.Directory+" FROM record WHERE id IN (?) AND phase <> 'discarded'", idsOf(refs))
	if err != nil {
		return err
	}
	byID := make(map[string]*Record, len(found))
	for _, rec := range found {
		byID[rec.ID] = rec
	}
	for _, p := range refs {
		rec := byID[p.id]
		if rec == nil || (p.field.To != "" && rec.Kind != p.field.To) || !r.Guard.Can(ctx, "read", rec.Object()) {
			p.wrong("unknown_value")
		}
	}
	return nil
}

// judge refuses the act with everything that is wrong with it at once:
// types, missing values, broken rules, missing evidence.
func (a *act) judge() error {
	problems := slices.Clone(a.problems)
	for _, p := range append(a.missing(), a.lacking()...) {
		if !faulty(problems, p.Field) {
			problems = append(problems, p)
		}
	}
	broken, err := a.violations()
	if err != nil {
		return err
	}
	problems = append(problems, broken...)
	if len(problems) == 0 {
		return nil
	}
	code := problems[0].Code
	for _, p := range problems {
		if p.Code != code {
			code = "invalid"
		}
	}
	if code != "evidence_missing" && code != "required" {
		code = "invalid"
	}
	return fault.New(fault.Invalid, code, fault.Fields(problems...))
}

// missing lists the fields without a value that the act needs one for.
func (a *act) missing() []fault.FieldError {
	var out []fault.FieldError
	for i := range a.kind.Fields {
		f := &a.kind.Fields[i]
		value := a.after.Fields[f.Name]
		wanted := (f.Required && !a.relaxed()) || (a.move != nil && slices.Contains(a.move.Require, f.Name))
		switch {
		case value == nil && wanted:
			out = append(out, kind.Problem(f.Name, "required")...)
		case !a.relaxed():
			out = append(out, gaps(f, value)...)
		}
	}
	return out
}

// gaps lists the empty required cells of a list.
func gaps(f *manifest.Field, value any) []fault.FieldError {
	rows, _ := value.([]map[string]any)
	var out []fault.FieldError
	for i, row := range rows {
		for _, sub := range f.Fields {
			if sub.Required && row[sub.Name] == nil {
				out = append(out, kind.Problem(f.Name+"["+strconv.Itoa(i)+"]."+sub.Name, "required")...)
			}
		}
	}
	return out
}

// lacking lists the slots the transition demands and that hold too little.
func (a *act) lacking() []fault.FieldError {
	if a.move == nil {
		return nil
	}
	var out []fault.FieldError
	for _, code := range a.move.Slots {
		need := 1
		if slot := a.kind.Slot(code); slot != nil {
			need = max(need, slot.Min)
		}
		if a.docs[code] < need {
			out = append(out, kind.Problem(code, "evidence_missing", "min", strconv.Itoa(need), "have", strconv.Itoa(a.docs[code]))...)
		}
	}
	return out
}

// violations asks the manifest's rules. An incomplete record answers only to
// rules that name the transition; advisory ones become warnings.
func (a *act) violations() ([]fault.FieldError, error) {
	if a.relaxed() && a.move == nil {
		return nil, nil
	}
	broken, err := a.kind.Rules.Violations(a.sight())
	if err != nil {
		return nil, err
	}
	var out []fault.FieldError
	for _, v := range broken {
		code := a.kind.Manifest.ProblemCode(v.Code)
		switch {
		case a.relaxed() && !a.named(v.Code):
		case v.Advisory:
			if !slices.Contains(a.warnings, code) {
				a.warnings = append(a.warnings, code)
			}
		default:
			out = append(out, kind.Problem(v.Field, code)...)
		}
	}
	return out, nil
}

// named reports whether the rule speaks of this very transition.
func (a *act) named(code string) bool {
	for _, rule := range a.kind.Kind.Rules {
		if rule.Code == code {
			return slices.Contains(rule.On, a.transition())
		}
	}
	return false
}

// evidence counts the documents of the acts' records, where there are slots.
func (r *Records) evidence(ctx context.Context, acts []*act) error {
	var ids []string
	for _, a := range acts {
		if a.before != nil && len(a.kind.Slots) > 0 {
			ids = append(ids, a.before.ID)
		}
	}
	if r.Evidence == nil || len(ids) == 0 {
		return nil
	}
	counts, err := r.Evidence.Count(ctx, ids)
	if err != nil {
		return err
	}
	for _, a := range acts {
		if a.before != nil {
			a.docs = counts[a.before.ID]
		}
	}
	return nil
}
