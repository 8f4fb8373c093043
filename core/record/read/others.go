package read

import (
	"context"
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/identity"
	"github.com/doanket/doanket/core/record/row"
)

// waitsOnOthers reports whether the clock that runs on a record is owed by units
// that are neither the one that keeps it nor one of the actor's, nor one that ended
// into one of these: whatever the actor could do meanwhile, it is not their turn.
func (r *Reader) waitsOnOthers(ctx context.Context, rec *row.Record, today calendar.Date) bool {
	if rec.Clock == nil || len(rec.Clock.Party) == 0 || slices.Contains(rec.Clock.Party, rec.UnitID) {
		return false
	}
	if state := rec.Clock.StateOn(today); state != row.ClockRunning && state != row.ClockOverdue {
		return false
	}
	a, err := identity.From(ctx)
	if err != nil {
		return false
	}
	return !slices.ContainsFunc(rec.Clock.Party, func(unitID string) bool {
		return slices.ContainsFunc(a.Posts, func(p identity.Post) bool {
			if p.UnitID == unitID {
				return true
			}
			u, err := r.tree.Get(ctx, unitID)
			return err == nil && slices.Contains(p.Former, u.Path)
		})
	})
}
