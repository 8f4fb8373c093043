package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// CascadeStep lets a cascade move children on as well as make them: by which step
// of the parent, why, and behind which of them it goes on.
var CascadeStep = migration.Step{ID: "20261127001500_cascade_step", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`ALTER TABLE record_cascade ADD COLUMN step {text} NOT NULL DEFAULT ''`,
		`ALTER TABLE record_cascade ADD COLUMN reason {text} NOT NULL DEFAULT ''`,
		`ALTER TABLE record_cascade ADD COLUMN after_id {text} NOT NULL DEFAULT ''`,
	)
}}
