package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Indicator makes the tables of the room indicator.
var Indicator = migration.Step{ID: "20261124000800_indicator", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx)
}}
