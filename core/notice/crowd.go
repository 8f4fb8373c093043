package notice

import (
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/record"
)

// crowd is who holds a post at some units, read once for all that is told of.
type crowd struct {
	box    *Box
	posts  map[string][]identity.Post // by unit; "" is everywhere
	actors map[string]*identity.Actor // by person; nil for who is not there
	heirs  map[string]string          // by unit: who stands for it today
}

// crowd reads the posts at the units and the addressees of the records.
func (b *Box) crowd(ctx context.Context, records ...*record.Record) (*crowd, error) {
	c := &crowd{box: b, posts: map[string][]identity.Post{}, actors: map[string]*identity.Actor{}, heirs: map[string]string{}}
	units := []string{}
	for _, r := range records {
		units = append(units, c.heir(ctx, r.UnitID))
		for _, unitID := range addressees(r) {
			units = append(units, c.heir(ctx, unitID))
		}
	}
	return c, c.gather(ctx, units)
}

// gather reads the posts at units nobody was looked for yet.
func (c *crowd) gather(ctx context.Context, units []string) error {
	fresh := slices.DeleteFunc(slices.Clone(units), func(unitID string) bool { _, known := c.posts[unitID]; return known })
	if len(fresh) == 0 {
		return nil
	}
	posts, err := c.box.deps.People.PostsAt(ctx, fresh)
	if err != nil {
		return fmt.Errorf("find who is at the units: %w", err)
	}
	for _, unitID := range append(fresh, "") {
		c.posts[unitID] = nil
	}
	for _, p := range posts {
		c.posts[p.UnitID] = append(c.posts[p.UnitID], p)
	}
	return nil
}

// maxHeirs bounds the way from a unit that ended to the one that stands for it.
const maxHeirs = 20

// heir is the unit that stands for one today: itself, or, where it ended, who
// took it over.
func (c *crowd) heir(ctx context.Context, unitID string) string {
	if known, ok := c.heirs[unitID]; ok {
		return known
	}
	at := unitID
	for range maxHeirs {
		u, err := c.box.deps.Tree.Get(ctx, at)
		if err != nil || u.Open() || len(u.Successors) == 0 {
			break
		}
		at = u.Successors[0]
		if slices.Contains(u.Successors, u.ParentID) {
			at = u.ParentID // of several heirs the one it was moved under took it over
		}
	}
	c.heirs[unitID] = at
	return at
}

// at are the posts that concern the record.
func (c *crowd) at(ctx context.Context, r *record.Record) []identity.Post {
	out := append([]identity.Post{}, c.posts[""]...)
	seen := []string{""}
	for _, unitID := range append([]string{r.UnitID}, addressees(r)...) {
		if unitID = c.heir(ctx, unitID); !slices.Contains(seen, unitID) {
			seen, out = append(seen, unitID), append(out, c.posts[unitID]...)
		}
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

// actor is the person as who may do things, nil for who is not there.
func (c *crowd) actor(ctx context.Context, personID string) *identity.Actor {
	who, known := c.actors[personID]
	if !known {
		if found, err := c.box.deps.People.ActorOf(ctx, personID); err == nil {
			who = &found
		}
		c.actors[personID] = who
	}
	return who
}

// may reports whether the person is there and may do the action to the record.
func (c *crowd) may(ctx context.Context, personID, action string, r *record.Record) bool {
	who := c.actor(ctx, personID)
	return who != nil && c.box.deps.May(identity.With(ctx, *who), action, r)
}

// moves reports whether the person may take one of the steps that leave the
// record's state.
func (c *crowd) moves(ctx context.Context, personID string, r *record.Record) bool {
	kind, err := c.box.deps.Kinds.Of(ctx, r.Kind)
	if err != nil {
		return false // its module is gone: nobody can
	}
	for _, t := range kind.Lifecycle.From(r.State) {
		if c.may(ctx, personID, "do:"+t.Name, r) {
			return true
		}
	}
	return false
}
