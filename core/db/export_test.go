package db

import (
	"context"

	"github.com/doanket/doanket/core/db/dump"
)

// Columns is what a dump says of a table's columns; none when there is no such
// table.
func Columns(ctx context.Context, table string) ([]dump.Column, error) {
	idb, err := Of(ctx)
	if err != nil {
		return nil, err
	}
	return columnsOf(ctx, idb, table)
}
