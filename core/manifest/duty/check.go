package duty

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/manifest"
)

var (
	rhythms  = []string{calendar.GrainMonth, calendar.GrainQuarter, calendar.GrainHalf, calendar.GrainYear, calendar.GrainTerm, manifest.RhythmBefore}
	limits   = []string{calendar.CalendarDay, calendar.WorkingDay, calendar.Month, calendar.Year}
	yearDay  = regexp.MustCompile(`^\d\d-\d\d$`)
	maxTimes = 366
)

// idForm is how an id is written.
var idForm = regexp.MustCompile(`^[a-z][a-z0-9_]{1,39}$`)

// checker collects what is wrong with the duties of a manifest.
type checker struct {
	manifest.Findings
}

// Check says what of a manifest's duties, and of the measures of them, cannot be
// kept, with file, line and mend. Fields and expressions are checked against the
// kinds by package rule.
func Check(m *manifest.Manifest) []manifest.Problem {
	l := &checker{Findings: manifest.Findings{M: m}}
	for i := range m.Duties {
		d := &m.Duties[i]
		path := manifest.Path("duties", i)
		if !idForm.MatchString(d.ID) {
			l.Say(manifest.Path(path, "id"), "the name "+strconv.Quote(d.ID)+" is not usable", "use lower case letters, digits and _, starting with a letter, at most 40")
		}
		l.dutyOwed(path, d)
		l.dutyTime(path, d)
		l.dutyDue(path, d)
		l.dutyForce(path, i)
	}
	for i := range m.Measures {
		if m.Measures[i].OfDuty != "" {
			l.ofDuty(manifest.Path("measures", i), &m.Measures[i])
		}
	}
	return l.Problems
}

// kind checks a kind named in full: of this module or the core it must be there,
// of another this module must have been granted to read it. nil when it cannot be
// known here.
func (l *checker) kind(path, full string) *manifest.Kind {
	module, name, _ := strings.Cut(full, ".")
	var of *manifest.Manifest
	switch {
	case !idForm.MatchString(module) || !idForm.MatchString(name):
		l.Say(path, strconv.Quote(full)+" is not the full name of a kind", "write module.kind")
		return nil
	case module == l.M.ID:
		of = l.M
	case module == manifest.CoreID:
		of = manifest.Core()
	case !slices.Contains(l.M.Grants.Read, full):
		l.Say(path, strconv.Quote(full)+" is another module's records", "add "+full+" to grants: read")
		return nil
	default:
		return nil
	}
	k := of.Kind(full)
	if k == nil {
		var names []string
		for i := range of.Kinds {
			names = append(names, of.Kinds[i].FullName())
		}
		l.Say(path, "kind "+strconv.Quote(full)+" does not exist", manifest.OneOf(full, names))
	}
	return k
}

// dutyOwed checks what is owed and by whom.
func (l *checker) dutyOwed(path string, d *manifest.Duty) {
	k := l.kind(manifest.Path(path, "kind"), d.Kind)
	if len(d.UnitKinds) == 0 {
		l.Say(manifest.Path(path, "unit_kinds"), "nobody owes "+strconv.Quote(d.ID), "write unit_kinds: and the kinds of units that do")
	}
	if k != nil && (len(d.Covers) == 0 || slices.Contains(d.Covers, "unit")) {
		for i, u := range d.UnitKinds {
			if !k.OwnedBy(u) {
				l.Say(manifest.Path(path, "unit_kinds", i), "units of kind "+strconv.Quote(u)+" keep no "+d.Kind, "add it to owner_kinds: of the kind, or name the field that covers them under covers:")
			}
		}
	}
	if strings.TrimSpace(d.Source) == "" {
		l.Say(path, "duty "+strconv.Quote(d.ID)+" names no source", "write source: and the article, or the rule of your own it comes from: who owes must see why")
	}
	if d.Status != "" && d.Status != manifest.StatusToConfirm {
		l.Known(manifest.Path(path, "status"), "status", d.Status, []string{manifest.StatusToConfirm})
	}
	if d.Off && d.Setting == "" {
		l.Say(manifest.Path(path, "off"), "duty "+strconv.Quote(d.ID)+" is off and nothing switches it on", "write setting: and the key by which a province does")
	}
}

// dutyTime checks the rhythm and how a record finds its period.
func (l *checker) dutyTime(path string, d *manifest.Duty) {
	l.Known(manifest.Path(path, "rhythm"), "rhythm", d.Rhythm, rhythms)
	if d.Times < 1 || d.Times > maxTimes {
		l.Say(manifest.Path(path, "times"), "duty "+strconv.Quote(d.ID)+" is owed "+strconv.Itoa(d.Times)+" times", "write times: from 1 to 366")
	}
	before := d.Rhythm == manifest.RhythmBefore
	switch {
	case before && d.Before == nil:
		l.Say(path, "duty "+strconv.Quote(d.ID)+" falls due before nothing", "write before: with the kind, its date field and the length")
	case before:
		l.occasion(manifest.Path(path, "before"), d)
		l.apart(manifest.Path(path, "period"), d.Period != "", "the record before which it falls due is its period", "remove it: link: names the record")
		l.apart(manifest.Path(path, "due"), d.Due != (manifest.DutyDue{}), "the last day is counted back from the date", "remove it, and write the length under before:")
		l.apart(manifest.Path(path, "times"), d.Times > 1 || d.TimesSetting != "", "each is owed once", "remove it")
	case d.Before != nil:
		l.Say(manifest.Path(path, "before"), "before: is for the rhythm before", "write rhythm: before, or remove it")
	case d.Period == "":
		l.Say(path, "nothing says which period a record is for", "write period: and the date field, or the field of the year, that does")
	}
}

