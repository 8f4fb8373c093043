package rule

import (
	"maps"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/manifest"
)

// Obligation is what an expression of a prefill knows beside the record.
type Obligation struct {
	PeriodFrom, PeriodTo, DueOn string // dates
	Year, Month                 int    // the period begins in
	Occasion                    string // id of the record it falls due before, or ""
}

// name finds a variable only a prefill knows.
func (o *Obligation) name(name string) (any, bool) {
	switch name {
	case "period_from":
		return types.String(o.PeriodFrom), true
	case "period_to":
		return types.String(o.PeriodTo), true
	case "period_year":
		return types.Int(o.Year), true
	case "period_month":
		return types.Int(o.Month), true
	case "due_on":
		return types.String(o.DueOn), true
	case "occasion":
		return types.String(o.Occasion), true
	}
	return nil, false
}

// Duty is a compiled duty over the kind owed.
type Duty struct {
	set     *Set
	when    *program // nil = every record meets it
	prefill []assignment
}

// CompileDuty compiles a duty over the kind it asks for. Fault: Internal
// manifest_rule with the first complaint; Check lists them all.
func CompileDuty(k *manifest.Kind, d *manifest.Duty) (*Duty, error) {
	out, complaints := compileDuty(k, d)
	if len(complaints) > 0 {
		return nil, fault.New(fault.Internal, "manifest_rule", fault.Param("duty", d.ID), fault.Param("at", complaints[0].path), fault.Cause(complaints[0].err))
	}
	return out, nil
}

func compileDuty(k *manifest.Kind, d *manifest.Duty) (*Duty, []located) {
	c, err := newCompiler(k)
	if err != nil {
		return nil, []located{{"", err}}
	}
	b := &builder{compiler: c}
	b.duty(d)
	out := &Duty{set: &Set{fields: c.fields}}
	out.when = b.figure("when", d.When, cel.BoolType)
	if c.env, err = c.env.Extend(cel.Variable("period_from", cel.StringType), cel.Variable("period_to", cel.StringType),
		cel.Variable("period_year", cel.IntType), cel.Variable("period_month", cel.IntType), cel.Variable("due_on", cel.StringType), cel.Variable("occasion", cel.StringType)); err != nil {
		return nil, []located{{"", err}}
	}
	for _, name := range slices.Sorted(maps.Keys(d.Prefill)) {
		path := manifest.Path("prefill", name)
		switch f := b.fields[name]; {
		case f == nil:
			b.complain(path, "field \""+name+"\" does not exist", manifest.OneOf(name, fieldNames(b.kind)))
		case f.Sealed || f.ReadOnly || f.Derived != "":
			b.complain(path, "field \""+name+"\" is not written by people", "prefill a field the record's author could type")
		default:
			out.prefill = b.assign(out.prefill, path, f, d.Prefill[name])
		}
	}
	return out, b.complaints
}

// duty checks the fields a duty finds its records by.
func (b *builder) duty(d *manifest.Duty) {
	if f := b.fields[d.Period]; d.Period != "" && (f == nil || f.Type != manifest.TypeInt || d.Rhythm != "year") {
		b.measured("period", d.Period, manifest.TypeDate)
	}
	if d.Met != "" {
		b.measured("met", d.Met, manifest.TypeDate)
	}
	for i, name := range d.Covers {
		if name != "unit" {
			b.measured(manifest.Path("covers", i), name, manifest.TypeUnit, manifest.TypeUnits)
		}
	}
	for i, slot := range d.Proof {
		if b.kind.Slot(slot) == nil {
			b.complain(manifest.Path("proof", i), "slot \""+slot+"\" does not exist", manifest.OneOf(slot, slotCodes(b.kind)))
		}
	}
}

// Meets reports whether a record meets the duty.
func (d *Duty) Meets(in Input) (bool, error) {
	if d.when == nil {
		return true, nil
	}
	return d.when.holds(d.set.sight(&in))
}

// Prefill is what a record opened for an obligation begins with.
func (d *Duty) Prefill(in Input, of Obligation) (map[string]any, error) {
	in.obligation = &of
	return d.set.each(d.prefill, in)
}

// Occasion is a compiled condition on the record a duty falls due before.
type Occasion struct {
	set  *Set
	when *program
}

// CompileOccasion compiles it over that record's kind. Fault: Internal
// manifest_rule.
func CompileOccasion(k *manifest.Kind, d *manifest.Duty) (*Occasion, error) {
	out, complaints := compileOccasion(k, d)
	if len(complaints) > 0 {
		return nil, fault.New(fault.Internal, "manifest_rule", fault.Param("duty", d.ID), fault.Param("at", complaints[0].path), fault.Cause(complaints[0].err))
	}
	return out, nil
}

func compileOccasion(k *manifest.Kind, d *manifest.Duty) (*Occasion, []located) {
	c, err := newCompiler(k)
	if err != nil {
		return nil, []located{{"", err}}
	}
	b := &builder{compiler: c}
	b.measured("before.field", d.Before.Field, manifest.TypeDate)
	out := &Occasion{set: &Set{fields: c.fields}}
	out.when = b.figure("before.when", d.Before.When, cel.BoolType)
	return out, b.complaints
}

// Counts reports whether the duty falls due before the record.
func (o *Occasion) Counts(in Input) (bool, error) {
	if o.when == nil {
		return true, nil
	}
	return o.when.holds(o.set.sight(&in))
}

// checkDuties compiles every duty of a manifest, as Check does.
func checkDuties(m *manifest.Manifest, known []*manifest.Manifest, say func(prefix string, l located)) {
	for i := range m.Duties {
		d := &m.Duties[i]
		var complaints []located
		if k := kindIn(d.Kind, known); k != nil {
			_, complaints = compileDuty(k, d)
		}
		if d.Before != nil {
			if k := kindIn(d.Before.Kind, known); k != nil {
				_, more := compileOccasion(k, d)
				complaints = append(complaints, more...)
			}
		}
		for _, l := range complaints {
			say(manifest.Path("duties", i), l)
		}
	}
}
