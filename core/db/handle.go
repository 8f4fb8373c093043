package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"github.com/doanket/doanket/core/db/migration"
	"github.com/doanket/doanket/core/id"
)

// handle is one opened database: a pool that reads and a pool that writes. On
// PostgreSQL they are the same pool.
type handle struct {
	read, write *bun.DB
	group       *group // SQLite: shares commits
	dialect     func() schema.Dialect
	kept        sync.Map // *Kept[T] → *T
}

func newHandle(read, write *sql.DB, dialect func() schema.Dialect) *handle {
	h := &handle{read: bun.NewDB(read, dialect()), dialect: dialect}
	h.write = h.read
	if write != read {
		h.write = bun.NewDB(write, dialect())
		h.group = newGroup(h.write)
	}
	return h
}

func (h *handle) close() error {
	err := h.read.Close()
	if h.write != h.read {
		err = errors.Join(err, h.write.Close())
	}
	return err
}

func (h *handle) connections() int {
	n := h.read.Stats().OpenConnections
	if h.write != h.read {
		n += h.write.Stats().OpenConnections
	}
	return n
}

// applied is a row of the table that remembers which steps ran.
type applied struct {
	bun.BaseModel `bun:"table:schema_migration"`

	ID string    `bun:"id,pk"`
	At time.Time `bun:"at"`
}

// migrate runs the steps that have not run yet, each in its own transaction.
// A separate bun.DB keeps the steps' frozen models out of the rooms' cache.
func (h *handle) migrate(ctx context.Context, steps []migration.Step) error {
	done, err := appliedIDs(ctx, h.read)
	if err == nil && len(missing(steps, done)) == 0 {
		return nil
	}
	w := bun.NewDB(h.write.DB, h.dialect())
	err = w.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		return migration.Exec(ctx, tx, `CREATE TABLE IF NOT EXISTS schema_migration (id {text} PRIMARY KEY, at {time} NOT NULL)`)
	})
	if err != nil {
		return fmt.Errorf("remember migrations: %w", err)
	}
	for _, step := range steps {
		err := w.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error { return apply(ctx, tx, step) })
		if err != nil {
			return fmt.Errorf("migrate %s: %w", step.ID, err)
		}
	}
	return nil
}

// apply runs one step unless another process did so in the meantime.
func apply(ctx context.Context, tx bun.Tx, step migration.Step) error {
	if migration.Of(tx) == Postgres {
		if _, err := tx.ExecContext(ctx, `LOCK TABLE schema_migration IN EXCLUSIVE MODE`); err != nil {
			return err
		}
	}
	done, err := appliedIDs(ctx, tx)
	if err != nil || done[step.ID] {
		return err
	}
	if err := step.Run(ctx, tx); err != nil {
		return err
	}
	_, err = tx.NewInsert().Model(&applied{ID: step.ID, At: id.NowIn(ctx)}).Exec(ctx)
	return err
}

func appliedIDs(ctx context.Context, idb bun.IDB) (map[string]bool, error) {
	var ids []string
	if err := idb.NewSelect().Model((*applied)(nil)).Column("id").Scan(ctx, &ids); err != nil {
		return nil, err
	}
	done := make(map[string]bool, len(ids))
	for _, id := range ids {
		done[id] = true
	}
	return done, nil
}

func missing(steps []migration.Step, done map[string]bool) []migration.Step {
	var left []migration.Step
	for _, s := range steps {
		if !done[s.ID] {
			left = append(left, s)
		}
	}
	return left
}
