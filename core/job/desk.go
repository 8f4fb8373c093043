package job

import (
	"context"
	"sync"
	"time"
)

// desk hands work to free workers: a job that is claimed already, else a
// province to look into. The province that has been ready longest comes first,
// so that one with many jobs takes turns with the others. No province gets
// more than share workers at once.
type desk struct {
	kinds []string // it deals in
	poll  time.Duration
	share int

	mu      sync.Mutex
	places  map[string]*place
	changed chan struct{} // closed and replaced at every change
}

// place is what the desk knows of one province.
type place struct {
	ctx      context.Context
	slug     string
	ready    time.Time     // when it wants a worker next
	pause    time.Duration // grows while nothing is found
	looking  bool
	rung     bool      // woken while somebody was looking
	nextSlot time.Time // of the schedules
	batch
}

func newDesk(kinds []string, poll time.Duration, share int) *desk {
	return &desk{kinds: kinds, poll: poll, share: share, places: map[string]*place{}, changed: make(chan struct{})}
}

// longestPause bounds how long a quiet province is left alone. Its own jobs
// and schedules are known; only other replicas' would wait so long.
const longestPause = 2 * time.Minute

func (d *desk) notify() {
	close(d.changed)
	d.changed = make(chan struct{})
}

// list takes over the provinces there are.
func (d *desk) list(provinces []ProvinceCtx) {
	d.mu.Lock()
	defer d.mu.Unlock()
	present := map[string]bool{}
	for _, p := range provinces {
		present[p.Slug] = true
		if known, ok := d.places[p.Slug]; ok {
			known.ctx, known.gone = p.Ctx, false
		} else {
			d.places[p.Slug] = newPlace(p, d.poll)
		}
	}
	for slug, p := range d.places {
		if !present[slug] {
			p.gone = true
			if p.idle() {
				delete(d.places, slug)
			}
		}
	}
	d.notify()
}

func newPlace(p ProvinceCtx, poll time.Duration) *place {
	return &place{ctx: p.Ctx, slug: p.Slug, ready: time.Now(), pause: poll, batch: newBatch()}
}

func (d *desk) wake(slug string, wait time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p, ok := d.places[slug]
	if !ok {
		return
	}
	p.pause = d.poll
	if wait <= 0 {
		p.rung = true
	}
	if at := time.Now().Add(max(wait, 0)); p.ready.After(at) || p.looking {
		p.wakeAt(at)
		d.notify()
	}
}

// wakeAt brings the next look forward, also past the one that is under way.
func (p *place) wakeAt(at time.Time) {
	if p.ready.After(at) {
		p.ready = at
	}
	if p.looking && (p.asked.IsZero() || p.asked.After(at)) {
		p.asked = at
	}
}

// next waits for a job to run, or for a province to look into (no job, then);
// no place when ctx ends. The caller must hand a job back with ended and a
// province with seen.
func (d *desk) next(ctx context.Context) (*place, *row) {
	for {
		p, r, wait, changed := d.pick(ctx)
		if p != nil || ctx.Err() != nil {
			return p, r
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-changed:
		case <-timer.C:
		}
		timer.Stop()
	}
}

func (d *desk) pick(ctx context.Context) (*place, *row, time.Duration, <-chan struct{}) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var first *place
	for _, p := range d.places {
		if p.wants(d.share) && (first == nil || p.ready.Before(first.ready)) {
			first = p
		}
	}
	if first == nil || ctx.Err() != nil {
		return nil, nil, d.poll, d.changed
	}
	if wait := time.Until(first.ready); wait > 0 {
		return nil, nil, wait, d.changed
	}
	if r := first.begin(); r != nil {
		first.ready = time.Now() // behind the others that are ready
		return first, r, 0, nil
	}
	first.looking, first.rung, first.asked = true, false, time.Time{}
	return first, nil, 0, nil
}

// wants reports whether a worker could do something for the province now.
func (p *place) wants(share int) bool {
	return len(p.active) < share && (len(p.claimed) > 0 || !p.looking && !p.gone)
}

// look is how the desk wants a province looked into.
type look struct {
	done []*row // to be deleted first
	size int    // jobs to claim
	last bool   // a job on its last try goes first
}

func (d *desk) look(p *place) look {
	d.mu.Lock()
	defer d.mu.Unlock()
	p.last = !p.last
	return look{done: p.takeDone(), size: p.size, last: p.last}
}

// seen hands a province back with what was claimed, else when a job will be
// due at the earliest (zero: unknown).
func (d *desk) seen(p *place, claimed []*row, due time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := time.Now()
	p.looking = false
	switch {
	case len(claimed) > 0 || len(p.done) > 0 || p.rung:
		p.pause, p.ready = d.poll, now
	default:
		p.ready = now.Add(p.pause)
		p.pause = min(2*p.pause, longestPause)
	}
	p.fill(claimed, now)
	for _, t := range []time.Time{due, p.nextSlot, p.asked} {
		if !t.IsZero() && t.Before(p.ready) {
			p.ready = t
		}
	}
	d.notify()
}

// ended hands a job back; what is done is deleted with the next look.
func (d *desk) ended(p *place, r *row, done bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p.end(r, done)
	p.ready = time.Now()
	d.notify()
}

// busy are the provinces of which this process holds jobs.
func (d *desk) busy() []*place {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []*place
	for _, p := range d.places {
		if !p.idle() {
			out = append(out, p)
		}
	}
	return out
}
