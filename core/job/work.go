package job

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
)

// patience bounds a look into a province and the settling of a job, so that a
// province whose database is away cannot hold a worker for long.
const patience = 10 * time.Second

// work is one worker: run what is claimed, else look for more.
func (q *Queue) work(look, run context.Context, d *desk) {
	for {
		p, r := d.next(look)
		switch {
		case p == nil:
			return
		case r == nil:
			q.look(look, d, p)
		default:
			if err := q.run(within(p.ctx, run), d, p, r); err != nil {
				q.options.Log.Warn("job failed", "province", p.slug, "kind", r.Kind, "job", r.ID, "try", r.Tries, "error", err)
			}
		}
	}
}

// look claims jobs of the province.
func (q *Queue) look(look context.Context, d *desk, p *place) {
	ctx, cancel := context.WithTimeout(within(p.ctx, look), patience)
	defer cancel()
	claimed, due, err := q.find(ctx, d, p)
	if err != nil {
		due = time.Time{}
		if look.Err() == nil {
			q.options.Log.Warn("look for jobs", "province", p.slug, "error", err)
		}
	}
	d.seen(p, claimed, due)
}

// find deletes what is done and claims what is due, in one transaction; when
// there is nothing to do it only reads.
func (q *Queue) find(ctx context.Context, d *desk, p *place) ([]*row, time.Time, error) {
	if err := q.keepSchedules(ctx, d, p); err != nil {
		return nil, time.Time{}, err
	}
	waiting, err := heads(ctx, d.kinds)
	if err != nil {
		return nil, time.Time{}, err
	}
	now := db.Now(ctx)
	o := order{lease: q.options.Lease}
	var next time.Time
	for _, h := range waiting {
		if wait := h.DueAt.Sub(now); wait <= 0 {
			o.kinds = append(o.kinds, h.Kind)
		} else if next.IsZero() {
			next = time.Now().Add(wait)
		}
	}
	l := d.look(p)
	o.size, o.last = l.size, l.last
	if len(o.kinds)+len(l.done) == 0 {
		return nil, next, nil
	}
	claimed, err := claim(ctx, l.done, o)
	if err != nil {
		d.undone(p, l.done)
	}
	return claimed, next, err
}

// run does one leased job. That it is done is settled with the next look; the
// rest must be settled even when ctx was cancelled.
func (q *Queue) run(ctx context.Context, d *desk, p *place, r *row) error {
	err := q.attempt(ctx, d, p, r)
	if err == nil {
		d.ended(p, r, true)
		return nil
	}
	settle, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if ctx.Err() != nil {
		err = errors.Join(err, release(settle, []*row{r}))
	} else {
		err = errors.Join(fmt.Errorf("job %s: %w", r.Kind, err), fail(settle, r, err))
	}
	d.ended(p, r, false)
	return err
}

// attempt calls the worker. Losing the lease cancels it, since another process
// runs the job by then.
func (q *Queue) attempt(ctx context.Context, d *desk, p *place, r *row) (err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	d.started(p, r, cancel)
	defer func() {
		if p := recover(); p != nil {
			err = fault.New(fault.Internal, "job.panic", fault.Cause(fmt.Errorf("%v\n%s", p, debug.Stack())))
		}
	}()
	return q.workers[r.Kind](ctx, r.job())
}

// keep looks after what the workers hold until ctx ends: leases are extended,
// claimed jobs that do not get their turn are given to other processes, and
// what is done is deleted though no look comes by.
func (q *Queue) keep(ctx context.Context, d *desk) {
	tick := time.NewTicker(min(q.options.Lease/3, time.Second))
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for _, p := range d.busy() {
			if h := d.tend(p, q.options.Lease/3); h != nil {
				q.running.Go(func() { q.tend(ctx, d, p, h) })
			}
		}
	}
}

func (q *Queue) tend(ctx context.Context, d *desk, p *place, h *handful) {
	defer d.tended(p)
	ctx, cancel := context.WithTimeout(within(p.ctx, ctx), patience)
	defer cancel()
	err := errors.Join(finish(ctx, h.done), release(ctx, h.claimed))
	if len(h.active) > 0 {
		held, holdErr := hold(ctx, h.active, q.options.Lease)
		if err = errors.Join(err, holdErr); holdErr == nil {
			d.lost(p, slices.DeleteFunc(h.active, func(r *row) bool { return slices.Contains(held, r.ID) }))
		}
	}
	if err != nil && ctx.Err() == nil {
		q.options.Log.Warn("keep jobs", "province", p.slug, "error", err)
	}
}

// giveBack settles what was claimed or done and will not be looked at again.
func (q *Queue) giveBack(d *desk) {
	for _, p := range d.busy() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(p.ctx), patience)
		h := d.clear(p)
		if err := errors.Join(finish(ctx, h.done), release(ctx, h.claimed)); err != nil {
			q.options.Log.Warn("give jobs back", "province", p.slug, "error", err)
		}
		cancel()
	}
}

// within is the values of province with the end of life of work.
func within(province, work context.Context) context.Context { return merge{work, province} }

type merge struct {
	context.Context
	values context.Context
}

// Value looks into the province first.
func (m merge) Value(key any) any {
	if v := m.values.Value(key); v != nil {
		return v
	}
	return m.Context.Value(key)
}
