package act

import (
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
	"github.com/doanket/doanket/core/record/row"
)

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
	said, err := a.Kind.Rules.Clocks(a.RuleInput())
	if err != nil {
		return err
	}
	var kept []row.DeadlineInfo
	var idle []*manifest.Deadline
	filled := map[string]bool{} // several deadlines may fill one field, each in its own case
	for i := range a.Kind.Deadlines {
		d := &a.Kind.Deadlines[i]
		info, there := a.clock(d, dues, said[i])
		if there {
			kept = append(kept, info)
		}
		if info.Date.IsZero() {
			idle = append(idle, d)
			continue
		}
		filled[d.Field] = true
		a.After.Fields[d.Field] = info.Date.String()
	}
	for _, d := range idle {
		if !filled[d.Field] {
			a.uncount(d)
		}
	}
	a.After.Deadlines = kept
	return nil
}

// clock is one deadline of the record, false where it does not concern it.
func (a *Act) clock(d *manifest.Deadline, dues map[string]calendar.Due, said rule.Clock) (row.DeadlineInfo, bool) {
	old := a.had(d.Code)
	info := row.DeadlineInfo{Code: d.Code, Field: d.Field, Law: d.Law, Source: d.Source, ToConfirm: d.Status == manifest.StatusToConfirm, Party: a.party(d)}
	due, counted := dues[d.Code]
	switch {
	case !said.Runs:
		if old == nil || old.Date.IsZero() || a.After.Draft || d.From != "" && a.After.Fields[d.From] == nil {
			return row.DeadlineInfo{}, false
		}
		info = *old // it has run: what it came to stays
		info.Stopped = true
	case d.From == "":
		info.Date, _ = calendar.ParseDate(Str(a.After.Fields[d.Field]))
	case counted:
		info.Start, _ = calendar.ParseDate(Str(a.After.Fields[d.From]))
		info.Date, info.Law, info.Source, info.Explain = due.Date, due.Rule.Law, due.Rule.Source, due.Explain
		if own, manual := a.byHand(d, info); manual {
			info.Date, info.Manual, info.Explain = own, true, nil
		}
	case !d.Clocked() || a.After.Fields[d.From] != nil:
		return info, false // an old way to write it, or a rule of another time
	}
	info.MetOn = a.metOn(said, old)
	if info.Date.IsZero() {
		info.MetOn = calendar.Date{} // nothing was owed yet
	}
	info.Stopped = info.MetOn.IsZero() && (info.Stopped || !a.After.Open())
	return info, true
}

// metOn is the day the clock was met: the one the manifest names, or the day of
// the act by which its condition came to hold or the record to be done.
func (a *Act) metOn(said rule.Clock, old *row.DeadlineInfo) calendar.Date {
	met := said.Met
	if !said.Asked {
		met = a.After.Phase == row.Done
	}
	switch {
	case !met:
		return calendar.Date{}
	case !said.MetOn.IsZero():
		return said.MetOn
	case old != nil && !old.MetOn.IsZero():
		return old.MetOn
	}
	return a.Today
}

// party is the units that owe a deadline. The step that delivers comes first:
// the addressee it names owes from then on.
func (a *Act) party(d *manifest.Deadline) []string {
	switch d.Party {
	case "", manifest.PartyUnit:
		return []string{a.After.UnitID}
	case manifest.PartyTo:
		if name := a.DeliverField(); name != "" {
			return UnitsIn(a.After.Fields[name])
		}
		return UnitsIn(a.After.ToUnitID)
	}
	return UnitsIn(a.After.Fields[d.Party])
}

// UnitsIn are the units a field of them names.
func UnitsIn(v any) []string {
	switch v := v.(type) {
	case string:
		if v != "" {
			return []string{v}
		}
	case []string:
		return slices.Clone(v)
	}
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
