package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Duty makes the tables of the room duty: since when each duty is owed and which
// revision of it counts, what each unit owes, and which records are for it. Days
// are "2006-01-02", empty for none; instants microseconds since 1970, 0 for never.
var Duty = migration.Step{ID: "20261127001100_duty", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`CREATE TABLE duty_rule (
			duty {text} PRIMARY KEY, since {text} NOT NULL, revision {text} NOT NULL, reached {text} NOT NULL)`,
		`CREATE TABLE duty_obligation (
			id {text} PRIMARY KEY, duty {text} NOT NULL, kind {text} NOT NULL,
			unit_id {text} NOT NULL, unit_path {text} NOT NULL, branch {text} NOT NULL,
			period {text} NOT NULL, occasion {text} NOT NULL,
			opens_on {text} NOT NULL, due_on {text} NOT NULL, counts_on {text} NOT NULL, firm {bool} NOT NULL,
			need {int} NOT NULL, have {int} NOT NULL, begun {bool} NOT NULL, proven {bool} NOT NULL,
			state {text} NOT NULL, met_on {text} NOT NULL, record_id {text} NOT NULL, working_id {text} NOT NULL, opened {int} NOT NULL,
			excused_by {text} NOT NULL, excused_at {int} NOT NULL, reason {text} NOT NULL)`,
		`CREATE UNIQUE INDEX duty_obligation_key ON duty_obligation (duty, unit_id, period, occasion)`,
		`CREATE INDEX duty_obligation_due ON duty_obligation (due_on, id)`,
		`CREATE INDEX duty_obligation_unit ON duty_obligation (unit_id, due_on)`,
		`CREATE INDEX duty_obligation_counts ON duty_obligation (duty, counts_on)`,
		`CREATE INDEX duty_obligation_working ON duty_obligation (working_id) WHERE working_id <> ''`,
		`CREATE TABLE duty_fulfilment (
			duty {text} NOT NULL, record_id {text} NOT NULL, unit_id {text} NOT NULL,
			period {text} NOT NULL, occasion {text} NOT NULL,
			met_on {text} NOT NULL, proven {bool} NOT NULL,
			PRIMARY KEY (duty, record_id, unit_id))`,
		`CREATE INDEX duty_fulfilment_unit ON duty_fulfilment (duty, unit_id, period)`,
		`CREATE INDEX duty_fulfilment_record ON duty_fulfilment (record_id)`,
	)
}}
