package notice

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/tenant"
	"github.com/doanket/doanket/core/unit"
)

// maxClimb is how many units above one without anybody are looked through.
const maxClimb = 3

// audience is who hears of a rung. digest says that they stand above who owes it,
// or lead the unit, so that all of a kind is told of together.
func (w *walk) audience(ctx context.Context, s *step) (people []string, digest bool, err error) {
	switch s.to {
	case tenant.ToOwner:
		people, digest, err = w.owners(ctx, s)
	case tenant.ToKeeper:
		if !slices.Contains(s.party, s.about.UnitID) {
			people, err = w.people(ctx, s, s.about.UnitID, w.does)
		}
	default:
		digest = true
		for _, unitID := range s.party {
			at := w.up(ctx, w.crowd.heir(ctx, unitID), s.rung.Up)
			found, failed := w.people(ctx, s, at, w.holds)
			if failed == nil && len(found) == 0 && s.to != tenant.ToHead {
				found, failed = w.neighbours(ctx, s, unitID)
			}
			people, err = append(people, found...), failed
			if err != nil {
				return nil, false, err
			}
		}
	}
	slices.Sort(people)
	people = slices.Compact(people)
	return slices.DeleteFunc(people, func(personID string) bool { return !w.hears(ctx, personID, s.about, s.owed != nil) }), digest, err
}

// hears reports whether the person may know of it: who may read the record, and of
// what is owed and not written yet also who may see the figure of the duty, whose
// lineage names the same units.
func (w *walk) hears(ctx context.Context, personID string, about *record.Record, owed bool) bool {
	return w.crowd.may(ctx, personID, "read", about) || owed && w.crowd.may(ctx, personID, "figure:read", figureAt(about))
}

func figureAt(r *record.Record) *record.Record {
	return &record.Record{Kind: "core.figure", UnitID: r.UnitID, UnitPath: r.UnitPath, Branch: r.Branch}
}

// neighbours are those who hold the rung's role at another body of the unit's place,
// of whichever branch, or of as many places above as the rung says; where nobody
// does, at the nearest place above that has somebody. What a Party committee owes the
// Front is heard by the Front's standing board there.
func (w *walk) neighbours(ctx context.Context, s *step, unitID string) ([]string, error) {
	at := w.placeOf(ctx, w.crowd.heir(ctx, unitID))
	for n := s.rung.Up; n > 0 && at != nil; n-- {
		at = w.placeOf(ctx, at.ParentID)
	}
	for n := 0; at != nil && n <= maxClimb; n++ {
		bodies, err := w.bodies(ctx, at.ID)
		if err != nil {
			return nil, err
		}
		if err := w.crowd.gather(ctx, bodies); err != nil {
			return nil, err
		}
		var found []string
		for _, bodyID := range bodies {
			here, err := w.people(ctx, s, bodyID, w.holds)
			if err != nil {
				return nil, err
			}
			found = append(found, here...)
		}
		if len(found) > 0 || at.ParentID == "" {
			return found, nil
		}
		at = w.placeOf(ctx, at.ParentID)
	}
	return nil, nil
}

// placeOf is the place a unit stands in: itself, if it is one. A unit whose way up
// meets none stands in no place.
func (w *walk) placeOf(ctx context.Context, unitID string) *unit.Unit {
	for unitID != "" {
		u, err := w.deps.Tree.Get(ctx, unitID)
		if err != nil || u.Branch == unit.BranchPlace {
			return u
		}
		unitID = u.ParentID
	}
	return nil
}

// bodies are the open bodies of a place and their parts, and not those of the places
// below it.
func (w *walk) bodies(ctx context.Context, placeID string) ([]string, error) {
	if known, ok := w.within[placeID]; ok {
		return known, nil
	}
	out := []string{placeID}
	for n := 0; n < len(out); n++ {
		page, err := w.deps.Tree.List(ctx, unit.Filter{Parent: out[n], Open: true})
		if err != nil {
			return nil, err
		}
		for _, u := range page.Items {
			if u.Branch != unit.BranchPlace {
				out = append(out, u.ID)
			}
		}
	}
	w.within[placeID] = out
	return out, nil
}

