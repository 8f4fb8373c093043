package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/ext/fts5"

	"github.com/doanket/doanket/core/fault"
)

// MaxKept is how many prepared statements a connection keeps.
const MaxKept = 256

// Connector opens connections to one file. The library's own driver for
// database/sql reads times by trying formats and every column by a call of its
// own; this one is half its cost, and keeps statements.
type Connector struct {
	URI     string // file:…?mode=rw
	Pragmas string // statements run at first
	Begin   string // BEGIN, or BEGIN IMMEDIATE where writers queue
}

// Keep as first argument tells a connection to prepare the statement once and
// keep it, whose values follow. A statement without has its values inside.
type Keep struct{}

// Written is a text that runs nothing: as many rows as it affects have been
// changed on the connection so far, or tables made and altered.
const Written = ""

// Keeps reports whether the arguments begin with Keep.
func Keeps(args []driver.NamedValue) bool {
	if len(args) == 0 {
		return false
	}
	_, ok := args[0].Value.(Keep)
	return ok
}

// Connect opens the file. No connection may attach another: a province's
// handle stays inside its own.
func (c Connector) Connect(ctx context.Context) (driver.Conn, error) {
	inner, err := sqlite3.OpenContext(ctx, c.URI)
	if err != nil {
		return nil, endOf(ctx, err)
	}
	inner.Limit(sqlite3.LIMIT_ATTACHED, 0)
	if err := errors.Join(inner.Exec(c.Pragmas), fts5.Register(inner)); err != nil {
		_ = inner.Close()
		return nil, fmt.Errorf("set up connection: %w", err)
	}
	opened := &conn{inner: inner, begin: c.Begin}
	opened.kept, err = simplelru.NewLRU(MaxKept, func(_ string, s *statement) { s.drop() })
	return opened, err
}

// Driver is what database/sql asks for; there is none to open others by name.
func (c Connector) Driver() driver.Driver { return nil }

// conn is a connection with the statements it has prepared.
type conn struct {
	inner   *sqlite3.Conn
	begin   string
	begun   bool  // in a transaction, as far as its owner knows
	altered int64 // statements that may have made or altered tables
	kept    *simplelru.LRU[string, *statement]
}

// errRolledBack is the answer to statements of a transaction that SQLite has
// rolled back by itself (full disk, interrupted write): they would be committed
// one by one.
var errRolledBack = fault.New(fault.Unavailable, "database_unavailable", fault.Retry(time.Second))

// within runs fn; ctx ends it.
func (c *conn) within(ctx context.Context, fn func() error) error {
	if c.begun && c.inner.GetAutocommit() {
		return errRolledBack
	}
	outer := c.inner.SetInterrupt(ctx)
	err := fn()
	c.inner.SetInterrupt(outer)
	return endOf(ctx, err)
}

// endOf is why ctx ended, if it has, instead of the interruption it caused.
func endOf(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

func (c *conn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	err := c.within(ctx, func() error {
		if !Keeps(args) {
			c.altered++ // what it is, nobody looks at
			return c.script(text)
		}
		if text == Written {
			return nil
		}
		s, err := c.take(text)
		if err != nil {
			return err
		}
		defer s.release()
		if err := s.bind(args[1:]); err != nil {
			return err
		}
		return s.stmt.Exec()
	})
	if text == Written {
		return driver.RowsAffected(c.inner.TotalChanges() + c.altered), err
	}
	return driver.RowsAffected(c.inner.Changes()), err
}

// script runs a text of one or more statements with their values inside.
func (c *conn) script(text string) error {
	for text != "" {
		stmt, rest, err := c.inner.Prepare(text)
		if err != nil {
			return err
		}
		if stmt != nil {
			err = stmt.Exec()
			if closing := stmt.Close(); err == nil {
				err = closing
			}
		}
		if err != nil {
			return err
		}
		text = rest
	}
	return nil
}

func (c *conn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	var r *rows
	err := c.within(ctx, func() error {
		s, err := c.bound(text, args)
		if err != nil {
			return err
		}
		if r, err = s.open(ctx); err != nil {
			s.release()
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return r, nil
}

// bound is a statement with its values, to be released.
func (c *conn) bound(text string, args []driver.NamedValue) (*statement, error) {
	if !Keeps(args) {
		s, err := c.prepare(text, 0)
		if err == nil {
			s.dropped = true
		}
		return s, err
	}
	s, err := c.take(text)
	if err != nil {
		return nil, err
	}
	if err := s.bind(args[1:]); err != nil {
		s.release()
		return nil, err
	}
	return s, nil
}

// take finds a kept statement or prepares it. One that is busy with rows
// cannot run a second time, so another is prepared for as long.
func (c *conn) take(text string) (*statement, error) {
	s, ok := c.kept.Get(text)
	if ok && !s.busy {
		s.busy = true
		return s, nil
	}
	fresh, err := c.prepare(text, sqlite3.PREPARE_PERSISTENT)
	if err != nil {
		return nil, err
	}
	if fresh.dropped = ok; !ok {
		c.kept.Add(text, fresh)
	}
	return fresh, nil
}

func (c *conn) prepare(text string, flags sqlite3.PrepareFlag) (*statement, error) {
	stmt, rest, err := c.inner.PrepareFlags(text, flags)
	if err != nil {
		return nil, err
	}
	if stmt == nil || strings.TrimSpace(rest) != "" {
		_ = stmt.Close()
		return nil, fmt.Errorf("not one statement: %s", text)
	}
	return &statement{conn: c, stmt: stmt, marks: stmt.BindCount(), busy: true}, nil
}

func (c *conn) BeginTx(ctx context.Context, _ driver.TxOptions) (driver.Tx, error) {
	if err := c.within(ctx, func() error { return c.run(c.begin) }); err != nil {
		return nil, err
	}
	c.begun = true
	return tx{c}, nil
}

// run runs a kept statement without values.
func (c *conn) run(text string) error {
	s, err := c.take(text)
	if err != nil {
		return err
	}
	defer s.release()
	return s.stmt.Exec()
}

// Begin begins without a deadline; database/sql uses BeginTx.
func (c *conn) Begin() (driver.Tx, error) {
	return c.BeginTx(context.Background(), driver.TxOptions{})
}

// Prepare is not used: statements are kept by their text.
func (c *conn) Prepare(string) (driver.Stmt, error) { return nil, driver.ErrSkip }

// Ping has nothing to ask: the file is open.
func (c *conn) Ping(context.Context) error { return nil }

// ResetSession gives up a connection that is still in a transaction.
func (c *conn) ResetSession(context.Context) error {
	if !c.inner.GetAutocommit() {
		return driver.ErrBadConn
	}
	return nil
}

// Close closes the statements and the file.
func (c *conn) Close() error {
	c.kept.Purge()
	return c.inner.Close()
}

type tx struct{ conn *conn }

// Commit makes the transaction's work last, or rolls it back and says why.
func (t tx) Commit() error {
	err := t.conn.run("COMMIT")
	t.conn.begun = false
	if err != nil {
		_ = t.Rollback()
	}
	return err
}

// Rollback undoes the transaction, unless SQLite has done so by itself.
func (t tx) Rollback() error {
	t.conn.begun = false
	if t.conn.inner.GetAutocommit() {
		return nil
	}
	return t.conn.run("ROLLBACK")
}
