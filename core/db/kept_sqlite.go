package db

import (
	"context"
	"database/sql/driver"
	"strings"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// keptStatements is how many prepared statements a connection keeps.
const keptStatements = 256

// keptLite keeps the prepared statements of a SQLite connection. SQLite itself
// prepares them again when a table has changed.
type keptLite struct {
	inner innerConn
	known *simplelru.LRU[string, *liteStatement]
}

// liteStatement is a prepared statement; one that is busy with rows cannot run
// a second time, so another is prepared for as long.
type liteStatement struct {
	stmt interface {
		driver.Stmt
		driver.StmtQueryContext
		driver.StmtExecContext
	}
	busy, dropped bool
}

func keepLite(inner innerConn) preparer {
	k := &keptLite{inner: inner}
	k.known, _ = simplelru.NewLRU(keptStatements, func(_ string, s *liteStatement) { s.drop() }) // fails for sizes below 1 only
	return k
}

func (k *keptLite) exec(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	s, err := k.take(ctx, text)
	if err != nil {
		return nil, err
	}
	defer s.release()
	return s.stmt.ExecContext(ctx, numbered(args))
}

func (k *keptLite) query(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := k.take(ctx, text)
	if err != nil {
		return nil, err
	}
	inner, err := s.stmt.QueryContext(ctx, numbered(args))
	if err != nil {
		s.release()
		return nil, err
	}
	return &liteRows{innerRows: inner.(innerRows), statement: s}, nil
}

// numbered is the arguments without the mark before them.
func numbered(args []driver.NamedValue) []driver.NamedValue {
	args = args[1:]
	for i := range args {
		args[i].Ordinal = i + 1
	}
	return args
}

func (k *keptLite) take(ctx context.Context, text string) (*liteStatement, error) {
	s, ok := k.known.Get(text)
	if ok && !s.busy {
		s.busy = true
		return s, nil
	}
	// A text of several statements is prepared as it runs, past the guard.
	if strings.Contains(text, ";") && mentionsAttach(text) {
		return nil, errAttach
	}
	defer refuseAttach(k.inner, text)()
	prepared, err := k.inner.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	fresh := &liteStatement{stmt: prepared.(interface {
		driver.Stmt
		driver.StmtQueryContext
		driver.StmtExecContext
	}), busy: true, dropped: ok}
	if !ok {
		k.known.Add(text, fresh)
	}
	return fresh, nil
}

func (k *keptLite) reset(context.Context) error { return nil }

func (k *keptLite) close() { k.known.Purge() }

// drop closes the statement, once nothing reads from it.
func (s *liteStatement) drop() {
	s.dropped = true
	if !s.busy {
		_ = s.stmt.Close()
	}
}

func (s *liteStatement) release() {
	s.busy = false
	if s.dropped {
		_ = s.stmt.Close()
	}
}

// liteRows gives the statement back when its rows are read.
type liteRows struct {
	innerRows
	statement *liteStatement
}

func (r *liteRows) Close() error {
	err := r.innerRows.Close()
	if r.statement != nil {
		r.statement.release()
		r.statement = nil
	}
	return err
}
