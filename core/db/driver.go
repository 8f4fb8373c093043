package db

import (
	"context"
	"database/sql/driver"
	"time"

	"github.com/doanket/doanket/core/fault"
)

// connector wraps a driver so that its errors arrive as faults, no statement
// waits for ever, and times are in UTC.
type connector struct {
	driver.Connector
	begin func(ctx context.Context, inner innerConn, o driver.TxOptions) (driver.Tx, error)
	guard func(inner innerConn, query string) (release func())
}

// innerConn is what both drivers' connections can do.
type innerConn interface {
	driver.Conn
	driver.ConnPrepareContext
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
	return &conn{innerConn: inner.(innerConn), connector: c}, nil
}

type conn struct {
	innerConn
	connector connector
}

func (c *conn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	inner, err := c.connector.begin(ctx, c.innerConn, o)
	if err != nil {
		return nil, translate(err)
	}
	return tx{inner}, nil
}

func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	ctx, cancel := bounded(ctx)
	defer cancel()
	defer c.connector.guard(c.innerConn, query)()
	res, err := c.innerConn.ExecContext(ctx, query, args)
	return res, translate(err)
}

func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	ctx, cancel := bounded(ctx)
	defer c.connector.guard(c.innerConn, query)()
	inner, err := c.innerConn.QueryContext(ctx, query, args)
	if err != nil {
		cancel()
		return nil, translate(err)
	}
	return &rows{innerRows: inner.(innerRows), cancel: cancel}, nil
}

// PrepareContext refuses: bun writes values into statements, nothing here
// prepares, and a prepared statement would slip past the guard.
func (c *conn) PrepareContext(context.Context, string) (driver.Stmt, error) {
	return nil, fault.New(fault.Internal, "prepare_refused")
}

// Prepare refuses as PrepareContext does.
func (c *conn) Prepare(query string) (driver.Stmt, error) {
	return c.PrepareContext(context.Background(), query)
}

func (c *conn) Ping(ctx context.Context) error { return translate(c.innerConn.Ping(ctx)) }

func (c *conn) CheckNamedValue(v *driver.NamedValue) error {
	if inner, ok := c.innerConn.(driver.NamedValueChecker); ok {
		return inner.CheckNamedValue(v)
	}
	return driver.ErrSkip
}

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
	driver.RowsColumnTypeLength
	driver.RowsColumnTypePrecisionScale
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
