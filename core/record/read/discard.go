package read

import (
	"context"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/record/row"
)

// MayDiscard refuses to throw a draft away. The right to update it suffices, or that
// to discard alone; while whoever made it may still write it, it is theirs, or of who
// stands in for them. Faults: those of Guard.Check; Forbidden draft_of_another.
func (r *Reader) MayDiscard(ctx context.Context, rec *row.Record) error {
	err := r.guard.Check(ctx, access.Update, rec.Object())
	if err != nil && !r.guard.Can(ctx, "discard", rec.Object()) {
		return err
	}
	a, err := identity.From(ctx)
	if err != nil || a.System != "" || a.PersonID == rec.CreatedBy || !rec.Draft || r.people == nil {
		return err
	}
	for _, p := range a.Posts {
		if p.DelegatedBy != "" && p.DelegatedBy == rec.CreatedBy {
			return nil
		}
	}
	maker, err := r.people.ActorOf(ctx, rec.CreatedBy)
	if err != nil || !r.guard.Can(identity.With(ctx, maker), access.Update, rec.Object()) {
		return nil //nolint:nilerr // a job made it, or somebody who works here no more
	}
	return fault.New(fault.Forbidden, "draft_of_another")
}
