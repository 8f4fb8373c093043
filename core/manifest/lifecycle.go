package manifest

import "slices"

// Phases of a state, the same for every kind: lists, colours and Hôm nay go
// by them.
const (
	PhaseDraft     = "draft"
	PhaseActive    = "active"
	PhaseReturned  = "returned"
	PhaseDone      = "done"
	PhaseCancelled = "cancelled"
)

// Words of a transition.
const (
	DecideGo        = "go"       // the module's code decides it
	ToSame          = "same"     // it leaves the record in the state it was taken in
	VersionRequired = "required" // it rests on what its taker saw
)

// Lifecycle is the states of a kind and the ways between them.
type Lifecycle struct {
	Initial     string       `json:"initial" yaml:"initial"`
	States      []State      `json:"states" yaml:"states"`
	Transitions []Transition `json:"transitions" yaml:"transitions"`
}

// State is a place in a lifecycle.
type State struct {
	ID    string `json:"id" yaml:"id"`
	Label Text   `json:"label" yaml:"label"`
	Phase string `json:"phase" yaml:"phase" enum:"draft,active,returned,done,cancelled"`
	Tone  string `json:"tone,omitempty" yaml:"tone" enum:"neutral,info,good,warn,bad"` // neutral, info, good, warn, bad

	// What stays open to writing in an active or done state, beside the steps
	// that name it; an active state must say so, [] for nothing. Drafts and
	// returned records are open as a whole.
	Edit   []string `json:"edit,omitempty" yaml:"edit"`     // fields, or "list.cell" for cells of rows that stand
	Attach []string `json:"attach,omitempty" yaml:"attach"` // slots
}

// Open reports whether a record in the state is worked on as a whole: its draft
// and returned states.
func (s *State) Open() bool { return s.Phase == PhaseDraft || s.Phase == PhaseReturned }

// Transition is a verb that moves a record on.
type Transition struct {
	Name       string            `json:"name" yaml:"name"`
	Label      Text              `json:"label" yaml:"label"`
	Hint       Text              `json:"hint,omitzero" yaml:"hint"`
	From       []string          `json:"from" yaml:"from"`
	To         string            `json:"to" yaml:"to"`                                             // state, or same: the record stays where it is
	Roles      []string          `json:"roles" yaml:"roles"`                                       // module roles that may
	Require    []string          `json:"require,omitempty" yaml:"require"`                         // fields that must be filled
	Slots      []string          `json:"slots,omitempty" yaml:"slots"`                             // slots that must hold evidence
	Attach     []string          `json:"attach,omitempty" yaml:"attach"`                           // slots that may be filled for it
	Fields     []string          `json:"fields,omitempty" yaml:"fields"`                           // asked for in the dialog; "list.cell" for cells of rows that stand
	Version    string            `json:"version,omitempty" yaml:"version" enum:"required"`         // "required": whoever takes it must name the version they saw
	Decide     string            `json:"decide,omitempty" yaml:"decide"`                           // "" or "go"
	NotActorOf []string          `json:"not_actor_of,omitempty" yaml:"not_actor_of"`               // transitions, or "create"
	Reason     bool              `json:"reason,omitempty" yaml:"reason"`                           // a reason must be given
	Number     bool              `json:"number,omitempty" yaml:"number"`                           // takes a number from the book
	Deliver    string            `json:"deliver,omitempty" yaml:"deliver"`                         // field of a unit or of units: they become the addressees
	Audience   string            `json:"audience,omitempty" yaml:"audience" enum:"own,both"`       // who reads its reason once the record was sent: own (default) or both sides
	Set        map[string]string `json:"set,omitempty" yaml:"set"`                                 // field → CEL
	Tone       string            `json:"tone,omitempty" yaml:"tone" enum:"primary,neutral,danger"` // primary, neutral, danger
	When       string            `json:"when,omitempty" yaml:"when"`                               // CEL: offered only if true
	Creates    []Creation        `json:"creates,omitempty" yaml:"creates"`                         // records it makes
	Children   []ChildStep       `json:"children,omitempty" yaml:"children"`                       // what it does to the records below
	Undoubled  bool              `json:"undoubled,omitempty" yaml:"undoubled"`                     // waits until every overlap of the record, and of those below it, is decided
	Shred      bool              `json:"shred,omitempty" yaml:"shred"`                             // destroys the record's key: what is sealed in it can never be opened again
	Notify     []string          `json:"notify,omitempty" yaml:"notify"`                           // module roles told of it, at the record's unit and its addressee
	UndoneBy   string            `json:"undone_by,omitempty" yaml:"undone_by"`                     // transition that takes it back, asking for a reason at most: offered right after it
}

// Names reports whether the step lets a field change, or a cell of its rows when
// field is "list.cell".
func (t *Transition) Names(field string) bool {
	return slices.Contains(t.Fields, field) || slices.Contains(t.Require, field)
}

// Opens reports whether a slot may be filled for the step.
func (t *Transition) Opens(slot string) bool {
	return slices.Contains(t.Slots, slot) || slices.Contains(t.Attach, slot)
}

// Edits reports whether the state leaves a field, or "list.cell", open to edits.
func (s *State) Edits(field string) bool { return s.Open() || slices.Contains(s.Edit, field) }

// Takes reports whether the state leaves a slot open to evidence.
func (s *State) Takes(slot string) bool { return s.Open() || slices.Contains(s.Attach, slot) }

// NeedsVersion reports whether whoever takes the step must name the version they
// saw.
func (t *Transition) NeedsVersion() bool { return t.Version == VersionRequired }

// Stays reports whether the record stays in the state the step is taken in.
func (t *Transition) Stays() bool { return t.To == ToSame }

// Into is the state the step leads to from a state.
func (l *Lifecycle) Into(t *Transition, from string) *State {
	if t.Stays() {
		return l.State(from)
	}
	return l.State(t.To)
}

// NeedsGo reports whether the module's code decides the transition.
func (t *Transition) NeedsGo() bool { return t.Decide == DecideGo }

// State finds a state, nil if there is none.
func (l *Lifecycle) State(id string) *State {
	for i := range l.States {
		if l.States[i].ID == id {
			return &l.States[i]
		}
	}
	return nil
}

// Transition finds a transition by name, nil if there is none.
func (l *Lifecycle) Transition(name string) *Transition {
	for i := range l.Transitions {
		if l.Transitions[i].Name == name {
			return &l.Transitions[i]
		}
	}
	return nil
}

// SeparatedSteps are the steps of the kinds that nobody takes on their own work,
// as "module.kind.transition".
func (m *Manifest) SeparatedSteps() []string {
	var out []string
	for i := range m.Kinds {
		for _, t := range m.Kinds[i].Lifecycle.Transitions {
			if len(t.NotActorOf) > 0 {
				out = append(out, m.Kinds[i].FullName()+"."+t.Name)
			}
		}
	}
	return out
}

// From are the transitions that leave a state.
func (l *Lifecycle) From(state string) []*Transition {
	var out []*Transition
	for i := range l.Transitions {
		if slices.Contains(l.Transitions[i].From, state) {
			out = append(out, &l.Transitions[i])
		}
	}
	return out
}
