package postgres

import (
	"context"
	"database/sql/driver"
	"errors"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/doanket/doanket/core/db/sqlite"
)

// Connector opens connections of a pool. pgx keeps their prepared
// statements, in the given mode. PostgreSQL refuses one whose columns have
// changed since ("SELECT *" of a table that was widened). Who meets that begins
// a new era, in which each connection forgets its statements before it is used
// again.
type Connector struct {
	driver.Connector
	Mode pgx.QueryExecMode
	era  atomic.Int64
}

// Connect opens a connection.
func (c *Connector) Connect(ctx context.Context) (driver.Conn, error) {
	inner, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &conn{Conn: inner.(*stdlib.Conn), connector: c, era: c.era.Load()}, nil
}

type conn struct {
	*stdlib.Conn
	connector *Connector
	era       int64
}

func (c *conn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	c.keep(args)
	result, err := c.Conn.ExecContext(ctx, text, args)
	if c.mayRunAgain(ctx, err) {
		return c.Conn.ExecContext(ctx, text, args)
	}
	return result, err
}

func (c *conn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	c.keep(args)
	rows, err := c.Conn.QueryContext(ctx, text, args)
	if c.mayRunAgain(ctx, err) {
		return c.Conn.QueryContext(ctx, text, args)
	}
	return rows, err
}

// keep tells pgx to keep a statement; those of bun run as they are.
func (c *conn) keep(args []driver.NamedValue) {
	if sqlite.Keeps(args) {
		args[0].Value = c.connector.Mode
	}
}

// mayRunAgain forgets stale statements. Within a transaction, which has failed
// with the statement, the whole transaction runs again (see db).
func (c *conn) mayRunAgain(ctx context.Context, err error) bool {
	if !IsStalePlan(err) {
		return false
	}
	c.connector.era.Add(1)
	return c.Conn.Conn().PgConn().TxStatus() == 'I' && c.forget(ctx) == nil
}

// forget closes the kept statements if a new era has begun.
func (c *conn) forget(ctx context.Context) error {
	era := c.connector.era.Load()
	if c.era == era {
		return nil
	}
	if err := c.Conn.Conn().DeallocateAll(ctx); err != nil {
		return driver.ErrBadConn
	}
	c.era = era
	return nil
}

// ResetSession is called before the connection is used again.
func (c *conn) ResetSession(ctx context.Context) error {
	if err := c.Conn.ResetSession(ctx); err != nil {
		return err
	}
	return c.forget(ctx)
}

// BeginTx begins a transaction that may write, in a session that may not.
func (c *conn) BeginTx(ctx context.Context, _ driver.TxOptions) (driver.Tx, error) {
	inner := c.Conn.Conn()
	if inner.IsClosed() {
		return nil, driver.ErrBadConn
	}
	begun, err := inner.BeginTx(ctx, pgx.TxOptions{AccessMode: pgx.ReadWrite})
	if err != nil {
		return nil, err
	}
	return tx{ctx, begun}, nil
}

// tx is what stdlib.Conn.BeginTx returns, for a transaction that may write.
type tx struct {
	ctx   context.Context
	inner pgx.Tx
}

func (t tx) Commit() error   { return t.inner.Commit(t.ctx) }
func (t tx) Rollback() error { return t.inner.Rollback(t.ctx) }

// IsStalePlan recognises "cached plan must not change result type".
func IsStalePlan(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "0A000" && pg.Routine == "RevalidateCachedQuery"
}
