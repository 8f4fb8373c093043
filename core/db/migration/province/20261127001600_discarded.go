package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Discarded lets the drafts that were thrown away be found by when they were.
var Discarded = migration.Step{ID: "20261127001600_discarded", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx, `CREATE INDEX record_discarded ON record (updated_at) WHERE phase = 'discarded'`)
}}
