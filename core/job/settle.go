package job

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
)

// finish deletes jobs that are done.
func finish(ctx context.Context, done []*row) error {
	return db.InTx(ctx, func(ctx context.Context) error { return deleteDone(ctx, done) })
}

func deleteDone(ctx context.Context, done []*row) error {
	if len(done) == 0 {
		return nil
	}
	tx, err := db.Of(ctx)
	if err != nil {
		return err
	}
	_, err = tx.NewDelete().Model((*row)(nil)).Where("id IN (?) AND lease IN (?)", bun.List(ids(done)), bun.List(leases(done))).Exec(ctx)
	return err
}

// hold extends the leases and lists the ids of those that were not lost.
func hold(ctx context.Context, rows []*row, lease time.Duration) ([]string, error) {
	var held []string
	err := db.InTx(ctx, func(ctx context.Context) error {
		held = nil
		tx, err := db.Of(ctx)
		if err != nil {
			return err
		}
		_, err = set(tx, rows, "due_at = ?", db.Now(ctx).Add(lease)).Returning("id").Exec(ctx, &held)
		return err
	})
	return held, err
}

// fail puts a job back for later, or among the dead after its last try.
func fail(ctx context.Context, r *row, cause error) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		if r.Tries >= r.MaxTries {
			return bury(ctx, []*row{r}, cause.Error())
		}
		tx, err := db.Of(ctx)
		if err != nil {
			return err
		}
		_, err = set(tx, []*row{r}, "lease = '', due_at = ?, error = ?", db.Now(ctx).Add(backoff(r.Tries, cause)), cause.Error()).Exec(ctx)
		return err
	})
}

// release puts jobs back as if they had not been tried: the process is
// stopping, or they wait behind others here for too long.
func release(ctx context.Context, rows []*row) error {
	if len(rows) == 0 {
		return nil
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		tx, err := db.Of(ctx)
		if err != nil {
			return err
		}
		_, err = set(tx, rows, "lease = '', tries = tries - 1, due_at = ?", db.Now(ctx)).Exec(ctx)
		return err
	})
}

func bury(ctx context.Context, rows []*row, cause string) error {
	tx, err := db.Of(ctx)
	if err != nil {
		return err
	}
	_, err = set(tx, rows, "lease = '', dead = ?, due_at = ?, error = ?", true, db.Now(ctx), cause).Exec(ctx)
	return err
}

// set changes the jobs whose leases are still ours.
func set(tx bun.IDB, rows []*row, assignments string, values ...any) *bun.UpdateQuery {
	return tx.NewUpdate().Model((*row)(nil)).Set(assignments, values...).
		Where("id IN (?) AND lease IN (?)", bun.List(ids(rows)), bun.List(leases(rows)))
}

// backoff doubles from two seconds to an hour; a cause may ask for more.
func backoff(try int, cause error) time.Duration {
	pause := min(time.Second<<min(try, 12), time.Hour)
	return max(pause, fault.Of(cause).RetryAfter)
}