// owed is the kind a duty asks for, nil when it cannot be known here.
func (l *checker) owed(d *manifest.Duty) *manifest.Kind {
	if k := l.M.Kind(d.Kind); k != nil {
		return k
	}
	return manifest.Core().Kind(d.Kind)
}

func (l *checker) occasion(path string, d *manifest.Duty) {
	o := d.Before
	l.kind(manifest.Path(path, "kind"), o.Kind)
	l.Known(manifest.Path(path, "unit"), "unit", o.Unit, limits)
	if o.Length < 1 {
		l.Say(manifest.Path(path, "length"), "duty "+strconv.Quote(d.ID)+" is due on the very day", "write length: and a number from 1")
	}
	if k := l.owed(d); k != nil {
		if f := k.Field(o.Link); f == nil || f.Type != manifest.TypeRef || f.To != o.Kind {
			l.Say(manifest.Path(path, "link"), "field "+strconv.Quote(o.Link)+" of "+d.Kind+" does not refer to "+o.Kind, "name a field of type ref, to: "+o.Kind+": it tells which one a record is for")
		}
	}
}

// dutyDue checks the last day.
func (l *checker) dutyDue(path string, d *manifest.Duty) {
	due, at := d.Due, manifest.Path(path, "due")
	of := yearDay.MatchString(due.Day)
	switch {
	case of && d.Rhythm != calendar.GrainYear:
		l.Say(manifest.Path(at, "day"), "a day of the year is none of a "+d.Rhythm, "write day: end or day: start")
	case of && !realDay(due.Day):
		l.Say(manifest.Path(at, "day"), strconv.Quote(due.Day)+" is no day of a year", "write month and day, for instance \"11-18\"")
	case !of && due.Day != "":
		l.Known(manifest.Path(at, "day"), "day", due.Day, []string{"end", "start"})
	}
	l.apart(manifest.Path(at, "years"), due.Years != 0 && !of, "years: moves a day of the year", "write day: \"MM-DD\", or remove it")
	if due.Length < 0 || due.Length == 0 && due.Unit+due.Setting != "" {
		l.Say(manifest.Path(at, "length"), "the grace has no length", "write length: and a number from 1, or remove unit: and setting:")
	}
	if due.Length > 0 {
		l.Known(manifest.Path(at, "unit"), "unit", due.Unit, limits)
	}
	if d.Ahead < 0 || d.Ahead == 0 && due.Years < 0 {
		l.Say(manifest.Path(path, "ahead"), "duty "+strconv.Quote(d.ID)+" ends before its period begins, and nothing says when it shows", "write ahead: and the days before the last day from which on it is shown")
	}
}

// dutyForce checks the days a rule is in force: rules of one id follow one another.
func (l *checker) dutyForce(path string, at int) {
	d := &l.M.Duties[at]
	if !d.Until.IsZero() && d.Until.Before(d.From) {
		l.Say(manifest.Path(path, "until"), "duty "+strconv.Quote(d.ID)+" ends before it begins", "write an until: on or after from:")
	}
	for i := range at {
		o := &l.M.Duties[i]
		if o.ID != d.ID {
			continue
		}
		if (d.Until.IsZero() || !d.Until.Before(o.From)) && (o.Until.IsZero() || !o.Until.Before(d.From)) {
			l.Say(manifest.Path(path, "id"), "duty "+strconv.Quote(d.ID)+" is declared twice for the same days", "rename one of them, or write from: and until: so that one follows the other")
		}
		if o.Kind != d.Kind {
			l.Say(manifest.Path(path, "kind"), "duty "+strconv.Quote(d.ID)+" is owed in two kinds", "give the second an id of its own")
		}
	}
}

// apart refuses what does not go with the rest.
func (l *checker) apart(path string, written bool, what, fix string) {
	if written {
		l.Say(path, what, fix)
	}
}

// realDay reports whether "MM-DD" is a day of every year.
func realDay(text string) bool {
	d, err := calendar.ParseDate("2025-" + text)
	return err == nil && !d.IsZero()
}

// ofDuty checks a coverage of a duty: the duty says all but the target.
func (l *checker) ofDuty(path string, m *manifest.Measure) {
	var ids []string
	for i := range l.M.Duties {
		ids = append(ids, l.M.Duties[i].ID)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(l.M.DutiesOf(m.OfDuty)) == 0 || strings.Contains(m.OfDuty, ".") {
		l.Known(manifest.Path(path, "of_duty"), "duty", m.OfDuty, ids)
	}
	if m.Kind != manifest.MeasureCoverage {
		l.Say(manifest.Path(path, "kind"), "a "+m.Kind+" is not of a duty", "write kind: coverage, unit: percent")
	}
	for key, written := range map[string]bool{"when": m.When != "", "period": m.Period != "", "proof": len(m.Proof) > 0, "unit_kinds": len(m.UnitKinds) > 0,
		"covers": len(m.Covers) > 0, "compute": m.Compute != ""} {
		l.apart(manifest.Path(path, key), written, "measure "+strconv.Quote(m.Code)+" is of a duty, which has its own "+key+":", "remove it")
	}
}
