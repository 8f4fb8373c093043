package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Audit makes the tables of the room audit.
var Audit = migration.Step{ID: "20261124000400_audit", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx)
}}
