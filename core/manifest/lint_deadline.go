package manifest

import "strings"

func (l *kindLinter) deadlines() {
	l.unique(l.at("deadlines"), "deadline", len(l.k.Deadlines), func(i int) string { return l.k.Deadlines[i].Code }, "code")
	for i := range l.k.Deadlines {
		d := &l.k.Deadlines[i]
		p := func(key string) string { return l.at("deadlines", i, key) }
		l.fieldOf(p("field"), d.Field, TypeDate)
		l.open(p("field"), d.Field)
		l.clock(p, d)
		if d.From == "" {
			l.setByPeople(p, d)
			continue
		}
		l.counted(p, d)
	}
}

// clock checks who owes a deadline and how sure it is.
func (l *kindLinter) clock(p func(string) string, d *Deadline) {
	if d.Party != "" && d.Party != PartyUnit && d.Party != PartyTo {
		l.fieldOf(p("party"), d.Party, TypeUnit, TypeUnits)
		l.open(p("party"), d.Party)
	}
	if d.Status != "" && d.Status != StatusToConfirm {
		l.Known(p("status"), "status", d.Status, []string{StatusToConfirm})
	}
	if !d.ValidTo.IsZero() && d.ValidTo.Before(d.ValidFrom) {
		l.Say(p("valid_to"), "deadline "+quote(d.Code)+" ends before it begins", "write a valid_to: on or after valid_from:")
	}
}

// setByPeople checks a deadline whose day is typed: there is nothing to count.
func (l *kindLinter) setByPeople(p func(string) string, d *Deadline) {
	for key, written := range map[string]bool{"length": d.Length != 0, "unit": d.Unit != "", "direction": d.Direction != "", "setting": d.Setting != ""} {
		if written {
			l.Say(p(key), "deadline "+quote(d.Code)+" has "+key+": but nothing to count from", "write from: and the day the limit runs from, or leave "+key+": out: the date is then the one people set")
		}
	}
	if f := l.k.Field(d.Field); f != nil && f.ReadOnly && f.Derived == "" && !l.isSet(d.Field) {
		l.Say(p("field"), "nothing ever sets "+quote(d.Field)+", the day of deadline "+quote(d.Code), "write from: and a length, or let people set the field")
	}
}

// isSet reports whether a step sets the field.
func (l *kindLinter) isSet(field string) bool {
	for i := range l.k.Lifecycle.Transitions {
		if _, there := l.k.Lifecycle.Transitions[i].Set[field]; there {
			return true
		}
	}
	return false
}

// counted checks a deadline that the calendar counts.
func (l *kindLinter) counted(p func(string) string, d *Deadline) {
	l.fieldOf(p("from"), d.From, TypeDate)
	l.open(p("from"), d.From)
	if d.From == d.Field {
		l.Say(p("from"), "deadline "+quote(d.Code)+" counts from the day it computes", "name the day the limit runs from")
	}
	l.Known(p("unit"), "unit", d.Unit, []string{"calendar_day", "working_day", "month", "year"})
	l.Known(p("direction"), "direction", d.Direction, []string{"after", "before"})
	if d.Length < 1 {
		l.Say(p("length"), "deadline "+quote(d.Code)+" has no length", "write length: and a number from 1; it is the default where a setting may replace it")
	}
	if d.Law && strings.TrimSpace(d.Source) == "" {
		l.Say(p("law"), "deadline "+quote(d.Code)+" is the law's but names no law", "write source: and the article")
	}
	if !d.Law && d.Setting == "" {
		l.Say(p("law"), "deadline "+quote(d.Code)+" is neither the law's nor a setting", "write law: true with source:, or setting: and a key")
	}
}
