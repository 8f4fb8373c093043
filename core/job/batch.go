package job

import (
	"context"
	"maps"
	"slices"
	"time"
)

// How many jobs are claimed at once adapts: as many as are begun within about
// a quarter of a second, so that what is claimed here never waits for long.
const (
	firstBatch   = 16
	largestBatch = 256
	quickBatch   = 100 * time.Millisecond
	slowBatch    = 400 * time.Millisecond
)

// batch is what this process holds of a province's jobs. The desk's lock
// guards it.
type batch struct {
	claimed []*row                      // leased, not begun
	active  map[*row]context.CancelFunc // begun
	done    []*row                      // done, not yet deleted
	filled  time.Time                   // when claimed was filled last
	held    time.Time                   // when the leases were extended last
	size    int                         // how many to claim next
	last    bool                        // whether the last look let a last try go first
	asked   time.Time                   // a job will be due then, heard of while somebody was looking
	gone    bool                        // the province is no longer listed
	tending bool                        // its leases are being looked after
}

func newBatch() batch { return batch{active: map[*row]context.CancelFunc{}, size: firstBatch} }

func (b *batch) idle() bool { return len(b.claimed)+len(b.active)+len(b.done) == 0 }

// fill takes over what was claimed.
func (b *batch) fill(claimed []*row, now time.Time) {
	if len(claimed) == 0 {
		return
	}
	b.claimed = append(b.claimed, claimed...)
	b.filled, b.held = now, now
}

// begin takes the next claimed job, nil if there is none. When the last is
// taken the size of the next batch follows from how long that took.
func (b *batch) begin() *row {
	if len(b.claimed) == 0 {
		return nil
	}
	r := b.claimed[0]
	b.claimed = b.claimed[1:]
	b.active[r] = func() {}
	if len(b.claimed) == 0 {
		switch took := time.Since(b.filled); {
		case took < quickBatch:
			b.size = min(2*b.size, largestBatch)
		case took > slowBatch:
			b.size = max(b.size/2, 1)
		}
	}
	return r
}

func (b *batch) end(r *row, done bool) {
	delete(b.active, r)
	if done {
		b.done = append(b.done, r)
	}
}

func (b *batch) takeDone() []*row {
	done := b.done
	b.done = nil
	return done
}

func (b *batch) takeClaimed() []*row {
	claimed := b.claimed
	b.claimed = nil
	return claimed
}

func (d *desk) begin(p *place) *row {
	d.mu.Lock()
	defer d.mu.Unlock()
	return p.begin()
}

// started says how to stop a job that was begun.
func (d *desk) started(p *place, r *row, cancel context.CancelFunc) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p.active[r] = cancel
}

// undone takes back what could not be deleted.
func (d *desk) undone(p *place, done []*row) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p.done = append(p.done, done...)
}

// handful is what somebody must look after now.
type handful struct{ claimed, active, done []*row }

// tend takes what is done, and once in a while all that is leased: what was
// not begun by then waits behind long jobs. Nil when there is nothing to do.
func (d *desk) tend(p *place, every time.Duration) *handful {
	d.mu.Lock()
	defer d.mu.Unlock()
	if p.tending {
		return nil
	}
	h := &handful{done: p.takeDone()}
	if now := time.Now(); now.Sub(p.held) >= every {
		h.claimed, h.active = p.takeClaimed(), slices.Collect(maps.Keys(p.active))
		p.held = now
	}
	if len(h.done)+len(h.claimed)+len(h.active) == 0 {
		return nil
	}
	p.tending = true
	return h
}

// tended ends a tend; what was given back may be claimed again.
func (d *desk) tended(p *place) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p.tending = false
	p.wakeAt(time.Now())
	d.notify()
}

// lost stops the jobs whose leases were lost.
func (d *desk) lost(p *place, rows []*row) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, r := range rows {
		if cancel, active := p.active[r]; active {
			cancel()
		}
	}
}

// clear takes all that is not running.
func (d *desk) clear(p *place) *handful {
	d.mu.Lock()
	defer d.mu.Unlock()
	return &handful{done: p.takeDone(), claimed: p.takeClaimed()}
}
