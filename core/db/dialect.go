package db

import (
	"context"
	"database/sql"
	"strings"

	"github.com/doanket/doanket/core/db/migration"
	"github.com/doanket/doanket/core/fault"
)

// This file is where the dialects differ: each difference is a function with a
// name, so that rooms never ask which database they speak to.

// ExecDDL runs schema statements in the transaction in ctx; {text} {int}
// {bool} {time} {date} {json} {num} {float} {bytes} become this dialect's
// types. Names inside must be checked by the caller.
func ExecDDL(ctx context.Context, statements ...string) error {
	t := currentTx(ctx)
	if t == nil {
		return fault.New(fault.Internal, "write_outside_tx")
	}
	return Fault(migration.Exec(ctx, t.tx, statements...))
}

// Containing is the pattern of LIKE … ESCAPE '\' for whatever contains s.
func Containing(s string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s) + "%"
}

// Spot is the column by which a row of the table is found soonest: within one
// statement it stands for the row, and nothing may keep it for longer.
func Spot(ctx context.Context, table string) string {
	if DialectOf(ctx) == SQLite {
		return table + ".rowid"
	}
	return table + ".id"
}

// Analyze has the planner look anew at those tables of the province in ctx of which more
// than a third came or changed since it last did. PostgreSQL does so by itself, within a
// minute or two; until then it takes a table that has just filled for an empty one, and
// sorts all of it for a page. SQLite's plans here go by no statistics.
func Analyze(ctx context.Context) error {
	if DialectOf(ctx) == SQLite {
		return nil
	}
	rows, err := Query(ctx, `SELECT quote_ident(relname) FROM pg_stat_user_tables
		WHERE schemaname = current_schema() AND n_mod_since_analyze > 1000 + n_live_tup / 2`)
	if err != nil {
		return err
	}
	var tables []string
	err = Each(rows, func(rows *sql.Rows) error {
		var table string
		err := rows.Scan(&table)
		tables = append(tables, table)
		return err
	})
	if err != nil || len(tables) == 0 {
		return err
	}
	_, err = Exec(ctx, "ANALYZE "+strings.Join(tables, ", "))
	return err
}
