package unit

import "context"

// Relations of a unit to another one, by the place each belongs to. All but Line
// are those of posts' reaches.
const (
	InPlace   = "place"   // a body of the very place
	InBranch  = "branch"  // of its branch, at its place or below
	InSubtree = "subtree" // at its place or below
	InLine    = "line"    // at its place, below it, or at a place above
)

// Related reports whether a unit stands in the relation to another.
func (t *Tree) Related(ctx context.Context, relation, to, unitID string) (bool, error) {
	f, err := t.memory.forest(ctx)
	if err != nil {
		return false, err
	}
	v := f.view(viewKey{})
	u, err := v.find(unitID)
	if err != nil {
		return false, err
	}
	return v.related(relation, to, u), nil
}

func (v *view) related(relation, to string, u *Unit) bool {
	of, err := v.find(to)
	if err != nil {
		return false
	}
	below := Under(u.Path, v.placePath(of))
	switch relation {
	case InPlace:
		return u.PlaceID == of.PlaceID
	case InBranch:
		return below && u.Branch == of.Branch
	case InSubtree:
		return below
	case InLine:
		return below || Under(of.Path, v.placePath(u))
	}
	return false
}

// placePath is where the place of a unit lies, the unit itself where its place is
// not of the tree.
func (v *view) placePath(u *Unit) string {
	if i, ok := v.at[u.PlaceID]; ok {
		return v.items[i].Path
	}
	return u.Path
}
