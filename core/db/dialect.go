package db

import (
	"context"
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
