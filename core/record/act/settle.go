package act

import (
	"fmt"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/record/row"
)

// Settle computes everything that follows from the input: defaults, what the
// transition sets, deadlines, derived fields, and the directory's columns. It
// comes out the same when run again.
func (a *Act) Settle() error {
	if a.Before == nil {
		if err := a.lay(a.Kind.Rules.Defaults(a.RuleInput())); err != nil {
			return fmt.Errorf("default fields: %w", err)
		}
	}
	if a.Move != nil && len(a.Move.Set) > 0 {
		if err := a.lay(a.Kind.Rules.Sets(a.RuleInput())); err != nil {
			return fmt.Errorf("set fields: %w", err)
		}
	}
	if a.Before == nil || a.Before.Open() || a.After.Open() {
		// A deadline may count from a derived date, and a derived field may
		// look at a deadline: so derive on both sides.
		if err := a.lay(a.Kind.Rules.Derive(a.RuleInput())); err != nil {
			return fmt.Errorf("derive fields: %w", err)
		}
		if err := a.deadlines(); err != nil {
			return fmt.Errorf("count deadlines: %w", err)
		}
	}
	if err := a.lay(a.Kind.Rules.Derive(a.RuleInput())); err != nil {
		return fmt.Errorf("derive fields: %w", err)
	}
	a.index()
	return nil
}

// lay stores computed values; a value of the wrong type is a mistake of the
// manifest, not of the person.
func (a *Act) lay(values map[string]any, err error) error {
	if err != nil {
		return err
	}
	for name, value := range values {
		f := a.Kind.Field(name)
		if f == nil {
			return fault.New(fault.Internal, "bad_rule", fault.Field(name))
		}
		cleaned, problems := kind.Clean(f, name, value)
		switch {
		case len(problems) > 0:
			return fault.New(fault.Internal, "bad_rule", fault.Fields(problems...))
		default:
			a.put(name, a.identify(name, cleaned))
		}
	}
	return nil
}

// index brings the directory's columns in line with the fields.
func (a *Act) index() {
	rec, k := a.After, a.Kind
	rec.Title = row.Cut(Str(rec.Fields[k.Title]), 300)
	rec.Sensitivity = k.Sensitivity
	rec.Clock = row.Headline(rec.Deadlines)
	if rec.DueOn, _ = calendar.ParseDate(Str(rec.Fields[k.Due])); k.Clocked() {
		rec.DueOn = rec.NextDue()
	}
	placed, _ := calendar.ParseDate(Str(rec.Fields[k.Kind.Period]))
	rec.Period = calendar.PeriodOf(placed, calendar.GrainMonth)
}
