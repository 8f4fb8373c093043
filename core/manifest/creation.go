package manifest

// Creation is a record a step makes in its own transaction, or one for each row
// of a list, or each of several units. A row makes its record once, however often the step is taken.
type Creation struct {
	Kind   string            `json:"kind" yaml:"kind"`               // full name
	State  string            `json:"state" yaml:"state"`             // the new record begins in
	Each   string            `json:"each,omitempty" yaml:"each"`     // list or units field: a record for each row, or unit, which expressions see as row
	When   string            `json:"when,omitempty" yaml:"when"`     // CEL: made only if true
	Unit   string            `json:"unit,omitempty" yaml:"unit"`     // CEL: id of the unit that keeps it; the record's own when empty
	Fields map[string]string `json:"fields,omitempty" yaml:"fields"` // its field → CEL
}

// Entry is the step that leads from the kind's draft straight to a state, nil if
// there is none: a record made in that state takes its number and its addressee.
func (l *Lifecycle) Entry(state string) *Transition {
	for _, t := range l.From(l.Initial) {
		if t.To == state {
			return t
		}
	}
	return nil
}
