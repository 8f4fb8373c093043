package db

import (
	"context"
	"database/sql/driver"
	"errors"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// keptPostgres lets pgx keep the prepared statements of a pool's connections.
// PostgreSQL refuses one whose columns have changed since ("SELECT *" of a
// table that was widened). Who meets that begins a new era, in which each
// connection forgets its statements before it is used again.
type keptPostgres struct {
	mode pgx.QueryExecMode
	era  *atomic.Int64
}

type keptPostgresConn struct {
	keptPostgres
	inner *stdlib.Conn
	born  int64
}

func (k keptPostgres) on(inner innerConn) preparer {
	return &keptPostgresConn{keptPostgres: k, inner: inner.(*stdlib.Conn), born: k.era.Load()}
}

func (k *keptPostgresConn) exec(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	args[0].Value = k.mode
	result, err := k.inner.ExecContext(ctx, text, args)
	if k.mayRunAgain(ctx, err) {
		return k.inner.ExecContext(ctx, text, args)
	}
	return result, err
}

func (k *keptPostgresConn) query(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	args[0].Value = k.mode
	rows, err := k.inner.QueryContext(ctx, text, args)
	if k.mayRunAgain(ctx, err) {
		return k.inner.QueryContext(ctx, text, args)
	}
	return rows, err
}

// mayRunAgain forgets stale statements. Within a transaction, which has failed
// with the statement, the whole transaction runs again (see errAgain).
func (k *keptPostgresConn) mayRunAgain(ctx context.Context, err error) bool {
	if !isStalePlan(err) {
		return false
	}
	k.era.Add(1)
	return k.inner.Conn().PgConn().TxStatus() == 'I' && k.reset(ctx) == nil
}

func (k *keptPostgresConn) reset(ctx context.Context) error {
	era := k.era.Load()
	if k.born == era {
		return nil
	}
	if err := k.inner.Conn().DeallocateAll(ctx); err != nil {
		return driver.ErrBadConn
	}
	k.born = era
	return nil
}

func (k *keptPostgresConn) close() {}

// isStalePlan recognises "cached plan must not change result type".
func isStalePlan(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "0A000" && pg.Routine == "RevalidateCachedQuery"
}
