package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// SelfApproval keeps of every step taken on own work what the province allowed it
// for.
var SelfApproval = migration.Step{ID: "20261127000600_self_approval", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx, `ALTER TABLE record_revision ADD COLUMN self_approval {text} NOT NULL DEFAULT ''`)
}}
