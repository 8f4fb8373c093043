package access

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/identity"
)

// StandIn is the post lent to the actor by which alone they may do the action to the
// object; nil where a post of their own lets them, or none does.
func (g *Guard) StandIn(ctx context.Context, action string, o Object) *identity.Post {
	a, err := identity.From(ctx)
	lent := func(p identity.Post) bool { return p.Delegates != "" }
	if err != nil || !slices.ContainsFunc(a.Posts, lent) {
		return nil
	}
	p, err := g.policies.Get(ctx)
	if err != nil {
		return nil
	}
	o.Branch = g.branch(ctx, o)
	own := a
	own.Posts = slices.DeleteFunc(slices.Clone(a.Posts), lent)
	if p.may(&own, action, o) {
		return nil
	}
	for i := range a.Posts {
		alone := a
		alone.Posts = a.Posts[i : i+1]
		if lent(a.Posts[i]) && p.may(&alone, action, o) {
			return &a.Posts[i]
		}
	}
	return nil
}
