package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Job makes the tables of the room job.
var Job = migration.Step{ID: "20261124000500_job", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx)
}}
