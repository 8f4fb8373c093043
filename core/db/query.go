package db

import (
	"context"
	"database/sql"

	"github.com/doanket/doanket/core/fault"
)

// A statement of Query, QueryRow and Exec is written by hand, the same for both
// dialects, and prepared once per connection. Values are marked ?; "x IN (?)"
// and "x NOT IN (?)" take a slice of texts or numbers, also an empty one; ??
// stands for an operator with a question mark. PostgreSQL must be able to tell
// each mark's type from where it stands: CAST(? AS text) says it where nothing
// else does, and a number for a text is refused. Texts must not hold values,
// since as many as 256 of them are kept on a connection.

// runner is *sql.DB or *sql.Tx.
type runner interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// Query reads from the open transaction of the province in ctx, else from its
// read handle. The caller closes the rows; Each does so.
func Query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	run, err := provinceRunner(ctx)
	if err != nil {
		return nil, err
	}
	return query(ctx, run, text, args)
}

// QueryRow reads the first row of a statement as Query does.
func QueryRow(ctx context.Context, text string, args ...any) Row {
	rows, err := Query(ctx, text, args...)
	return Row{rows, err}
}

// Exec runs a statement in the open transaction of the province in ctx and
// counts the rows it touched. Outside a transaction a write is Internal
// "write_outside_tx".
func Exec(ctx context.Context, text string, args ...any) (int64, error) {
	run, err := provinceRunner(ctx)
	if err != nil {
		return 0, err
	}
	return exec(ctx, run, text, args)
}

// Each calls fn at every row, which scans it, and closes rows.
func Each(rows *sql.Rows, fn func(rows *sql.Rows) error) error {
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := fn(rows); err != nil {
			return Fault(err)
		}
	}
	return Fault(rows.Err())
}

// Row is the one row QueryRow found, or why there is none.
type Row struct {
	rows *sql.Rows
	err  error
}

// Scan reads the row into pointers. Fault: NotFound "not_found" without a row.
func (r Row) Scan(into ...any) error {
	if r.err != nil {
		return r.err
	}
	found := false
	err := Each(r.rows, func(rows *sql.Rows) error {
		if found {
			return nil
		}
		found = true
		return rows.Scan(into...)
	})
	if err == nil && !found {
		return fault.New(fault.NotFound, "not_found", fault.Cause(sql.ErrNoRows))
	}
	return err
}

func provinceRunner(ctx context.Context) (runner, error) {
	s, err := provinceOf(ctx)
	if err != nil {
		return nil, err
	}
	if t := openTx(ctx, provinceTx{}, s); t != nil {
		return t.tx.Tx, nil
	}
	h, err := s.cluster.handle(ctx, s.slug)
	if err != nil {
		return nil, err
	}
	return h.read.DB, nil
}

func query(ctx context.Context, run runner, text string, args []any) (*sql.Rows, error) {
	text, args, err := bind(DialectOf(ctx), text, args)
	if err != nil {
		return nil, err
	}
	rows, err := run.QueryContext(ctx, text, args...)
	return rows, Fault(err)
}

func exec(ctx context.Context, run runner, text string, args []any) (int64, error) {
	text, args, err := bind(DialectOf(ctx), text, args)
	if err != nil {
		return 0, err
	}
	result, err := run.ExecContext(ctx, text, args...)
	if err != nil {
		return 0, Fault(err)
	}
	n, err := result.RowsAffected()
	return n, Fault(err)
}
