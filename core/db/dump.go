package db

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration/province"
	"github.com/doanket/doanket/core/fault"
)

// dumpTime bounds a whole Dump or Load, when ctx has no deadline.
const dumpTime = 6 * time.Hour

// migrationTable remembers steps; a dump names them in its head instead.
const migrationTable = "schema_migration"

// dumpHead is the first line of a dump.
type dumpHead struct {
	Format int      `json:"format"`
	Steps  []string `json:"steps"` // migrations the data has been through
}

// dumpTable is the line before a table's rows, each of which is an array in
// the order of Columns. Rows counts them, so that a cut dump is known.
type dumpTable struct {
	Table   string     `json:"table"`
	Columns []Column   `json:"columns"`
	Indexes [][]string `json:"indexes,omitempty"` // plain ones, by columns
	Rows    int64      `json:"rows"`
}

// dumpEnd is the last line.
type dumpEnd struct {
	Tables int `json:"tables"`
}

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
	if err := dump(ctx, tx, out); err != nil {
		return fmt.Errorf("dump %s: %w", slug, Fault(err))
	}
	return out.Flush()
}

func dump(ctx context.Context, tx bun.IDB, w io.Writer) error {
	line := json.NewEncoder(w)
	line.SetEscapeHTML(false)
	head := dumpHead{Format: 1}
	for _, s := range province.Steps {
		head.Steps = append(head.Steps, s.ID)
	}
	if err := line.Encode(head); err != nil {
		return err
	}
	tables, err := tablesOf(ctx, tx)
	if err != nil {
		return err
	}
	written := 0
	for _, t := range tables {
		if t == migrationTable {
			continue
		}
		if err := dumpRows(ctx, tx, line, t); err != nil {
			return fmt.Errorf("table %s: %w", t, err)
		}
		written++
	}
	return line.Encode(dumpEnd{Tables: written})
}

func dumpRows(ctx context.Context, tx bun.IDB, line *json.Encoder, table string) error {
	t := dumpTable{Table: table}
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
	if err := line.Encode(t); err != nil {
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
		for i := range values {
			values[i] = portableValue(values[i], t.Columns[i].Type)
		}
		if err := line.Encode(values); err != nil {
			return err
		}
	}
	return rows.Err()
}

// portableValue is a value as JSON carries it; the drivers name the same
// things differently.
func portableValue(v any, typ string) any {
	switch t := v.(type) {
	case time.Time:
		if typ == "date" {
			return t.Format(time.DateOnly)
		}
		return t.UTC().Format(time.RFC3339Nano)
	case []byte:
		if typ == "bytes" {
			return base64.StdEncoding.EncodeToString(t)
		}
		return string(t)
	case int64:
		if typ == "bool" {
			return t != 0
		}
	}
	return v
}

func lasting(ctx context.Context) (context.Context, context.CancelFunc) {
	if _, ok := ctx.Deadline(); ok {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, dumpTime)
}
