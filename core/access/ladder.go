package access

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/unit"
)

// Give is the action of giving or taking the role: a permission for it lets an
// administrator of people fill posts whose work they do not do themselves.
func Give(role string) string { return "give:" + role }

// Beyond is a permission of the post that the actor could not hold under the same
// reach, nil when there is none: nobody gives or takes it. An actor could hold what
// they hold by posts of their own, nothing that is lent to them; for somebody else
// also what a permission to give the role lets out of their hands. Drafts make no
// difference between two reaches.
func (g *Guard) Beyond(ctx context.Context, post identity.Post) (*Permission, error) {
	a, err := identity.From(ctx)
	if err != nil || a.System != "" {
		return nil, err
	}
	p, err := g.policies.Get(ctx)
	if err != nil {
		return nil, err
	}
	a.Posts = slices.DeleteFunc(slices.Clone(a.Posts), func(p identity.Post) bool { return p.Delegates != "" })
	perms := p.roles[post.Role]
	if a.PersonID != post.PersonID && p.gives(&a, post, perms) {
		return nil, nil //nolint:nilnil // nothing is beyond the actor
	}
	for i := range perms {
		if !p.couldHold(&a, perms[i], seatOf(&post)) {
			return &perms[i], nil
		}
	}
	return nil, nil //nolint:nilnil // nothing is beyond the actor
}

// gives reports whether the actor may give the role as far as it reaches: at its
// unit, and at the whole place where one of its permissions goes beyond the unit.
func (p *policy) gives(a *identity.Actor, post identity.Post, perms []Permission) bool {
	if !p.may(a, Give(post.Role), Object{UnitPath: post.UnitPath, Branch: post.Branch}) {
		return false
	}
	near := !slices.ContainsFunc(perms, func(w Permission) bool { return w.Reach != Own && w.Reach != Addressed })
	return near || p.may(a, Give(post.Role), Object{UnitPath: post.PlacePath, Branch: unit.BranchPlace})
}

// couldHold reports whether one of the actor's own permissions takes in the wanted
// one at that seat.
func (p *policy) couldHold(a *identity.Actor, want Permission, at seat) bool {
	if !speaks(a, want.Action) {
		return false
	}
	for i := range a.Posts {
		for _, held := range p.roles[a.Posts[i].Role] {
			if covers(held.Kind, want.Kind) && covers(held.Action, want.Action) && bits[held.Reach].takesIn(seatOf(&a.Posts[i]), want.Reach, at) {
				return true
			}
		}
	}
	return false
}

// takesIn reports whether all that the reach gets at from the other seat lies within
// what the mask gets at from its own.
func (m mask) takesIn(s seat, reach Reach, other seat) bool {
	wide := s.at != "" && unit.Under(other.place, s.place)
	switch reach {
	case Own:
		return m.reaches(s, Object{UnitPath: other.at, Branch: other.branch}, true)
	case Branch:
		return wide && (m&subtreeBit != 0 || m&branchBit != 0 && s.branch == other.branch)
	case Subtree:
		return wide && m&subtreeBit != 0
	case Addressed:
		return s.at != "" && m.isSentTo(s, other.at)
	case AddressedSubtree:
		return wide && m&addressedSubtreeBit != 0
	}
	return false
}

// Permitting lists the roles that permit the action on anything, however far.
func (g *Guard) Permitting(ctx context.Context, action string) ([]string, error) {
	p, err := g.policies.Get(ctx)
	if err != nil {
		return nil, err
	}
	var out []string
	for role, perms := range p.roles {
		if slices.ContainsFunc(perms, func(perm Permission) bool { return covers(perm.Action, action) }) {
			out = append(out, role)
		}
	}
	slices.Sort(out)
	return out, nil
}
