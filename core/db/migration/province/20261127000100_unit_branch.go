package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// UnitBranch gives every kind of units its branch. What was listed before it is
// a place, which is how units were reached until then.
var UnitBranch = migration.Step{ID: "20261127000100_unit_branch", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx, `ALTER TABLE unit_kind ADD COLUMN branch {text} NOT NULL DEFAULT 'place'`)
}}
