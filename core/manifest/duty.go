package manifest

import "github.com/doanket/doanket/core/calendar"

// RhythmBefore is the rhythm of a duty that falls due before a meeting or another
// dated record; every other rhythm is a grain of periods.
const RhythmBefore = "before"

// Duty says what units owe in a rhythm: a record of a kind that meets a condition,
// by a day. The obligation is there before anybody writes. Rules that follow one
// another are duties of the same id, each with the days it was in force.
type Duty struct {
	ID           string            `json:"id" yaml:"id"`
	Module       string            `json:"module" yaml:"-"` // filled by Parse
	Label        Text              `json:"label" yaml:"label"`
	Hint         Text              `json:"hint,omitzero" yaml:"hint"`
	Source       string            `json:"source" yaml:"source"`                         // law and article, as screens print it
	Law          bool              `json:"law" yaml:"law"`                               // the day is the law's; else an internal rule's
	Status       string            `json:"status,omitempty" yaml:"status"`               // to_confirm: the law is to be checked, it never counts as missed
	Kind         string            `json:"kind" yaml:"kind"`                             // full name of the kind of record owed
	UnitKinds    []string          `json:"unit_kinds" yaml:"unit_kinds"`                 // kinds of units that owe it
	Places       []string          `json:"places,omitempty" yaml:"places"`               // … only those that stand right under a place of these kinds: a committee under another is not among them
	Rhythm       string            `json:"rhythm" yaml:"rhythm"`                         // month, quarter, half, year, term, or before
	Times        int               `json:"times,omitempty" yaml:"times"`                 // records owed in a period; 1 unless said
	TimesSetting string            `json:"times_setting,omitempty" yaml:"times_setting"` // key of the province's own number of times
	When         string            `json:"when,omitempty" yaml:"when"`                   // CEL: the record meets the duty; empty = every one past its draft
	Period       string            `json:"period,omitempty" yaml:"period"`               // date field, or a year, that says which period the record is for
	Met          string            `json:"met,omitempty" yaml:"met"`                     // date field that says when it was done; empty = the day it was recorded here
	Covers       []string          `json:"covers,omitempty" yaml:"covers"`               // for whom a record counts: unit (default), and unit fields
	Proof        []string          `json:"proof,omitempty" yaml:"proof"`                 // slots that must hold a sound document to prove it
	Due          DutyDue           `json:"due,omitzero" yaml:"due"`                      // the last day; the period's end unless said
	Before       *Occasion         `json:"before,omitempty" yaml:"before"`               // of the rhythm before: what it falls due before
	Ahead        int               `json:"ahead,omitempty" yaml:"ahead"`                 // days before the last day on which it shows at the latest; it shows from the period's first day on
	From         calendar.Date     `json:"from,omitzero" yaml:"from"`                    // the rule is in force for periods that end on this day or later
	Until        calendar.Date     `json:"until,omitzero" yaml:"until"`                  // … and no later than this one
	Prefill      map[string]string `json:"prefill,omitempty" yaml:"prefill"`             // field → CEL, of a record opened for it: period_from, period_to, period_year, period_month (1 to 12, of its first day), due_on and occasion are known
	Serves       []string          `json:"serves,omitempty" yaml:"serves"`               // ids of the clauses it is owed under
	Setting      string            `json:"setting,omitempty" yaml:"setting"`             // key by which a province switches it on or off
	Off          bool              `json:"off,omitempty" yaml:"off"`                     // off until a province switches it on
}

// DutyDue is the last day of a duty: a day of the period, and so long after it.
type DutyDue struct {
	Day     string `json:"day,omitempty" yaml:"day"`         // end (default) or start of the period, or "MM-DD" of its year
	Years   int    `json:"years,omitempty" yaml:"years"`     // with MM-DD: -1 is the year before, 1 the year after
	Length  int    `json:"length,omitempty" yaml:"length"`   // grace after the day
	Unit    string `json:"unit,omitempty" yaml:"unit"`       // of the length: calendar_day, working_day, month or year
	Setting string `json:"setting,omitempty" yaml:"setting"` // key of the province's own grace
}

// Occasion is the dated record a duty falls due before. It binds the units of the
// place the record belongs to.
type Occasion struct {
	Kind    string `json:"kind" yaml:"kind"`                 // full name of the kind of record
	Field   string `json:"field" yaml:"field"`               // its date
	When    string `json:"when,omitempty" yaml:"when"`       // CEL over it: it is one that counts
	Link    string `json:"link" yaml:"link"`                 // reference field of the kind owed that names it
	Length  int    `json:"length" yaml:"length"`             // so long before the date
	Unit    string `json:"unit" yaml:"unit"`                 // of the length
	Setting string `json:"setting,omitempty" yaml:"setting"` // key of the province's own length
}

// FullName is "module.id".
func (d *Duty) FullName() string { return d.Module + "." + d.ID }

// InForce reports whether the rule judges a period that ends on the day.
func (d *Duty) InForce(last calendar.Date) bool {
	return !last.Before(d.From) && (d.Until.IsZero() || !last.After(d.Until))
}

// DutiesOf are the rules of a duty, by its id or full name; none if it is not there.
func (m *Manifest) DutiesOf(name string) []*Duty {
	var out []*Duty
	for i := range m.Duties {
		if d := &m.Duties[i]; d.ID == name || d.FullName() == name {
			out = append(out, d)
		}
	}
	return out
}

// completeDuties fills what authors need not write, of measures of duties too.
func (m *Manifest) completeDuties() {
	for i := range m.Duties {
		d := &m.Duties[i]
		d.Module = m.ID
		if d.Times == 0 {
			d.Times = 1
		}
	}
	for i := range m.Measures {
		me := &m.Measures[i]
		if rules := m.DutiesOf(me.OfDuty); me.OfDuty != "" && me.Of == "" && len(rules) > 0 {
			me.Of = rules[0].Kind
		}
	}
}
