package calendar

import (
	"strconv"

	"github.com/doanket/doanket/core/fault"
)

// Units a limit is counted in.
const (
	CalendarDay = "calendar_day" // «ngày»
	WorkingDay  = "working_day"  // «ngày làm việc»
	Month       = "month"
	Year        = "year"
)

// Directions of a limit.
const (
	After  = "after"  // so long after the event
	Before = "before" // so long before the event
)

// Codes of the steps of an explanation.
const (
	StepStart    = "start"    // the day of the event, not counted
	StepLaw      = "law"      // the length comes from the law
	StepTenant   = "tenant"   // the length is the province's own
	StepDefault  = "default"  // the length is the product's default
	StepHoliday  = "holiday"  // a day off met on the way
	StepWeekend  = "weekend"  // a Saturday or Sunday met on the way
	StepMakeup   = "makeup"   // a weekend day worked instead of another
	StepCounted  = "counted"  // the last day before rolling
	StepRolled   = "rolled"   // moved off a day nobody works
	StepDeadline = "deadline" // the result
)

// Rule is one limit: how long, in what, from or before an event, and by whose
// authority. Dates say when the rule was in force; an open end is absent.
type Rule struct {
	Code      string `json:"code" yaml:"code"`
	Length    int    `json:"length" yaml:"length"`
	Unit      string `json:"unit" yaml:"unit"`
	Direction string `json:"direction" yaml:"direction"`
	Source    string `json:"source,omitempty" yaml:"source"`
	Setting   string `json:"setting,omitempty" yaml:"setting"`
	ValidFrom Date   `json:"valid_from,omitzero" yaml:"valid_from"`
	ValidTo   Date   `json:"valid_to,omitzero" yaml:"valid_to"`
	Law       bool   `json:"law" yaml:"law"`
	Tenant    bool   `json:"tenant,omitempty" yaml:"-"` // Under took the province's length
}

// InForce reports whether the rule applied on d.
func (r Rule) InForce(d Date) bool {
	return !d.Before(r.ValidFrom) && (r.ValidTo.IsZero() || !d.After(r.ValidTo))
}

// MaxLength is the longest a province's own length can be: ten years, in days. Its
// settings hold sums of money too, and no sum may be walked through day by day.
const MaxLength = 3650

// Under lays a province's own lengths (by setting key or rule code, MaxLength at most)
// over the rule. Where the law gives the length, the province's wins only if it is
// stricter: shorter after an event, longer before one. Where the law gives
// none, the province's length replaces the default.
func (r Rule) Under(settings map[string]int) Rule {
	own, ok := settings[r.Setting]
	if !ok || r.Setting == "" {
		own, ok = settings[r.Code]
	}
	if !ok || own <= 0 {
		return r
	}
	own = min(own, MaxLength)
	stricter := own < r.Length
	if r.Direction == Before {
		stricter = own > r.Length
	}
	if r.Law && !stricter {
		return r
	}
	r.Length, r.Law, r.Tenant = own, false, true
	return r
}

// Step is one line of the explanation of a deadline; the label of its code
// makes the sentence.
//
// Forecast marks a day off of a year whose notice is not out, and the deadline
// itself when such a day moved it.
type Step struct {
	Code     string `json:"code"`
	Date     Date   `json:"date,omitzero"`
	Note     string `json:"note,omitempty"`
	Forecast bool   `json:"forecast,omitempty"`
}

// Due is a computed deadline with the rule and the steps that led to it.
type Due struct {
	Date     Date   `json:"date"`
	Rule     Rule   `json:"rule"`
	Explain  []Step `json:"explain"`
	Forecast bool   `json:"forecast,omitempty"` // days off not announced yet had a part in it
}

// Due counts rule from start (Civil Code 2015, articles 147–148): the day of
// the event is not counted; a limit in calendar days, months or years that
// ends on a day off ends on the next working day, or for limits before an
// event on the previous one. Faults: Invalid bad_date without a start, Invalid
// out_of_range when it would end outside the years 1 to 9999, Internal bad_rule.
func (b Book) Due(rule Rule, start Date) (Due, error) {
	if start.IsZero() {
		return Due{}, fault.New(fault.Invalid, "bad_date")
	}
	if rule.Length < 0 || (rule.Direction != After && rule.Direction != Before) {
		return Due{}, fault.New(fault.Internal, "bad_rule", fault.Param("rule", rule.Code))
	}
	due := Due{Rule: rule}
	note := func(s Step) {
		due.Explain, due.Forecast = append(due.Explain, s), due.Forecast || s.Forecast
	}
	note(Step{Code: StepStart, Date: start})
	note(Step{Code: authority(rule), Note: strconv.Itoa(rule.Length) + " " + rule.Unit})
	sign := 1
	if rule.Direction == Before {
		sign = -1
	}
	end, ok := b.count(rule, start, sign, note)
	switch {
	case !ok && end.IsZero():
		return Due{}, fault.New(fault.Invalid, "out_of_range", fault.Param("rule", rule.Code))
	case !ok:
		return Due{}, fault.New(fault.Internal, "bad_rule", fault.Param("rule", rule.Code))
	}
	note(Step{Code: StepDeadline, Date: end, Forecast: due.Forecast})
	due.Date = end
	return due, nil
}

func authority(r Rule) string {
	switch {
	case r.Law:
		return StepLaw
	case r.Tenant:
		return StepTenant
	}
	return StepDefault
}

// count is the end of the limit; an absent end without ok lies outside the
// calendar, another is where the count gave up.
func (b Book) count(rule Rule, start Date, sign int, note func(Step)) (Date, bool) {
	n := sign * rule.Length
	switch rule.Unit {
	case WorkingDay:
		return b.walk(start, n, note)
	case CalendarDay:
		return b.rollFrom(start.AddDays(n), sign, note)
	case Month:
		return b.rollFrom(start.AddMonths(n), sign, note)
	case Year:
		return b.rollFrom(start.AddMonths(12*n), sign, note)
	}
	return start, false
}

// rollFrom moves a counted end off days nobody works and notes why.
func (b Book) rollFrom(end Date, sign int, note func(Step)) (Date, bool) {
	rolled := b.roll(end, sign)
	if rolled.IsZero() {
		return rolled, false
	}
	note(Step{Code: StepCounted, Date: end})
	if rolled == end {
		return end, true
	}
	for d := end; d != rolled; d = d.AddDays(sign) {
		b.noteDay(d, note)
	}
	note(Step{Code: StepRolled, Date: rolled})
	return rolled, true
}
