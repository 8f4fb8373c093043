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
	Amount bool   // seen by what adds up: of a whole, those below carry parts
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

// Clash says why a target cannot be set beside those in force: its unit has the same, or
// a body beside it at the same place, whose name it gives: two would answer for one figure
// there.
func (s Goals) Clash(child Placed) (code, unit string) {
	for _, g := range s {
		switch {
		case g.Code != child.Code || g.Record == child.Record || g.Place != child.Place:
		case g.Unit.ID == child.Unit.ID:
			return "target_twice", g.Unit.Name
		default:
			return "target_beside", g.Unit.Name
		}
	}
	return "", ""
}

// Order is where a code stands among all.
func (s Goals) Order(code string) int {
	return slices.IndexFunc(s, func(g Placed) bool { return g.Code == code })
}

// Holds is the target of a code that holds at the unit of a path: the nearest one set
// at or above it that does not contradict what stands above; nil where none does. An
// amount holds where it was set: of a unit below that has set no part of it for itself, it
// asks no number.
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
		switch {
		case best == nil:
			best = g
		case g.Place == best.Place: // of a body beside, from before such were refused
		default:
			if _, code := Contradicts(g.Goal, best.Goal, !best.Amount); code == "" {
				best = g
			}
		}
	}
	if best != nil && best.Amount && best.Place != path && best.Number() != nil {
		unasked := *best
		unasked.Op, unasked.Value, unasked.Most = "none", 0, 0
		return &unasked
	}
	return best
}

// Parts is what units below took on of an amount.
type Parts struct {
	Asked float64 `json:"asked"` // of the whole
	Taken float64 `json:"taken"` // by those below, together
	Units int     `json:"units"` // that took a part
	Of    int     `json:"of"`
}

// Parts adds up what those of the paths took on of the amount that holds at a unit; nil of
// a share, and of what has no number. At most 300 is met by parts of 300 together, and by
// fewer; at least 300 by parts of 300 or more.
func (s Goals) Parts(code, path string, below []string) *Parts {
	whole := s.Holds(code, path)
	if whole == nil || !whole.Amount || whole.Number() == nil || len(below) == 0 {
		return nil
	}
	out := &Parts{Asked: whole.Value, Of: len(below)}
	for _, at := range below {
		if part := s.Holds(code, at); part.Number() != nil {
			out.Units, out.Taken = out.Units+1, out.Taken+part.Value
		}
	}
	return out
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
