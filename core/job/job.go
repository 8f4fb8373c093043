package job

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/doanket/doanket/core/fault"
)

func notReady() error { return fault.New(fault.Unavailable, "not.ready") }

// Job is one piece of work as its Worker sees it.
type Job struct {
	ID       string
	Kind     string
	Args     json.RawMessage
	Try      int // from 1
	MaxTries int
	DueAt    time.Time
}

// Decode reads the arguments into v.
func (j Job) Decode(v any) error { return json.Unmarshal(j.Args, v) }

// Worker does one job. It may run twice for the same job (after a crash), so
// it must come out the same. An error means: again later.
type Worker func(ctx context.Context, j Job) error

// ProvinceCtx is a province and a context in it.
type ProvinceCtx struct {
	Slug string
	Ctx  context.Context
}

// Options size the queue.
type Options struct {
	Workers int           // at once over all provinces; 4 when zero
	Lease   time.Duration // a job not heard of this long is run again; 1 min when zero
	Poll    time.Duration // how often to look for other replicas' jobs; 2 s when zero
	Log     *slog.Logger
}

// Queue runs jobs of all provinces.
type Queue struct{ options Options }

// New makes a stopped Queue.
func New(o Options) *Queue { return &Queue{options: o} }

// Register says who does jobs of kind. Before Start only.
func (q *Queue) Register(kind string, w Worker) {}

// Schedule enqueues kind in every province at the times of a cron line
// (five fields, Asia/Ho_Chi_Minh), once per slot over all replicas.
func (q *Queue) Schedule(kind, cron string) error { return notReady() }

// Start begins work over the provinces that the function lists at each look.
func (q *Queue) Start(ctx context.Context, provinces func(ctx context.Context) []ProvinceCtx) error {
	return notReady()
}

// Stop lets running jobs finish until ctx ends, then abandons them to their leases.
func (q *Queue) Stop(ctx context.Context) error { return nil }

// Drain runs the due jobs of the province in ctx, and those they enqueue, until none is left.
func (q *Queue) Drain(ctx context.Context) error { return notReady() }

// Option shapes one Enqueue.
type Option func(*row)

type row struct{}

// At delays the job until t.
func At(t time.Time) Option { return func(r *row) {} }

// Unique drops the job if one with the key waits or runs already.
func Unique(key string) Option { return func(r *row) {} }

// MaxTries is how often to try before the job is dead; 10 unless said.
func MaxTries(n int) Option { return func(r *row) {} }

// Priority puts higher first; 0 unless said.
func Priority(n int) Option { return func(r *row) {} }

// Enqueue adds a job in the transaction in ctx, or in one of its own.
func Enqueue(ctx context.Context, kind string, args any, opts ...Option) error { return notReady() }

// Dead is a job that used up its tries.
type Dead struct {
	Job
	Error string
	At    time.Time
}

// DeadLetters lists the dead jobs of the province in ctx, newest first.
func DeadLetters(ctx context.Context, limit int) ([]Dead, error) { return nil, notReady() }

// Retry gives a dead job its tries back.
func Retry(ctx context.Context, id string) error { return notReady() }
