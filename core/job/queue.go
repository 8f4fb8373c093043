package job

import (
	"context"
	"errors"
	"log/slog"
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
	Workers int           // at once over all provinces, beside those for urgent kinds; 4 when zero
	Lease   time.Duration // a job not heard of this long is run again; 1 min when zero
	Poll    time.Duration // how soon a province is looked into again; grows while it is quiet; 2 s when zero
	Log     *slog.Logger
}

// urgentWorkers run the urgent kinds of all provinces and nothing else, one at
// a time in each.
const urgentWorkers = 2

// Queue runs jobs of all provinces.
type Queue struct {
	options   Options
	workers   map[string]Worker
	urgent    []string // kinds
	ordinary  []string // kinds
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

// Register says who does jobs of kind. Kinds share the workers evenly: however
// many jobs of one wait, each claim takes some of every other that is due.
// Before Start only.
func (q *Queue) Register(kind string, w Worker) {
	q.workers[kind] = w
	q.ordinary = append(q.ordinary, kind)
}

// RegisterUrgent is Register for a kind that people wait for: it has workers
// that do nothing else. Its jobs must be short. Before Start only.
func (q *Queue) RegisterUrgent(kind string, w Worker) {
	q.workers[kind] = w
	q.urgent = append(q.urgent, kind)
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
	var desks []*desk
	for _, lane := range []struct {
		kinds          []string
		workers, share int
	}{{q.urgent, urgentWorkers, 1}, {q.ordinary, q.options.Workers, (q.options.Workers + 1) / 2}} {
		if len(lane.kinds) == 0 {
			continue
		}
		d := newDesk(lane.kinds, q.options.Poll, lane.share)
		desks = append(desks, d)
		listen(d)
		q.staff(look, run, d, lane.workers)
	}
	q.running.Go(func() { q.keepListing(look, desks, provinces) })
	return nil
}

// staff gives a desk its workers and one who looks after what they hold.
func (q *Queue) staff(look, run context.Context, d *desk, workers int) {
	var staff sync.WaitGroup
	for range workers {
		staff.Go(func() { q.work(look, run, d) })
	}
	q.running.Go(func() {
		q.keep(look, d)
		unlisten(d)
		q.giveBack(d)
		staff.Wait()
		q.giveBack(d)
	})
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

func (q *Queue) keepListing(ctx context.Context, desks []*desk, provinces func(ctx context.Context) []ProvinceCtx) {
	tick := time.NewTicker(q.options.Poll)
	defer tick.Stop()
	for {
		list := provinces(ctx)
		for _, d := range desks {
			d.list(list)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Drain runs the due jobs of the province in ctx one after another, and those
// they enqueue, until none is due. It returns what failed.
func (q *Queue) Drain(ctx context.Context) error {
	d := newDesk(slices.Concat(q.urgent, q.ordinary), q.options.Poll, 1)
	p := newPlace(ProvinceCtx{Slug: db.Province(ctx), Ctx: ctx}, q.options.Poll)
	d.places[p.slug] = p
	keeping, stop := context.WithCancel(ctx)
	var keeper sync.WaitGroup
	keeper.Go(func() { q.keep(keeping, d) })
	defer q.giveBack(d)
	defer keeper.Wait()
	defer stop()
	var failures []error
	for {
		if r := d.begin(p); r != nil {
			failures = append(failures, q.run(ctx, d, p, r))
			continue
		}
		claimed, _, err := q.find(ctx, d, p)
		if err != nil {
			return errors.Join(append(failures, err)...)
		}
		if len(claimed) == 0 {
			return errors.Join(failures...)
		}
		d.seen(p, claimed, time.Time{})
	}
}
