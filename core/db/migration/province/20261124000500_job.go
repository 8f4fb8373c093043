package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Job makes the tables of the room job.
var Job = migration.Step{ID: "20261124000500_job", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`CREATE TABLE job (
			id {text} PRIMARY KEY,
			kind {text} NOT NULL,
			args {text} NOT NULL,
			priority {int} NOT NULL,
			unique_key {text} NOT NULL,
			due_at {time} NOT NULL,
			lease {text} NOT NULL,
			tries {int} NOT NULL,
			max_tries {int} NOT NULL,
			dead {bool} NOT NULL,
			error {text} NOT NULL,
			created_at {time} NOT NULL
		)`,
		`CREATE INDEX job_due ON job (dead, due_at)`,
		`CREATE INDEX job_unique_key ON job (unique_key)`,
		`CREATE TABLE job_schedule (kind {text} PRIMARY KEY, slot {time} NOT NULL)`)
}}
