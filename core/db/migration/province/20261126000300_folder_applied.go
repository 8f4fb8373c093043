package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// FolderApplied makes the table of what `tenant apply` last made of the province.
var FolderApplied = migration.Step{ID: "20261126000300_folder_applied", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx, `CREATE TABLE folder_applied (thing {text} PRIMARY KEY, facets {text} NOT NULL)`)
}}
