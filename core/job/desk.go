package job

import (
	"context"
	"sync"
	"time"
)

// desk decides which province a free worker looks into next: the one that has
// been ready longest, so that a province with many jobs takes turns with the
// others. No province gets more than share workers at once.
type desk struct {
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
	ready    time.Time     // when to look next
	pause    time.Duration // grows while nothing is found
	looking  bool
	rung     bool // woken while somebody was looking
	running  int
	nextSlot time.Time // of the schedules
}

func newDesk(poll time.Duration, share int) *desk {
	return &desk{poll: poll, share: share, places: map[string]*place{}, changed: make(chan struct{})}
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
			known.ctx = p.Ctx
		} else {
			d.places[p.Slug] = &place{ctx: p.Ctx, slug: p.Slug, ready: time.Now(), pause: d.poll}
		}
	}
	for slug := range d.places {
		if !present[slug] {
			delete(d.places, slug)
		}
	}
	d.notify()
}

func (d *desk) wake(slug string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if p, ok := d.places[slug]; ok {
		p.pause, p.rung = d.poll, true
		if now := time.Now(); p.ready.After(now) {
			p.ready = now
		}
		d.notify()
	}
}

// next waits for a province to look into; nil when ctx ends. The caller must
// hand it back with seen.
func (d *desk) next(ctx context.Context) *place {
	for {
		p, wait, changed := d.pick()
		if ctx.Err() != nil {
			if p != nil {
				d.seen(p, false, time.Now())
			}
			return nil
		}
		if p != nil {
			return p
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

func (d *desk) pick() (*place, time.Duration, <-chan struct{}) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var first *place
	for _, p := range d.places {
		if !p.looking && p.running < d.share && (first == nil || p.ready.Before(first.ready)) {
			first = p
		}
	}
	if first == nil {
		return nil, d.poll, d.changed
	}
	if wait := time.Until(first.ready); wait > 0 {
		return nil, wait, d.changed
	}
	first.looking, first.rung = true, false
	return first, 0, nil
}

// seen hands a province back: whether a job was found, else when one will be
// due at the earliest (zero: unknown).
func (d *desk) seen(p *place, found bool, due time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := time.Now()
	p.looking = false
	switch {
	case found || p.rung:
		p.pause, p.ready = d.poll, now
	default:
		p.ready = now.Add(p.pause)
		p.pause = min(2*p.pause, longestPause)
	}
	if found {
		p.running++
	}
	for _, t := range []time.Time{due, p.nextSlot} {
		if !t.IsZero() && t.Before(p.ready) {
			p.ready = t
		}
	}
	d.notify()
}

// done says that a job of the province ended.
func (d *desk) done(p *place) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p.running--
	p.ready = time.Now()
	d.notify()
}
