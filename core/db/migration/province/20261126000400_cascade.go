package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Cascade is where steps stand that make more records than fit into one
// transaction.
var Cascade = migration.Step{ID: "20261126000400_cascade", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`CREATE TABLE record_cascade (
			id {text} PRIMARY KEY, record_id {text} NOT NULL, person {text} NOT NULL, module {text} NOT NULL, state {text} NOT NULL,
			total {int} NOT NULL, done {int} NOT NULL, undone {int} NOT NULL, effects {text} NOT NULL, at {int} NOT NULL)`,
		`CREATE INDEX record_cascade_record ON record_cascade (record_id)`,
	)
}}
