package installation

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
)

// forever is the day through which a province is administered whose administrator's
// post has no end.
var forever = calendar.NewDate(9999, 12, 31)

// Administered runs fn in a transaction and undoes it when the province would lose
// its last administrator by it, at once or on a coming day. Fault: Conflict
// person.last_administrator.
func (i *Installation) Administered(ctx context.Context, fn func(ctx context.Context) error) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		if err := db.Lock(ctx, "administrators"); err != nil { // two who take each other's post
			return err
		}
		before, err := i.administeredUntil(ctx)
		if err != nil {
			return err
		}
		if err := fn(ctx); err != nil {
			return err
		}
		after, err := i.administeredUntil(ctx)
		if err == nil && after.Before(before) {
			err = fault.New(fault.Conflict, "person.last_administrator")
		}
		return err
	})
}

// administeredUntil is the day up to which, from today on without a gap, somebody
// administers the people of the whole province; yesterday where nobody does today.
func (i *Installation) administeredUntil(ctx context.Context) (calendar.Date, error) {
	until := calendar.Today(db.Now(ctx)).AddDays(-1)
	roles, err := i.Guard.Permitting(ctx, access.AdminPeople)
	if err != nil {
		return until, err
	}
	posts, err := i.People.PostsIn(ctx, roles)
	if err != nil {
		return until, err
	}
	root, err := gate{i}.root(ctx)
	if err != nil {
		return until, err
	}
	slices.SortFunc(posts, func(a, b identity.Post) int { return b.From.DaysUntil(a.From) })
	for _, p := range posts {
		alone := identity.With(ctx, identity.Actor{PersonID: p.PersonID, Posts: []identity.Post{p}})
		if p.From.After(until.AddDays(1)) || !i.Guard.Can(alone, access.AdminPeople, access.Object{UnitPath: root}) {
			continue
		}
		if p.To.IsZero() {
			return forever, nil
		}
		if p.To.After(until) {
			until = p.To
		}
	}
	return until, nil
}
