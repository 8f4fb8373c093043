package job

import (
	"context"
	"slices"
	"time"
)

// Ring wakes the workers of a province as a commit does, and makes them look
// at the schedules again, since tests move the clock.
func Ring(slug string) {
	bells.Lock()
	for d := range bells.desks {
		d.mu.Lock()
		if p, ok := d.places[slug]; ok && !p.looking {
			p.nextSlot = p.nextSlot.AddDate(-1, 0, 0)
		}
		d.mu.Unlock()
	}
	for d := range bells.desks {
		d.wake(slug, 0)
	}
	bells.Unlock()
}

// LookAtSchedules is what a worker of q does before it claims: enqueue the
// slots that have come.
func LookAtSchedules(ctx context.Context, q *Queue) error {
	return q.keepSchedules(ctx, newDesk(slices.Concat(q.urgent, q.ordinary), time.Second, 1), &place{})
}
