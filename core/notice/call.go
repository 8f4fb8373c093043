package notice

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/manifest"
)

// Wanted says that something a unit is to do is missing there.
const Wanted = "wanted"

// Call tells the people of the units, in the caller's transaction, what is wanted there:
// of each unit those who are able to do it. The same cause is told once. It answers of
// how many units somebody was told, and how many people.
func (b *Box) Call(ctx context.Context, units []string, able func(ctx context.Context, unitID string) bool, cause string, said manifest.Text) (reached, people int, err error) {
	if len(units) == 0 {
		return 0, 0, nil
	}
	c, err := b.crowd(ctx)
	if err != nil {
		return 0, 0, err
	}
	if err := c.gather(ctx, units); err != nil {
		return 0, 0, err
	}
	var told []string
	for _, unitID := range units {
		before := len(told)
		already := false
		for _, p := range c.posts[unitID] {
			who := c.actor(ctx, p.PersonID)
			if who == nil || !able(identity.With(ctx, *who), unitID) {
				continue
			}
			if already = already || slices.Contains(told, p.PersonID); !slices.Contains(told, p.PersonID) {
				told = append(told, p.PersonID)
			}
		}
		if already || len(told) > before {
			reached++
		}
	}
	return reached, len(told), b.Say(ctx, Wanted, cause, said, told...)
}
