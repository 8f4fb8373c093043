package target

import (
	"slices"
	"strings"

	"github.com/doanket/doanket/core/unit"
)

// Placed is a target in force with the place it was set at.
type Placed struct {
	Goal
	Record string
	Unit   unit.Unit
	Place  string // path of the place of its unit
}

// Goals are those in force, in the order of their codes.
type Goals []Placed

// At are those of a unit.
func (s Goals) At(unitID string) (out Goals) {
	for _, g := range s {
		if g.Unit.ID == unitID {
			out = append(out, g)
		}
	}
	return out
}

// Order is where a code stands among all.
func (s Goals) Order(code string) int {
	return slices.IndexFunc(s, func(g Placed) bool { return g.Code == code })
}

// Holds is the target of a code that holds at the unit of a path: the nearest one set
// at or above it that does not contradict what stands above; nil where none does.
func (s Goals) Holds(code, path string) *Placed {
	var chain []*Placed
	for i := range s {
		if g := &s[i]; g.Code == code && strings.HasPrefix(path, g.Place) {
			chain = append(chain, g)
		}
	}
	slices.SortStableFunc(chain, func(a, b *Placed) int { return len(a.Place) - len(b.Place) })
	var best *Placed
	for _, g := range chain {
		if best == nil {
			best = g
		} else if _, code := Contradicts(g.Goal, best.Goal, true); code == "" {
			best = g
		}
	}
	return best
}

// Above is the nearest target of the same code set at a place above; nil without one.
func (s Goals) Above(child Placed) *Placed {
	var best *Placed
	for i := range s {
		g := &s[i]
		if g.Code == child.Code && g.Unit.ID != child.Unit.ID && g.Place != child.Place && strings.HasPrefix(child.Place, g.Place) && (best == nil || len(g.Place) > len(best.Place)) {
			best = g
		}
	}
	return best
}
