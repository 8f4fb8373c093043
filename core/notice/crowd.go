package notice

import (
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/record"
)

// crowd is who holds a post where some records are, read once for all of them.
type crowd struct {
	posts  map[string][]identity.Post // by unit; "" is everywhere
	actors map[string]*identity.Actor // by person; nil for who is not there
}

// crowd reads the posts at the units and the addressees of the records.
func (b *Box) crowd(ctx context.Context, records ...*record.Record) (*crowd, error) {
	units := []string{}
	for _, r := range records {
		units = append(units, r.UnitID)
		units = append(units, addressees(r)...)
	}
	posts, err := b.deps.People.PostsAt(ctx, units)
	if err != nil {
		return nil, fmt.Errorf("find who is at the units: %w", err)
	}
	c := &crowd{posts: map[string][]identity.Post{}, actors: map[string]*identity.Actor{}}
	for _, p := range posts {
		c.posts[p.UnitID] = append(c.posts[p.UnitID], p)
	}
	return c, nil
}

// at are the posts that concern the record.
func (c *crowd) at(r *record.Record) []identity.Post {
	out := append([]identity.Post{}, c.posts[""]...)
	out = append(out, c.posts[r.UnitID]...)
	for _, unitID := range addressees(r) {
		out = append(out, c.posts[unitID]...)
	}
	return out
}

// addressees are the units the record was sent to, beside its own.
func addressees(r *record.Record) []string {
	out := slices.Clone(r.SentTo)
	if r.ToUnitID != "" && !slices.Contains(out, r.ToUnitID) {
		out = append(out, r.ToUnitID)
	}
	return slices.DeleteFunc(out, func(unitID string) bool { return unitID == r.UnitID })
}

// actor is the person as one who acts; false when there is no such person any
// more.
func (c *crowd) actor(ctx context.Context, b *Box, personID string) (identity.Actor, bool) {
	who, known := c.actors[personID]
	if !known {
		if found, err := b.deps.People.ActorOf(ctx, personID); err == nil {
			who = &found
		}
		c.actors[personID] = who
	}
	if who == nil {
		return identity.Actor{}, false
	}
	return *who, true
}
