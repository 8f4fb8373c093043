package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// RecordBranch puts the branch of its unit on every record, and into the index
// that decides what a list may show.
var RecordBranch = migration.Step{ID: "20261127000200_record_branch", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`ALTER TABLE record ADD COLUMN branch {text} NOT NULL DEFAULT 'place'`,
		`DROP INDEX record_place`,
		`CREATE INDEX record_place ON record (kind, unit_path, phase, draft, state, due_on, updated_at, id, branch)`)
}}
