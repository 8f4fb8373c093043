package db

import (
	"context"
	"strings"

	"github.com/doanket/doanket/core/db/dump"
	"github.com/doanket/doanket/core/db/migration"
	"github.com/doanket/doanket/core/fault"
)

// This file is where the dialects differ: each difference is a function with a
// name, so that rooms never ask which database they speak to.

// Columns lists a table's columns in order, with portable types (the words of
// ExecDDL); none when there is no such table.
func Columns(ctx context.Context, table string) ([]dump.Column, error) {
	idb, err := Of(ctx)
	if err != nil {
		return nil, err
	}
	columns, err := columnsOf(ctx, idb, table)
	return columns, Fault(err)
}

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
