package manifest

import (
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
)

// StatusToConfirm marks a deadline whose law is still to be checked.
const StatusToConfirm = "to_confirm"

// Parties of a deadline beside the fields of units.
const (
	PartyUnit = "unit" // the record's owner
	PartyTo   = "to"   // its addressee
)

// Clocked reports whether the deadline says who owes it, when it runs or when it
// was met.
func (d *Deadline) Clocked() bool {
	return d.When != "" || d.Party != "" || d.Met != "" || d.Status != "" || d.From == ""
}

// Clocked reports whether a record of the kind is due when its next open clock
// is, and not on the date of one field.
func (k *Kind) Clocked() bool {
	return slices.ContainsFunc(k.Deadlines, func(d Deadline) bool { return d.Clocked() })
}

// Rule is the deadline as the calendar counts it.
func (d *Deadline) Rule() calendar.Rule {
	return calendar.Rule{Code: d.Code, Length: d.Length, Unit: d.Unit, Direction: d.Direction, Source: d.Source,
		Setting: d.Setting, ValidFrom: d.ValidFrom, ValidTo: d.ValidTo, Law: d.Law}
}

// Dues computes the deadlines of a record whose start date is known and whose
// rule was in force on it. settings are the province's own lengths by setting
// key or rule code. The caller stores Date into the deadline's field. Faults:
// Invalid bad_date, Invalid out_of_range naming the field a deadline counts from.
func (k *Kind) Dues(fields map[string]any, book calendar.Book, settings map[string]int) (map[string]calendar.Due, error) {
	out := map[string]calendar.Due{}
	for i := range k.Deadlines {
		d := &k.Deadlines[i]
		if d.From == "" {
			continue // a day people set
		}
		text, _ := fields[d.From].(string)
		start, err := calendar.ParseDate(text)
		if err != nil {
			return nil, err
		}
		rule := d.Rule()
		if start.IsZero() || !rule.InForce(start) {
			continue
		}
		due, err := book.Due(rule.Under(settings), start)
		if fault.HasCode(err, "out_of_range") {
			return nil, fault.New(fault.Invalid, "out_of_range", fault.Field(d.From))
		}
		if err != nil {
			return nil, err
		}
		out[d.Code] = due
	}
	return out, nil
}
