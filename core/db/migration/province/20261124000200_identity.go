package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Identity makes the tables of the room identity.
var Identity = migration.Step{ID: "20261124000200_identity", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx)
}}
