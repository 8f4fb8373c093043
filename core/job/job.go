package job

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
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
	return EnqueueAll(ctx, kind, []Item{{args, ""}}, opts...)
}

// Item is one of several jobs of a kind: its arguments, and the key of Unique if it
// has one.
type Item struct {
	Args   any
	Unique string
}

// EnqueueAll adds jobs of a kind as Enqueue does, in as many statements for a hundred
// as for one.
func EnqueueAll(ctx context.Context, kind string, jobs []Item, opts ...Option) error {
	texts := make([]string, len(jobs))
	for i, j := range jobs {
		text, err := json.Marshal(j.Args)
		if err != nil {
			return fault.New(fault.Internal, "job.args", fault.Param("kind", kind), fault.Cause(err))
		}
		texts[i] = string(text)
	}
	if len(jobs) == 0 {
		return nil
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		now := db.Now(ctx)
		rows := make([]*row, len(jobs))
		for i, j := range jobs {
			rows[i] = &row{ID: id.New("job"), Kind: kind, Args: texts[i], UniqueKey: j.Unique, DueAt: now, MaxTries: 10, CreatedAt: now}
			for _, o := range opts {
				o(rows[i])
			}
		}
		due := rows[0].DueAt // the same for all
		rows, err := unmerged(ctx, rows)
		if err != nil || len(rows) == 0 {
			return err
		}
		if err := insert(ctx, rows); err != nil {
			return fmt.Errorf("enqueue %s: %w", kind, err)
		}
		slug, wait := db.Province(ctx), due.Sub(now)
		db.AfterCommit(ctx, func() { ring(slug, kind, wait) })
		return nil
	})
}

// unmerged leaves out what a waiting job, or one before it, does already. PostgreSQL
// locks waiting jobs until this transaction ends, so that they cannot start before
// what the act wrote can be seen; one that somebody else holds is not waited for.
func unmerged(ctx context.Context, list []*row) ([]*row, error) {
	var keys []string
	for _, r := range list {
		if r.UniqueKey != "" {
			keys = append(keys, r.UniqueKey)
		}
	}
	if len(keys) == 0 {
		return list, nil
	}
	now, due, lock := db.Now(ctx), "due_at <= ?", ""
	if list[0].DueAt.After(now) {
		now, due = list[0].DueAt, "due_at = ?"
	}
	if db.DialectOf(ctx) == db.Postgres {
		lock = " FOR UPDATE SKIP LOCKED"
	}
	rows, err := db.Query(ctx, "SELECT unique_key FROM job WHERE kind = ? AND unique_key IN (?) AND unique_key <> '' AND NOT dead AND lease = '' AND "+due+lock,
		list[0].Kind, keys, now)
	known := map[string]bool{}
	if err == nil {
		err = db.Each(rows, func(rows *sql.Rows) error {
			var key string
			err := rows.Scan(&key)
			known[key] = true
			return err
		})
	}
	if err != nil {
		return nil, fmt.Errorf("merge %s: %w", list[0].Kind, err)
	}
	return slices.DeleteFunc(list, func(r *row) bool {
		twin := known[r.UniqueKey]
		known[r.UniqueKey] = r.UniqueKey != ""
		return twin
	}), nil
}

// insert adds waiting jobs.
func insert(ctx context.Context, list []*row) error {
	rows := make([][]any, len(list))
	for i, r := range list {
		rows[i] = []any{r.ID, r.Kind, r.Args, r.Priority, r.UniqueKey, r.DueAt, "", 0, r.MaxTries, false, "", r.CreatedAt}
	}
	_, err := db.InsertRows(ctx, "INSERT INTO job (id, kind, args, priority, unique_key, due_at, lease, tries, max_tries, dead, error, created_at)", rows)
	return err
}
