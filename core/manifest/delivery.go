package manifest

import (
	"slices"
	"strings"
)

// Delivers reports whether some step sends records of the kind to other units.
func (k *Kind) Delivers() bool {
	return slices.ContainsFunc(k.Lifecycle.Transitions, func(t Transition) bool { return t.Deliver != "" })
}

// DeliversToMany reports whether some step sends a record to several units at once.
func (k *Kind) DeliversToMany() bool {
	return slices.ContainsFunc(k.Lifecycle.Transitions, func(t Transition) bool {
		f := k.Field(t.Deliver)
		return f != nil && f.Type == TypeUnits
	})
}

// Audiences of the reason of a step, of a field and of a slot once a record was
// sent: the side that keeps it alone, or both sides.
const (
	AudienceOwn  = "own"
	AudienceBoth = "both"
)

// Own reports whether only the side that keeps a record reads the field.
func (f *Field) Own() bool { return f.Audience == AudienceOwn }

// Own reports whether only the side that keeps a record sees what is in the slot.
func (s *Slot) Own() bool { return s.Audience == AudienceOwn }

// tells reports whether the reason of a step is for those the record was sent to
// as well: it says so, they take it or are told of it, or the record ends by it.
func (m *Manifest) tells(k *Kind, t *Transition) bool {
	if to := k.Lifecycle.State(t.To); t.Audience == AudienceBoth || to != nil && (to.Phase == PhaseDone || to.Phase == PhaseCancelled) {
		return true
	}
	return slices.ContainsFunc(slices.Concat(t.Roles, t.Notify), func(word string) bool {
		name, reach, own := strings.Cut(word, "@")
		if r := m.Role(name); !own && r != nil {
			reach = r.Reach
		}
		return reach == ReachAddressed || reach == ReachAddressedSubtree
	})
}

// Tells reports whether the reason of an act, as history names it, is for those
// the record was sent to as well.
func (m *Manifest) Tells(k *Kind, action string) bool {
	name, step := strings.CutPrefix(action, "do:")
	t := k.Lifecycle.Transition(name)
	return step && t != nil && m.tells(k, t)
}
