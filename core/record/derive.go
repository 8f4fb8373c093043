package record

import (
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record/row"
)

// settle computes everything that follows from the input: defaults, what the
// transition sets, deadlines, derived fields, and the directory's columns. It
// comes out the same when run again.
func (r *Records) settle(ctx context.Context, a *act) error {
	if a.before == nil {
		if err := a.lay(a.kind.Rules.Defaults(a.sight())); err != nil {
			return fmt.Errorf("default fields: %w", err)
		}
	}
	if a.move != nil && len(a.move.Set) > 0 {
		if err := a.lay(a.kind.Rules.Sets(a.sight())); err != nil {
			return fmt.Errorf("set fields: %w", err)
		}
	}
	if a.before == nil || a.before.Open() {
		// A deadline may count from a derived date, and a derived field may
		// look at a deadline: so derive on both sides.
		if err := a.lay(a.kind.Rules.Derive(a.sight())); err != nil {
			return fmt.Errorf("derive fields: %w", err)
		}
		if err := a.deadlines(); err != nil {
			return fmt.Errorf("count deadlines: %w", err)
		}
	}
	if err := a.lay(a.kind.Rules.Derive(a.sight())); err != nil {
		return fmt.Errorf("derive fields: %w", err)
	}
	a.index()
	return r.deliver(ctx, a)
}

// lay stores computed values; a value of the wrong type is a mistake of the
// manifest, not of the person.
func (a *act) lay(values map[string]any, err error) error {
	if err != nil {
		return err
	}
	for name, value := range values {
		f := a.kind.Field(name)
		if f == nil {
			return fault.New(fault.Internal, "bad_rule", fault.Field(name))
		}
		cleaned, problems := kind.Clean(f, name, value)
		switch {
		case len(problems) > 0:
			return fault.New(fault.Internal, "bad_rule", fault.Fields(problems...))
		case cleaned == nil:
			delete(a.after.Fields, name)
		default:
			a.after.Fields[name] = cleaned
		}
	}
	return nil
}

// deadlines counts the kind's deadlines anew. A date a person put in by hand
// stays until the day it counts from moves or the person clears it.
func (a *act) deadlines() error {
	if len(a.kind.Deadlines) == 0 {
		return nil
	}
	if slices.ContainsFunc(a.kind.Deadlines, func(d manifest.Deadline) bool { return faulty(a.problems, d.From) }) {
		return nil
	}
	dues, err := a.kind.Dues(a.after.Fields, a.book, a.province.Settings.Deadlines)
	if err != nil {
		return err
	}
	var kept []DeadlineInfo
	for i := range a.kind.Deadlines {
		d := &a.kind.Deadlines[i]
		due, counted := dues[d.Code]
		if !counted {
			a.uncount(d)
			continue
		}
		start, _ := calendar.ParseDate(str(a.after.Fields[d.From]))
		info := DeadlineInfo{Code: d.Code, Field: d.Field, Start: start, Date: due.Date, Law: due.Rule.Law, Source: due.Rule.Source, Explain: due.Explain}
		if own, manual := a.byHand(d, info); manual {
			info.Date, info.Manual, info.Explain = own, true, nil
		}
		if f := a.kind.Field(d.Field); f != nil {
			a.after.Fields[d.Field] = info.Date.String()
		}
		kept = append(kept, info)
	}
	a.after.Deadlines = kept
	return nil
}

// uncount clears a date whose count no longer has a start.
func (a *act) uncount(d *manifest.Deadline) {
	if old := a.had(d.Code); old != nil && !old.Manual && str(a.after.Fields[d.Field]) == old.Date.String() {
		delete(a.after.Fields, d.Field)
	}
}

func (a *act) had(code string) *DeadlineInfo {
	if a.before == nil {
		return nil
	}
	for i := range a.before.Deadlines {
		if a.before.Deadlines[i].Code == code {
			return &a.before.Deadlines[i]
		}
	}
	return nil
}

// byHand is the date a person chose instead of the counted one.
func (a *act) byHand(d *manifest.Deadline, counted DeadlineInfo) (calendar.Date, bool) {
	f := a.kind.Field(d.Field)
	if f == nil || f.ReadOnly {
		return calendar.Date{}, false
	}
	old := a.had(d.Code)
	if raw, given := a.input[d.Field]; given {
		cleaned, problems := kind.Clean(f, d.Field, raw)
		chosen, _ := calendar.ParseDate(str(cleaned))
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
func (a *act) index() {
	rec, k := a.after, a.kind
	rec.Title = row.Cut(str(rec.Fields[k.Title]), 300)
	rec.Sensitivity = k.Sensitivity
	rec.DueOn, _ = calendar.ParseDate(str(rec.Fields[k.Due]))
	placed, _ := calendar.ParseDate(str(rec.Fields[k.Kind.Period]))
	rec.Period = calendar.PeriodOf(placed, calendar.GrainMonth)
}

// deliver addresses the record to the unit the transition names.
func (r *Records) deliver(ctx context.Context, a *act) error {
	if a.move == nil || a.move.Deliver == "" {
		return nil
	}
	id := str(a.after.Fields[a.move.Deliver])
	if id == "" {
		if !faulty(a.problems, a.move.Deliver) {
			a.problems = append(a.problems, kind.Problem(a.move.Deliver, "required")...)
		}
		return nil
	}
	u, err := r.Tree.Get(ctx, id)
	if err != nil {
		return fmt.Errorf("find addressee: %w", err)
	}
	a.after.ToUnitID, a.after.ToPath = u.ID, u.Path
	return nil
}

// str is a text value, "" if there is none.
func str(v any) string {
	s, _ := v.(string)
	return s
}
