package access

import (
	"slices"
	"strings"

	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/unit"
)

// Reach says how far a permission goes from the unit of the post.
type Reach string

// The reaches. Those that go beyond the unit start at the place the unit belongs
// to: what lies below a committee is what lies below its commune. A draft is
// visible in its own unit and to its maker only, so no other reach ever gets at
// one.
const (
	Own              Reach = "own"               // of this unit
	Branch           Reach = "branch"            // of this unit and of its branch at and below its place
	Subtree          Reach = "subtree"           // of all units at and below its place
	Addressed        Reach = "addressed"         // sent to this unit
	AddressedSubtree Reach = "addressed_subtree" // sent to any unit at or below its place
)

// Reaches lists them, nearest first.
func Reaches() []Reach { return []Reach{Own, Branch, Subtree, Addressed, AddressedSubtree} }

// seat is where a post reaches from.
type seat struct {
	at, place, branch string
	former            []string // units that ended into this one: theirs is its own
}

func seatOf(p *identity.Post) seat { return seat{p.UnitPath, p.PlacePath, p.Branch, p.Former} }

// own reports whether the path is that of the unit, or of one it took over.
func (s seat) own(path string) bool { return path == s.at || slices.Contains(s.former, path) }

// mask is a set of reaches.
type mask uint8

const (
	ownBit mask = 1 << iota
	branchBit
	subtreeBit
	addressedBit
	addressedSubtreeBit
)

var bits = map[Reach]mask{Own: ownBit, Branch: branchBit, Subtree: subtreeBit, Addressed: addressedBit, AddressedSubtree: addressedSubtreeBit}

// reaches is the one rule of how far: both Casbin and the compiled form ask it.
// maker says that the actor made the object.
func (m mask) reaches(s seat, o Object, maker bool) bool {
	if s.at == "" {
		return false
	}
	if m&(ownBit|branchBit|subtreeBit) != 0 && s.own(o.UnitPath) {
		return true
	}
	if (!o.Draft || maker) && unit.Under(o.UnitPath, s.place) && (m&subtreeBit != 0 || m&branchBit != 0 && o.Branch == s.branch) {
		return true
	}
	return !o.Draft && (m.isSentTo(s, o.ToPath) || slices.ContainsFunc(o.Sent, func(path string) bool { return m.isSentTo(s, path) }))
}

// isSentTo reports whether the reaches take in what was sent to the unit at the path.
func (m mask) isSentTo(s seat, path string) bool {
	return m&addressedBit != 0 && s.own(path) || m&addressedSubtreeBit != 0 && unit.Under(path, s.place)
}

// made reports whether the actor made the object.
func made(a *identity.Actor, o Object) bool { return o.CreatedBy != "" && o.CreatedBy == a.PersonID }

// covers reports whether a pattern fits: "*" everything, "demo.*" and "do:*"
// what begins so, "attach" every slot, else the very word.
func covers(pattern, value string) bool {
	if head, ok := strings.CutSuffix(pattern, "*"); ok {
		return strings.HasPrefix(value, head)
	}
	return pattern == value || pattern == Attach && strings.HasPrefix(value, Attach+":")
}

// allows reports whether a token's list lets the action through.
func allows(list []string, action string) bool {
	return slices.ContainsFunc(list, func(pattern string) bool { return covers(pattern, action) })
}

// affair reports whether the action is on no record: the province's own business,
// or making one at a unit. Everyone may know what it is about.
func affair(action string, o Object) bool {
	return o.Kind == "" || action == Create || strings.HasPrefix(action, "admin:") || strings.HasPrefix(action, "audit:") || strings.HasPrefix(action, "figure:") || strings.HasPrefix(action, "report:")
}
