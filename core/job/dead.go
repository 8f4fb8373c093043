package job

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/id"
)

// Dead is a job that used up its tries.
type Dead struct {
	Job
	Error string
	At    time.Time // of the last try
}

// DeadFilter narrows DeadLetters.
type DeadFilter struct {
	Kind   string // "" means all
	Limit  int    // 1–200, default 50
	Cursor string // Next of the page before
}

// DeadPage is some dead jobs, the newest job first.
type DeadPage struct {
	Items []Dead
	Next  string
}

// DeadLetters lists the dead jobs of the province in ctx. Fault: Invalid
// bad_cursor.
func DeadLetters(ctx context.Context, f DeadFilter) (DeadPage, error) {
	idb, err := db.Of(ctx)
	if err != nil {
		return DeadPage{}, err
	}
	limit := min(max(f.Limit, 0), 200)
	if limit == 0 {
		limit = 50
	}
	var rows []row
	q := idb.NewSelect().Model(&rows).Where("j.dead").OrderExpr("j.id DESC").Limit(int64(limit) + 1)
	if f.Kind != "" {
		q = q.Where("j.kind = ?", f.Kind)
	}
	if f.Cursor != "" {
		if !id.Valid(f.Cursor, "job") {
			return DeadPage{}, fault.New(fault.Invalid, "bad_cursor", fault.Field("cursor"))
		}
		q = q.Where("j.id < ?", f.Cursor)
	}
	if err := q.Scan(ctx); err != nil {
		return DeadPage{}, db.Fault(err)
	}
	page := DeadPage{Items: []Dead{}}
	if len(rows) > limit {
		rows = rows[:limit]
		page.Next = rows[limit-1].ID
	}
	for _, r := range rows {
		page.Items = append(page.Items, Dead{Job: r.job(), Error: r.Error, At: r.DueAt})
	}
	return page, nil
}

// Which chooses dead jobs: those with the ids or, when there are none, all of
// the kind ("" means every kind).
type Which struct {
	IDs  []string
	Kind string
}

// Retry gives dead jobs their tries back and says how many. Fault: NotFound
// when an id is no dead job's; then none is changed.
func Retry(ctx context.Context, w Which) (int, error) {
	n := 0
	err := db.InTx(ctx, func(ctx context.Context) error {
		tx, err := db.Of(ctx)
		if err != nil {
			return err
		}
		var kinds []string
		_, err = w.narrow(tx.NewUpdate().Model((*row)(nil)).Set("dead = ?, tries = 0, due_at = ?", false, db.Now(ctx)).QueryBuilder()).
			Unwrap().(*bun.UpdateQuery).Returning("kind").Exec(ctx, &kinds)
		if err != nil {
			return err
		}
		n = len(kinds)
		slices.Sort(kinds)
		slug := db.Province(ctx)
		db.AfterCommit(ctx, func() {
			for _, kind := range slices.Compact(kinds) {
				ring(slug, kind, 0)
			}
		})
		return w.found(n)
	})
	return n, err
}

// Drop deletes dead jobs for good and says how many. Fault: NotFound when an
// id is no dead job's; then none is deleted.
func Drop(ctx context.Context, w Which) (int, error) {
	n := 0
	err := db.InTx(ctx, func(ctx context.Context) error {
		tx, err := db.Of(ctx)
		if err != nil {
			return err
		}
		res, err := w.narrow(tx.NewDelete().Model((*row)(nil)).QueryBuilder()).Unwrap().(*bun.DeleteQuery).Exec(ctx)
		if err != nil {
			return err
		}
		gone, err := res.RowsAffected()
		if n = int(gone); err != nil {
			return err
		}
		return w.found(n)
	})
	return n, err
}

func (w Which) narrow(q bun.QueryBuilder) bun.QueryBuilder {
	q = q.Where("dead")
	if len(w.IDs) > 0 {
		return q.Where("id IN (?)", bun.List(w.IDs))
	}
	if w.Kind != "" {
		q = q.Where("kind = ?", w.Kind)
	}
	return q
}

// found refuses when not every id was a dead job's.
func (w Which) found(n int) error {
	if len(w.IDs) > 0 && n != len(w.IDs) {
		return fault.New(fault.NotFound, "not_found")
	}
	return nil
}
