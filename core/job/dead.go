package job

import (
	"context"
	"time"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
)

// Dead is a job that used up its tries.
type Dead struct {
	Job
	Error string
	At    time.Time
}

// DeadLetters lists the dead jobs of the province in ctx, newest first.
func DeadLetters(ctx context.Context, limit int) ([]Dead, error) {
	idb, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	var rows []row
	if err := idb.NewSelect().Model(&rows).Where("dead").Order("due_at DESC", "id DESC").Limit(int64(limit)).Scan(ctx); err != nil {
		return nil, db.Fault(err)
	}
	dead := make([]Dead, 0, len(rows))
	for _, r := range rows {
		dead = append(dead, Dead{Job: r.job(), Error: r.Error, At: r.DueAt})
	}
	return dead, nil
}

// Retry gives a dead job its tries back.
func Retry(ctx context.Context, id string) error {
	return db.InTx(ctx, func(ctx context.Context) error {
		tx, err := db.Of(ctx)
		if err != nil {
			return err
		}
		res, err := tx.NewUpdate().Model((*row)(nil)).Set("dead = ?, tries = 0, due_at = ?", false, db.Now(ctx)).
			Where("id = ? AND dead", id).Exec(ctx)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); n == 0 || err != nil {
			return fault.New(fault.NotFound, "not_found", fault.Cause(err))
		}
		slug := db.Province(ctx)
		db.AfterCommit(ctx, func() { ring(slug) })
		return nil
	})
}
