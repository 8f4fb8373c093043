package db

import (
	"context"
	"database/sql/driver"
	"log/slog"
	"strings"
	"time"

	"github.com/doanket/doanket/core/fault"
)

// connector wraps a dialect's connector so that errors arrive as faults, no
// statement waits for ever, slow ones are logged, and times are in UTC.
type connector struct {
	driver.Connector
	log *slog.Logger
}

// innerConn is what both dialects' connections can do. Statements whose first
// argument is sqlite.Keep they prepare once and keep.
type innerConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
}

// Connect opens a connection.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	ctx, cancel := bounded(ctx)
	defer cancel()
	inner, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, translate(err)
	}
	return &conn{innerConn: inner.(innerConn), log: c.log}, nil
}

type conn struct {
	innerConn
	log *slog.Logger
}

func (c *conn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	inner, err := c.innerConn.BeginTx(ctx, o)
	if err != nil {
		return nil, translate(err)
	}
	return tx{inner}, nil
}

func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	ctx, cancel := bounded(ctx)
	defer cancel()
	overhear(ctx, query)
	defer c.watch(ctx, query, time.Now())
	res, err := c.innerConn.ExecContext(ctx, query, args)
	return res, translate(err)
}

func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	ctx, cancel := bounded(ctx)
	overhear(ctx, query)
	defer c.watch(ctx, query, time.Now())
	inner, err := c.innerConn.QueryContext(ctx, query, args)
	if err != nil {
		cancel()
		return nil, translate(err)
	}
	return &rows{innerRows: inner.(innerRows), cancel: cancel}, nil
}

type overheard struct{}

// Overheard makes a context whose statements fn is told of before they run: whoever
// writes in batches is held to a number of them that does not grow with the batch.
func Overheard(ctx context.Context, fn func(statement string)) context.Context {
	return context.WithValue(ctx, overheard{}, fn)
}

func overhear(ctx context.Context, query string) {
	if fn, ok := ctx.Value(overheard{}).(func(statement string)); ok {
		fn(query)
	}
}

// watch warns of a statement that took longer than a second. Its text may hold
// data of people, so only its first word is logged.
func (c *conn) watch(ctx context.Context, query string, start time.Time) {
	if took := time.Since(start); took > time.Second {
		operation, _, _ := strings.Cut(strings.TrimSpace(query), " ")
		c.log.WarnContext(ctx, "slow statement", "province", Province(ctx), "operation", operation, "took", took)
	}
}

// PrepareContext refuses: statements are prepared by their connection, which
// closes them again (Query, Exec).
func (c *conn) PrepareContext(context.Context, string) (driver.Stmt, error) {
	return nil, fault.New(fault.Internal, "prepare_refused")
}

// Prepare refuses as PrepareContext does.
func (c *conn) Prepare(query string) (driver.Stmt, error) {
	return c.PrepareContext(context.Background(), query)
}

func (c *conn) Ping(ctx context.Context) error { return translate(c.innerConn.Ping(ctx)) }

// CheckNamedValue lets arguments pass: Query and Exec have made them plain.
func (c *conn) CheckNamedValue(*driver.NamedValue) error { return nil }

func (c *conn) IsValid() bool {
	if inner, ok := c.innerConn.(driver.Validator); ok {
		return inner.IsValid()
	}
	return true
}

type tx struct{ driver.Tx }

func (t tx) Commit() error   { return translate(t.Tx.Commit()) }
func (t tx) Rollback() error { return translate(t.Tx.Rollback()) }

// innerRows is what both drivers' rows can do.
type innerRows interface {
	driver.Rows
	driver.RowsColumnTypeDatabaseTypeName
	driver.RowsColumnTypeScanType
}

type rows struct {
	innerRows
	cancel context.CancelFunc
}

func (r *rows) Next(dest []driver.Value) error {
	if err := r.innerRows.Next(dest); err != nil {
		return translate(err)
	}
	for i, v := range dest {
		if t, ok := v.(time.Time); ok {
			dest[i] = t.UTC()
		}
	}
	return nil
}

func (r *rows) Close() error {
	defer r.cancel()
	return translate(r.innerRows.Close())
}
