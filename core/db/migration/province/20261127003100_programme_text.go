package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// ProgrammeText keeps what a resolution says: its name, the titles of its sections and
// groups, and the words of each clause, so that it can be read where it is followed.
var ProgrammeText = migration.Step{ID: "20261127003100_programme_text", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`ALTER TABLE programme ADD COLUMN title {text} NOT NULL DEFAULT ''`,
		`ALTER TABLE programme_clause ADD COLUMN words {text} NOT NULL DEFAULT ''`,
		`CREATE TABLE programme_section (id {text} PRIMARY KEY, place {int} NOT NULL, title {text} NOT NULL)`,
	)
}}
