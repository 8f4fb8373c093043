package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Report makes the tables of the room report: what people write beside the sections
// of a report, by unit, template, section and period, and the reports that were
// frozen, each once, as JSON with its SHA-256.
var Report = migration.Step{ID: "20261127002400_report", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`CREATE TABLE report_text (
			unit_id {text} NOT NULL, template {text} NOT NULL, section {text} NOT NULL, period {text} NOT NULL,
			text {text} NOT NULL, version {int} NOT NULL, updated_by {text} NOT NULL, updated_at {int} NOT NULL,
			PRIMARY KEY (unit_id, template, section, period))`,
		`CREATE TABLE report_frozen (
			id {text} PRIMARY KEY, unit_id {text} NOT NULL, template {text} NOT NULL, period {text} NOT NULL,
			content {text} NOT NULL, sha256 {text} NOT NULL, frozen_by {text} NOT NULL, frozen_at {int} NOT NULL)`,
		`CREATE UNIQUE INDEX report_frozen_key ON report_frozen (unit_id, template, period)`,
	)
}}
