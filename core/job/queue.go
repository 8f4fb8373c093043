package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/robfig/cron/v3"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
)

// ProvinceCtx is a province and a context in it.
type ProvinceCtx struct {
	Slug string
	Ctx  context.Context
}

// Options size the queue.
type Options struct {
	Workers int           // at once over all provinces; 4 when zero
	Lease   time.Duration // a job not heard of this long is run again; 1 min when zero
	Poll    time.Duration // how soon a province is looked into again; grows while it is quiet; 2 s when zero
	Log     *slog.Logger
}

// Queue runs jobs of all provinces.
type Queue struct {
	options   Options
	workers   map[string]Worker
	kinds     []string
	schedules map[string]cron.Schedule

	mu      sync.Mutex
	started bool
	halt    context.CancelFunc // no new jobs
	abort   context.CancelFunc // running jobs too
	running sync.WaitGroup
}

// New makes a stopped Queue.
func New(o Options) *Queue {
	if o.Workers <= 0 {
		o.Workers = 4
	}
	if o.Lease <= 0 {
		o.Lease = time.Minute
	}
	if o.Poll <= 0 {
		o.Poll = 2 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Queue{options: o, workers: map[string]Worker{}, schedules: map[string]cron.Schedule{}}
}

// Register says who does jobs of kind. Before Start only.
func (q *Queue) Register(kind string, w Worker) {
	q.workers[kind] = w
	q.kinds = append(q.kinds, kind)
	slices.Sort(q.kinds)
}

// Start begins work over the provinces that the function lists at each look.
func (q *Queue) Start(ctx context.Context, provinces func(ctx context.Context) []ProvinceCtx) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.started {
		return fault.New(fault.Internal, "job.started_twice")
	}
	q.started = true
	run, abort := context.WithCancel(ctx)
	look, halt := context.WithCancel(run)
	q.abort, q.halt = abort, halt
	d := newDesk(q.options.Poll, (q.options.Workers+1)/2)
	listen(d)
	q.running.Go(func() {
		defer unlisten(d)
		q.keepListing(look, d, provinces)
	})
	for range q.options.Workers {
		q.running.Go(func() { q.work(look, run, d) })
	}
	return nil
}

// Stop lets running jobs finish until ctx ends, then cancels them; what does
// not heed that is abandoned to its lease. It may come twice or before Start.
func (q *Queue) Stop(ctx context.Context) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.started {
		return nil
	}
	q.halt()
	defer q.abort()
	ended := make(chan struct{})
	go func() { q.running.Wait(); close(ended) }()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
	}
	q.abort()
	select {
	case <-ended:
	case <-time.After(time.Second):
		return fault.New(fault.Unavailable, "job.still_running", fault.Cause(ctx.Err()))
	}
	return nil
}

func (q *Queue) keepListing(ctx context.Context, d *desk, provinces func(ctx context.Context) []ProvinceCtx) {
	tick := time.NewTicker(q.options.Poll)
	defer tick.Stop()
	for {
		d.list(provinces(ctx))
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// work is one worker: look, then run what was found.
func (q *Queue) work(look, run context.Context, d *desk) {
	for {
		p := d.next(look)
		if p == nil {
			return
		}
		r := q.look(look, d, p)
		if r == nil {
			continue
		}
		if err := q.run(within(p.ctx, run), r); err != nil {
			q.options.Log.Warn("job failed", "province", p.slug, "kind", r.Kind, "job", r.ID, "try", r.Tries, "error", err)
		}
		d.done(p)
	}
}

// look claims a job of the province, bounded so that a province whose database
// is away cannot hold a worker for long.
func (q *Queue) look(look context.Context, d *desk, p *place) *row {
	ctx, cancel := context.WithTimeout(within(p.ctx, look), 10*time.Second)
	defer cancel()
	r, due, err := q.find(ctx, p)
	if err != nil {
		due = time.Time{}
		if look.Err() == nil {
			q.options.Log.Warn("look for jobs", "province", p.slug, "error", err)
		}
	}
	d.seen(p, r != nil, due)
	return r
}

func (q *Queue) find(ctx context.Context, p *place) (*row, time.Time, error) {
	if err := q.keepSchedules(ctx, p); err != nil {
		return nil, time.Time{}, err
	}
	if len(q.kinds) == 0 {
		return nil, time.Time{}, nil
	}
	due, any, err := nextDue(ctx, q.kinds)
	if err != nil || !any {
		return nil, time.Time{}, err
	}
	if wait := due.Sub(db.Now(ctx)); wait > 0 {
		return nil, time.Now().Add(wait), nil
	}
	r, err := claim(ctx, q.kinds, q.options.Lease)
	return r, time.Time{}, err
}

// run does one leased job and settles it. The settling must happen even when
// ctx was cancelled.
func (q *Queue) run(ctx context.Context, r *row) error {
	settle, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	err := q.attempt(ctx, r)
	switch {
	case err == nil:
		return finish(settle, r)
	case ctx.Err() != nil:
		return errors.Join(err, release(settle, r))
	}
	return errors.Join(err, fail(settle, r, err))
}

// attempt calls the worker, keeping the lease meanwhile; losing it cancels the
// worker, since another process runs the job by then.
func (q *Queue) attempt(ctx context.Context, r *row) (err error) {
	ctx, cancel := context.WithCancel(ctx)
	var keeper sync.WaitGroup
	defer keeper.Wait()
	defer cancel()
	keeper.Go(func() { q.keepLease(ctx, cancel, r) })
	defer func() {
		if p := recover(); p != nil {
			err = fault.New(fault.Internal, "job.panic", fault.Cause(fmt.Errorf("%v\n%s", p, debug.Stack())))
		}
	}()
	return q.workers[r.Kind](ctx, r.job())
}

func (q *Queue) keepLease(ctx context.Context, cancel context.CancelFunc, r *row) {
	tick := time.NewTicker(q.options.Lease / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if held, err := hold(ctx, r, q.options.Lease); err == nil && !held {
			cancel()
			return
		}
	}
}

// Drain runs the due jobs of the province in ctx one after another, and those
// they enqueue, until none is due. It returns what failed.
func (q *Queue) Drain(ctx context.Context) error {
	var failures []error
	for len(q.kinds) > 0 {
		r, err := claim(ctx, q.kinds, q.options.Lease)
		if err != nil {
			return err
		}
		if r == nil {
			break
		}
		if err := q.run(ctx, r); err != nil {
			failures = append(failures, fmt.Errorf("job %s: %w", r.Kind, err))
		}
	}
	return errors.Join(failures...)
}

// within is the values of province with the end of life of work.
func within(province, work context.Context) context.Context { return merged{work, province} }

type merged struct {
	context.Context
	values context.Context
}

// Value looks into the province first.
func (m merged) Value(key any) any {
	if v := m.values.Value(key); v != nil {
		return v
	}
	return m.Context.Value(key)
}
