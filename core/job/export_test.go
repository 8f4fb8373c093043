package job

import (
	"context"
	"maps"
	"slices"
	"time"
)

// Ring wakes the workers of a province as a commit does, and makes them look
// at the schedules again, since tests move the clock.
func Ring(slug string) {
	bells.Lock()
	desks := slices.Collect(maps.Keys(bells.desks))
	bells.Unlock()
	for _, d := range desks {
		for !d.forgetSlot(slug) { // a look takes ten seconds at most
			time.Sleep(time.Millisecond)
		}
		d.wake(slug, 0)
	}
}

// forgetSlot makes the next look go through the schedules; it waits for one
// that is under way, which will write down the next slot by the old clock.
func (d *desk) forgetSlot(slug string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	p, ok := d.places[slug]
	if ok && !p.looking {
		p.nextSlot = time.Time{}
	}
	return !ok || !p.looking
}

// LookAtSchedules is what a worker of q does before it claims: enqueue the
// slots that have come.
func LookAtSchedules(ctx context.Context, q *Queue) error {
	return q.keepSchedules(ctx, newDesk(slices.Concat(q.urgent, q.ordinary), time.Second, 1), &place{})
}
