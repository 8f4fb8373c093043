package control

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Tenant makes the tables of the room tenant.
var Tenant = migration.Step{ID: "20261124000100_tenant", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx)
}}