// owners are those who can do what is owed at the units that owe it, or at the
// nearest one above that has somebody who can: they serve those below together.
func (w *walk) owners(ctx context.Context, s *step) (people []string, digest bool, err error) {
	for _, unitID := range s.party {
		at := w.up(ctx, w.crowd.heir(ctx, unitID), s.rung.Up)
		digest = digest || s.rung.Up > 0
		for n := 0; at != "" && n <= maxClimb; n++ {
			found, err := w.people(ctx, s, at, w.does)
			if err != nil {
				return nil, false, err
			}
			if len(found) > 0 {
				people, digest = append(people, found...), digest || n > 0
				break
			}
			at = w.up(ctx, at, 1)
		}
	}
	return people, digest, nil
}

// people are those at a unit for whom fit is so.
func (w *walk) people(ctx context.Context, s *step, unitID string, fit func(ctx context.Context, s *step, personID, role string) bool) ([]string, error) {
	unitID = w.crowd.heir(ctx, unitID)
	if unitID == "" {
		return nil, nil
	}
	if err := w.crowd.gather(ctx, []string{unitID}); err != nil {
		return nil, err
	}
	var out []string
	for _, p := range w.crowd.posts[unitID] {
		if !slices.Contains(out, p.PersonID) && fit(ctx, s, p.PersonID, p.Role) {
			out = append(out, p.PersonID)
		}
	}
	return out, nil
}

// does reports whether the person can do what is owed.
func (w *walk) does(ctx context.Context, s *step, personID, _ string) bool {
	if s.action != "" {
		return w.crowd.may(ctx, personID, s.action, s.about)
	}
	return w.crowd.moves(ctx, personID, s.about)
}

// holds reports whether the role is one the rung names.
func (w *walk) holds(_ context.Context, s *step, _, role string) bool {
	if s.to == tenant.ToHead {
		return slices.Contains(w.settings.HeadRoles(), role)
	}
	return s.to == role
}

// up is the unit so many above another in its branch, "" where there is none.
func (w *walk) up(ctx context.Context, unitID string, n int) string {
	for ; n > 0 && unitID != ""; n-- {
		above, known := w.over[unitID]
		if !known {
			above = w.superior(ctx, unitID)
			w.over[unitID] = above
		}
		unitID = above
	}
	return unitID
}

// superior is the body directly above a unit in its branch: the one it is part of,
// or, of a body of a place, the body of its branch at the next place above that has
// one, of its own kind where there are several. Of a place it is the place above.
// What the people choose has nobody above in its branch: the Front committee of its
// place guides it.
func (w *walk) superior(ctx context.Context, unitID string) string {
	u, err := w.deps.Tree.Get(ctx, unitID)
	if err != nil || u.ParentID == "" {
		return ""
	}
	parent, err := w.deps.Tree.Get(ctx, u.ParentID)
	if err != nil {
		return ""
	}
	if parent.Branch == u.Branch {
		return parent.ID
	}
	if u.Branch == unit.BranchCommunity {
		return w.body(ctx, parent, unit.BranchFront, "")
	}
	if parent, err = w.deps.Tree.Get(ctx, parent.ParentID); err != nil {
		return ""
	}
	return w.body(ctx, parent, u.Branch, u.Kind)
}

// body is the body of a branch at a place, or at the nearest place above that has
// one; of several the one of the kind, else the first. "" where there is none.
func (w *walk) body(ctx context.Context, place *unit.Unit, branch, kind string) string {
	for {
		bodies, err := w.deps.Tree.List(ctx, unit.Filter{Parent: place.ID, Open: true})
		if err != nil && !fault.Is(err, fault.NotFound) {
			return ""
		}
		same := slices.DeleteFunc(bodies.Items, func(b unit.Unit) bool { return b.Branch != branch })
		if i := slices.IndexFunc(same, func(b unit.Unit) bool { return b.Kind == kind }); i >= 0 {
			return same[i].ID
		}
		if len(same) > 0 {
			return same[0].ID
		}
		if place.ParentID == "" {
			return ""
		}
		if place, err = w.deps.Tree.Get(ctx, place.ParentID); err != nil {
			return ""
		}
	}
}
