package act

import (
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
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
	if a.Before == nil || a.Before.Open() {
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
		case cleaned == nil:
			delete(a.After.Fields, name)
		default:
			a.After.Fields[name] = cleaned
		}
	}
	return nil
}

// deadlines counts the kind's deadlines anew. A date a person put in by hand
// stays until the day it counts from moves or the person clears it.
func (a *Act) deadlines() error {
	if len(a.Kind.Deadlines) == 0 {
		return nil
	}
	if slices.ContainsFunc(a.Kind.Deadlines, func(d manifest.Deadline) bool { return Faulty(a.Problems, d.From) }) {
		return nil
	}
	dues, err := a.Kind.Dues(a.After.Fields, a.Book, a.Province.Settings.Deadlines)
	if err != nil {
		return err
	}
	var kept []row.DeadlineInfo
	for i := range a.Kind.Deadlines {
		d := &a.Kind.Deadlines[i]
		due, counted := dues[d.Code]
		if !counted {
			a.uncount(d)
			continue
		}
		start, _ := calendar.ParseDate(Str(a.After.Fields[d.From]))
		info := row.DeadlineInfo{Code: d.Code, Field: d.Field, Start: start, Date: due.Date, Law: due.Rule.Law, Source: due.Rule.Source, Explain: due.Explain}
		if own, manual := a.byHand(d, info); manual {
			info.Date, info.Manual, info.Explain = own, true, nil
		}
		if f := a.Kind.Field(d.Field); f != nil {
			a.After.Fields[d.Field] = info.Date.String()
		}
		kept = append(kept, info)
	}
	a.After.Deadlines = kept
	return nil
}

// uncount clears a date whose count no longer has a start.
func (a *Act) uncount(d *manifest.Deadline) {
	if old := a.had(d.Code); old != nil && !old.Manual && Str(a.After.Fields[d.Field]) == old.Date.String() {
		delete(a.After.Fields, d.Field)
	}
}

func (a *Act) had(code string) *row.DeadlineInfo {
	if a.Before == nil {
		return nil
	}
	for i := range a.Before.Deadlines {
		if a.Before.Deadlines[i].Code == code {
			return &a.Before.Deadlines[i]
		}
	}
	return nil
}

// byHand is the date a person chose instead of the counted one.
func (a *Act) byHand(d *manifest.Deadline, counted row.DeadlineInfo) (calendar.Date, bool) {
	f := a.Kind.Field(d.Field)
	if f == nil || f.ReadOnly {
		return calendar.Date{}, false
	}
	old := a.had(d.Code)
	if raw, given := a.Input[d.Field]; given {
		cleaned, problems := kind.Clean(f, d.Field, raw)
		chosen, _ := calendar.ParseDate(Str(cleaned))
		switch {
		case len(problems) > 0 || chosen.IsZero() || chosen == counted.Date:
			return calendar.Date{}, false
		case old == nil || old.Date != chosen:
			return chosen, true
		}
	}
	if old != nil && old.Manual && old.Start == counted.Start {
		return old.Date, true
	}
	return calendar.Date{}, false
}

// index brings the directory's columns in line with the fields.
func (a *Act) index() {
	rec, k := a.After, a.Kind
	rec.Title = row.Cut(Str(rec.Fields[k.Title]), 300)
	rec.Sensitivity = k.Sensitivity
	rec.DueOn, _ = calendar.ParseDate(Str(rec.Fields[k.Due]))
	placed, _ := calendar.ParseDate(Str(rec.Fields[k.Kind.Period]))
	rec.Period = calendar.PeriodOf(placed, calendar.GrainMonth)
}
