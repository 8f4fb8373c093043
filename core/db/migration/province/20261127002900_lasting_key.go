package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// LastingKey makes the table of keys that are never rotated and lets the log
// say from which line on it is chained by one: keyed_from and its mark, and a
// mark of where it ends.
var LastingKey = migration.Step{ID: "20261127002900_lasting_key", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`CREATE TABLE seal_lasting_key (
			purpose {text} PRIMARY KEY, origin {text} NOT NULL, master {text} NOT NULL, wrapped {text} NOT NULL, at {int} NOT NULL)`,
		`ALTER TABLE audit_head ADD COLUMN keyed_from {int} NOT NULL DEFAULT 0`,
		`ALTER TABLE audit_head ADD COLUMN keyed_mark {text} NOT NULL DEFAULT ''`,
		`ALTER TABLE audit_head ADD COLUMN mark {text} NOT NULL DEFAULT ''`,
	)
}}
