package access

import (
	"slices"
	"strings"

	"github.com/doanket/doanket/core/unit"
)

// Reach says how far a permission goes from the unit of the post.
type Reach string

// The reaches. A draft is visible in its own unit only, so no reach but from
// the very unit ever gets at one.
const (
	Own              Reach = "own"               // of this unit
	Subtree          Reach = "subtree"           // of this unit and all below
	Addressed        Reach = "addressed"         // sent to this unit
	AddressedSubtree Reach = "addressed_subtree" // sent to this unit or one below
)

// mask is a set of reaches.
type mask uint8

const (
	ownBit mask = 1 << iota
	subtreeBit
	addressedBit
	addressedSubtreeBit
)

var bits = map[Reach]mask{Own: ownBit, Subtree: subtreeBit, Addressed: addressedBit, AddressedSubtree: addressedSubtreeBit}

// reaches is the one rule of how far: both Casbin and the compiled form ask it.
func (m mask) reaches(at string, o Object) bool {
	if at == "" {
		return false
	}
	if o.UnitPath == at && m&(ownBit|subtreeBit) != 0 {
		return true
	}
	if o.Draft {
		return false
	}
	return m&subtreeBit != 0 && unit.Under(o.UnitPath, at) ||
		m&addressedBit != 0 && o.ToPath == at ||
		m&addressedSubtreeBit != 0 && unit.Under(o.ToPath, at)
}

// covers reports whether a pattern fits: "*" everything, "demo.*" and "do:*"
// what begins so, else the very word.
func covers(pattern, value string) bool {
	if head, ok := strings.CutSuffix(pattern, "*"); ok {
		return strings.HasPrefix(value, head)
	}
	return pattern == value
}

// allows reports whether a token's list lets the action through.
func allows(list []string, action string) bool {
	return slices.ContainsFunc(list, func(pattern string) bool { return covers(pattern, action) })
}

// affair reports whether the action is the province's own business rather than
// work on a record: everyone may know that it exists.
func affair(action string, o Object) bool {
	return o.Kind == "" || strings.HasPrefix(action, "admin:") || strings.HasPrefix(action, "audit:") || strings.HasPrefix(action, "figure:")
}
