package unit

import "slices"

// The branches a kind of units belongs to. Places are territory; all others are
// bodies, which stand under a place.
const (
	BranchPlace        = "place"        // province, commune, residential area
	BranchFront        = "front"        // Fatherland Front: committees, boards of residential areas
	BranchParty        = "party"        // Party committees, their boards, cells
	BranchGovernment   = "government"   // People's Committees and departments
	BranchCouncil      = "council"      // People's Councils
	BranchOrganisation = "organisation" // member organisations of the Front
	BranchCommunity    = "community"    // boards the people choose: inspection, public investment
)

// Branches lists them in the order screens show them.
func Branches() []string {
	return []string{BranchPlace, BranchFront, BranchParty, BranchGovernment, BranchCouncil, BranchOrganisation, BranchCommunity}
}

// branchOf is the branch of a kind. Before a province has listed its kinds, all
// its units are places.
func (f *forest) branchOf(kind string) string {
	i := slices.IndexFunc(f.kinds, func(k Kind) bool { return k.Code == kind })
	if i < 0 {
		return BranchPlace
	}
	return f.kinds[i].Branch
}

// placeOf is the place a unit belongs to: itself, or the nearest one above.
func (f *forest) placeOf(n *node) *node {
	for at := n; at != nil; at = f.nodes[at.ParentID] {
		if f.branchOf(at.Kind) == BranchPlace {
			return at
		}
	}
	return n // a body at the top, from before the province listed its kinds
}
