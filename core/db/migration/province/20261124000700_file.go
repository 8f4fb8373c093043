package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// File makes the tables of the room file.
var File = migration.Step{ID: "20261124000700_file", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx)
}}
