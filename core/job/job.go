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
	Priority  int       `bun:"priority"` // always 0: urgency belongs to the kind
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

// Unique makes waiting jobs of one kind and key one, and jobs of one kind and
// key never run at the same time. A job due later stands beside one that is
// due now.
func Unique(key string) Option { return func(r *row) { r.UniqueKey = key } }

// MaxTries is how often to try before the job is dead; 10 unless said.
func MaxTries(n int) Option { return func(r *row) { r.MaxTries = n } }

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
		if known, err := merged(ctx, r); known || err != nil {
			return err
		}
		if err := insert(ctx, r); err != nil {
			return fmt.Errorf("enqueue %s: %w", kind, err)
		}
		slug, wait := db.Province(ctx), r.DueAt.Sub(now)
		db.AfterCommit(ctx, func() { ring(slug, kind, wait) })
		return nil
	})
}

// merged reports whether a waiting job does what r asks for. PostgreSQL locks
// it until this transaction ends, so that it cannot start before what the act
// wrote can be seen; one that somebody else holds is not waited for.
func merged(ctx context.Context, r *row) (bool, error) {
	if r.UniqueKey == "" {
		return false, nil
	}
	now, due, lock := db.Now(ctx), "due_at <= ?", ""
	if r.DueAt.After(now) {
		now, due = r.DueAt, "due_at = ?"
	}
	if db.DialectOf(ctx) == db.Postgres {
		lock = " FOR UPDATE SKIP LOCKED"
	}
	var same string
	err := db.QueryRow(ctx, "SELECT id FROM job WHERE kind = ? AND unique_key = ? AND unique_key <> '' AND NOT dead AND lease = '' AND "+due+" LIMIT 1"+lock,
		r.Kind, r.UniqueKey, now).Scan(&same)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("merge %s: %w", r.Kind, err)
	}
	return true, nil
}

// insert adds a waiting job.
func insert(ctx context.Context, r *row) error {
	_, err := db.Exec(ctx, `INSERT INTO job (id, kind, args, priority, unique_key, due_at, lease, tries, max_tries, dead, error, created_at)
		VALUES (?, ?, ?, ?, ?, ?, '', 0, ?, ?, '', ?)`, r.ID, r.Kind, r.Args, r.Priority, r.UniqueKey, r.DueAt, r.MaxTries, false, r.CreatedAt)
	return err
}
