package job

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
)

// nextDue is when the earliest living job of the kinds comes due; false if
// there is none. It only reads, so that looking into a quiet province is cheap.
func nextDue(ctx context.Context, kinds []string) (time.Time, bool, error) {
	idb, err := db.Of(ctx)
	if err != nil {
		return time.Time{}, false, err
	}
	var due time.Time
	err = idb.NewSelect().Model((*row)(nil)).Column("due_at").Where("NOT dead").Where("kind IN (?)", bun.List(kinds)).
		Order("due_at").Limit(1).Scan(ctx, &due)
	if errors.Is(err, sql.ErrNoRows) {
		return due, false, nil
	}
	return due, err == nil, db.Fault(err)
}

// claim leases the first due job, or returns nil. A job that crashed its
// process on its last try is put among the dead instead.
func claim(ctx context.Context, kinds []string, lease time.Duration) (*row, error) {
	var claimed *row
	err := db.InTx(ctx, func(ctx context.Context) error {
		claimed = nil
		if err := db.Lock(ctx, "job.claim"); err != nil {
			return err
		}
		for {
			r, err := firstDue(ctx, kinds)
			if r == nil || err != nil {
				return err
			}
			if r.Tries < r.MaxTries {
				claimed = r
				return take(ctx, r, lease)
			}
			if err := bury(ctx, r, "the process ended during the last try"); err != nil {
				return err
			}
		}
	})
	return claimed, err
}

func firstDue(ctx context.Context, kinds []string) (*row, error) {
	tx, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	now := db.Now(ctx)
	r := new(row)
	q := tx.NewSelect().Model(r).ModelTableExpr("job AS j").Where("NOT j.dead AND j.due_at <= ?", now).
		Where("j.kind IN (?)", bun.List(kinds)).
		Where(`j.unique_key = '' OR NOT EXISTS (SELECT 1 FROM job AS o WHERE o.unique_key = j.unique_key
			AND NOT o.dead AND o.lease <> '' AND o.due_at > ?)`, now).
		OrderExpr("j.priority DESC, j.due_at, j.id").Limit(1)
	if db.DialectOf(ctx) == db.Postgres {
		q = q.For("UPDATE OF j SKIP LOCKED")
	}
	err = q.Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil //nolint:nilnil // nothing due is not a failure
	}
	return r, err
}

// take leases r and drops what it makes superfluous.
func take(ctx context.Context, r *row, lease time.Duration) error {
	tx, err := db.Of(ctx)
	if err != nil {
		return err
	}
	now := db.Now(ctx)
	r.Lease, r.Tries, r.DueAt = id.New("lease"), r.Tries+1, now.Add(lease)
	if _, err := tx.NewUpdate().Model(r).Column("lease", "tries", "due_at").WherePK().Exec(ctx); err != nil {
		return fmt.Errorf("lease job: %w", err)
	}
	if r.UniqueKey == "" {
		return nil
	}
	_, err = tx.NewDelete().Model((*row)(nil)).Where("unique_key = ? AND kind = ? AND id <> ?", r.UniqueKey, r.Kind, r.ID).
		Where("NOT dead AND due_at <= ?", now).Exec(ctx)
	return err
}

// hold extends the lease; false means it was lost.
func hold(ctx context.Context, r *row, lease time.Duration) (bool, error) {
	held := false
	err := db.InTx(ctx, func(ctx context.Context) error {
		var err error
		held, err = set(ctx, r, "due_at = ?", db.Now(ctx).Add(lease))
		return err
	})
	return held, err
}

// finish deletes a job that is done.
func finish(ctx context.Context, r *row) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		tx, err := db.Of(ctx)
		if err != nil {
			return err
		}
		_, err = tx.NewDelete().Model((*row)(nil)).Where("id = ? AND lease = ?", r.ID, r.Lease).Exec(ctx)
		return err
	})
}

// fail puts a job back for later, or among the dead after its last try.
func fail(ctx context.Context, r *row, cause error) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		if r.Tries >= r.MaxTries {
			return bury(ctx, r, cause.Error())
		}
		_, err := set(ctx, r, "lease = '', due_at = ?, error = ?", db.Now(ctx).Add(backoff(r.Tries, cause)), cause.Error())
		return err
	})
}

// release puts a job back as if it had not been tried: the process is stopping.
func release(ctx context.Context, r *row) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		_, err := set(ctx, r, "lease = '', tries = tries - 1, due_at = ?", db.Now(ctx))
		return err
	})
}

func bury(ctx context.Context, r *row, cause string) error {
	_, err := set(ctx, r, "lease = '', dead = ?, due_at = ?, error = ?", true, db.Now(ctx), cause)
	return err
}

// set changes the job if its lease is still ours, and says whether it was.
func set(ctx context.Context, r *row, assignments string, values ...any) (bool, error) {
	tx, err := db.Of(ctx)
	if err != nil {
		return false, err
	}
	res, err := tx.NewUpdate().Model((*row)(nil)).Set(assignments, values...).
		Where("id = ? AND lease = ?", r.ID, r.Lease).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// backoff doubles from two seconds to an hour; a cause may ask for more.
func backoff(try int, cause error) time.Duration {
	pause := min(time.Second<<min(try, 12), time.Hour)
	return max(pause, fault.Of(cause).RetryAfter)
}
