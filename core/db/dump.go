package db

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/dump"
	"github.com/doanket/doanket/core/db/migration/province"
	"github.com/doanket/doanket/core/fault"
)

// dumpTime bounds a whole Dump or Load, when ctx has no deadline.
const dumpTime = 6 * time.Hour

// migrationTable remembers steps; a dump names them in its head instead.
const migrationTable = "schema_migration"

// Dump writes every table of the province, as of one instant, as JSON lines
// that either dialect's Load reads. Writers go on meanwhile.
func (c *Cluster) Dump(ctx context.Context, slug string, w io.Writer) error {
	ctx, cancel := lasting(ctx)
	defer cancel()
	h, err := c.handle(ctx, slug)
	if err != nil {
		return err
	}
	o := &sql.TxOptions{ReadOnly: true}
	if c.Dialect() == Postgres {
		o.Isolation = sql.LevelRepeatableRead // SQLite's reader sees one instant anyway
	}
	tx, err := h.read.BeginTx(ctx, o)
	if err != nil {
		return Fault(err)
	}
	defer tx.Rollback() //nolint:errcheck // it only read
	out := bufio.NewWriterSize(w, 1<<16)
	if err := dumpAll(ctx, tx, out); err != nil {
		return fmt.Errorf("dump %s: %w", slug, Fault(err))
	}
	return out.Flush()
}

func dumpAll(ctx context.Context, tx bun.IDB, to io.Writer) error {
	var steps []string
	for _, s := range province.Steps {
		steps = append(steps, s.ID)
	}
	w, err := dump.NewWriter(to, steps)
	if err != nil {
		return err
	}
	tables, err := tablesOf(ctx, tx)
	if err != nil {
		return err
	}
	for _, t := range tables {
		if t == migrationTable {
			continue
		}
		if err := dumpRows(ctx, tx, w, t); err != nil {
			return fmt.Errorf("table %s: %w", t, err)
		}
	}
	return w.End()
}

func dumpRows(ctx context.Context, tx bun.IDB, w *dump.Writer, table string) error {
	t := dump.Table{Table: table}
	var err error
	if t.Columns, err = columnsOf(ctx, tx, table); err != nil {
		return err
	}
	if t.Indexes, err = indexesOf(ctx, tx, table); err != nil {
		return err
	}
	if err = tx.NewRaw("SELECT count(*) FROM ?", bun.Ident(table)).Scan(ctx, &t.Rows); err != nil {
		return err
	}
	if err := w.Table(t); err != nil {
		return err
	}
	names := make([]bun.Ident, len(t.Columns))
	for i, col := range t.Columns {
		if col.Type == "" {
			return fault.New(fault.Internal, "column_type_unknown", fault.Param("column", col.Name))
		}
		names[i] = bun.Ident(col.Name)
	}
	rows, err := tx.QueryContext(ctx, "SELECT ? FROM ?", bun.List(names), bun.Ident(table))
	if err != nil {
		return err
	}
	defer rows.Close()
	values, into := make([]any, len(names)), make([]any, len(names))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := w.Row(t, values); err != nil {
			return err
		}
	}
	return rows.Err()
}

func lasting(ctx context.Context) (context.Context, context.CancelFunc) {
	if _, ok := ctx.Deadline(); ok {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, dumpTime)
}
