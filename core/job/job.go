package job

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
)

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
func (j Job) Decode(v any) error {
	if err := json.Unmarshal(j.Args, v); err != nil {
		return fault.New(fault.Internal, "job.args", fault.Param("kind", j.Kind), fault.Cause(err))
	}
	return nil
}

// Worker does one job. It may run twice for the same job (after a crash), so
// it must come out the same. An error means: again later.
type Worker func(ctx context.Context, j Job) error

// row is a job as the table holds it.
type row struct {
	bun.BaseModel `bun:"table:job,alias:j"`

	ID        string    `bun:"id,pk"`
	Kind      string    `bun:"kind"`
	Args      string    `bun:"args"`
	Priority  int       `bun:"priority"`
	UniqueKey string    `bun:"unique_key"`
	DueAt     time.Time `bun:"due_at"` // while running: when the lease ends
	Lease     string    `bun:"lease"`  // "" while waiting
	Tries     int       `bun:"tries"`
	MaxTries  int       `bun:"max_tries"`
	Dead      bool      `bun:"dead"`
	Error     string    `bun:"error"`
	CreatedAt time.Time `bun:"created_at"`
}

func (r *row) job() Job {
	return Job{ID: r.ID, Kind: r.Kind, Args: json.RawMessage(r.Args), Try: r.Tries, MaxTries: r.MaxTries, DueAt: r.DueAt}
}

// Option shapes one Enqueue.
type Option func(*row)

// At delays the job until t.
func At(t time.Time) Option { return func(r *row) { r.DueAt = t } }

// Unique makes jobs of one key one: they never run at the same time, and when
// one starts, all others of the key that are due by then are dropped, since it
// sees what their acts committed. (Dropping at Enqueue instead would lose work
// committed just after the waiting job started.)
func Unique(key string) Option { return func(r *row) { r.UniqueKey = key } }

// MaxTries is how often to try before the job is dead; 10 unless said.
func MaxTries(n int) Option { return func(r *row) { r.MaxTries = n } }

// Priority puts higher first; 0 unless said.
func Priority(n int) Option { return func(r *row) { r.Priority = n } }

// Enqueue adds a job in the transaction in ctx, or in one of its own. Workers
// of this process are woken when it commits.
func Enqueue(ctx context.Context, kind string, args any, opts ...Option) error {
	text, err := json.Marshal(args)
	if err != nil {
		return fault.New(fault.Internal, "job.args", fault.Param("kind", kind), fault.Cause(err))
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		now := db.Now(ctx)
		r := &row{ID: id.New("job"), Kind: kind, Args: string(text), DueAt: now, MaxTries: 10, CreatedAt: now}
		for _, o := range opts {
			o(r)
		}
		tx, err := db.Of(ctx)
		if err != nil {
			return err
		}
		if _, err := tx.NewInsert().Model(r).Exec(ctx); err != nil {
			return fmt.Errorf("enqueue %s: %w", kind, err)
		}
		slug := db.Province(ctx)
		db.AfterCommit(ctx, func() { ring(slug) })
		return nil
	})
}
