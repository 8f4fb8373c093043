package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Seal makes the tables of the room seal: the province's keys, the records'
// keys wrapped by them, and who asked to open what.
var Seal = migration.Step{ID: "20261127000200_seal", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`CREATE TABLE seal_province_key (
			id {text} PRIMARY KEY, origin {text} NOT NULL, master {text} NOT NULL, wrapped {text} NOT NULL,
			at {int} NOT NULL, retired_at {int} NOT NULL)`,
		`CREATE TABLE seal_record_key (
			record_id {text} PRIMARY KEY, key_id {text} NOT NULL, wrapped {text} NOT NULL, at {int} NOT NULL, shredded_at {int} NOT NULL)`,
		`CREATE INDEX seal_record_key_key ON seal_record_key (key_id)`,
		`CREATE TABLE seal_opening (
			id {text} PRIMARY KEY, record_id {text} NOT NULL, fields {text} NOT NULL, reason {text} NOT NULL,
			asked_by {text} NOT NULL, asked_at {int} NOT NULL, approved_by {text} NOT NULL, approved_at {int} NOT NULL, ends_at {int} NOT NULL)`,
		`CREATE INDEX seal_opening_record ON seal_opening (record_id)`,
	)
}}
