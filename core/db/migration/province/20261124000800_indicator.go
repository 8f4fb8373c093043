package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Indicator makes the tables of the room indicator: what each record adds to
// each measure, what is not folded yet, and the figures by measure, period and
// unit, everything below the unit included.
var Indicator = migration.Step{ID: "20261124000800_indicator", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`CREATE TABLE contribution (
			id {text} PRIMARY KEY,
			measure {text} NOT NULL,
			record_id {text} NOT NULL,
			unit_id {text} NOT NULL,
			unit_path {text} NOT NULL,
			day {date} NOT NULL,
			num {int} NOT NULL,
			den {int} NOT NULL,
			proven {int} NOT NULL,
			cover {bool} NOT NULL)`,
		`CREATE UNIQUE INDEX contribution_record ON contribution (record_id, measure, unit_id)`,
		`CREATE INDEX contribution_measure ON contribution (measure, unit_path, day)`,
		`CREATE TABLE figure_delta (
			id {text} PRIMARY KEY,
			measure {text} NOT NULL,
			unit_id {text} NOT NULL,
			day {date} NOT NULL,
			num {int} NOT NULL,
			den {int} NOT NULL,
			proven {int} NOT NULL,
			cover {bool} NOT NULL,
			at {time} NOT NULL)`,
		`CREATE TABLE figure (
			measure {text} NOT NULL,
			period {text} NOT NULL,
			unit_id {text} NOT NULL,
			num {int} NOT NULL,
			den {int} NOT NULL,
			proven {int} NOT NULL,
			PRIMARY KEY (measure, period, unit_id))`,
		`CREATE TABLE figure_cover (
			measure {text} NOT NULL,
			period {text} NOT NULL,
			unit_id {text} NOT NULL,
			num {int} NOT NULL,
			proven {int} NOT NULL,
			PRIMARY KEY (measure, period, unit_id))`,
		`CREATE TABLE figure_fold (
			id {text} PRIMARY KEY,
			at {time} NOT NULL,
			checked_at {time},
			mended {int} NOT NULL)`,
	)
}}
