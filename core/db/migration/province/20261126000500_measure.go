package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Measure makes the table that says which revision of each measure the figures
// show. What was counted before it stands under the bare code until it has been
// counted anew.
var Measure = migration.Step{ID: "20261126000500_measure", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`CREATE TABLE figure_measure (
			code {text} PRIMARY KEY,
			shown {text} NOT NULL,
			building {text} NOT NULL,
			reached {text} NOT NULL)`,
		`INSERT INTO figure_measure (code, shown, building, reached) SELECT DISTINCT measure, measure, '', '' FROM figure`)
}}
