package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Sheet makes the tables of the room sheet: imports, their rows as they were read and
// what became of each, and which columns people said the heads of their own sheets
// stand for.
var Sheet = migration.Step{ID: "20261127002800_sheet", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`CREATE TABLE sheet_import (
			id {text} PRIMARY KEY, person {text} NOT NULL, token_id {text} NOT NULL, allow {text} NOT NULL, kind {text} NOT NULL,
			upload_id {text} NOT NULL, name {text} NOT NULL, format {text} NOT NULL, unit_id {text} NOT NULL, step {text} NOT NULL,
			state {text} NOT NULL, problem {text} NOT NULL, head_row {int} NOT NULL, heads {text} NOT NULL, columns {text} NOT NULL,
			good {int} NOT NULL, bad {int} NOT NULL, same {int} NOT NULL, done {int} NOT NULL, refused {int} NOT NULL,
			undone {int} NOT NULL, kept {int} NOT NULL, at {int} NOT NULL)`,
		`CREATE INDEX sheet_import_person ON sheet_import (person, at)`,
		`CREATE INDEX sheet_import_at ON sheet_import (at)`,
		`CREATE TABLE sheet_row (
			import_id {text} NOT NULL, row {int} NOT NULL, state {text} NOT NULL, unit_id {text} NOT NULL, record_id {text} NOT NULL,
			version {int} NOT NULL, cells {text} NOT NULL, fields {text} NOT NULL, before {text} NOT NULL, problem {text} NOT NULL,
			PRIMARY KEY (import_id, row))`,
		`CREATE INDEX sheet_row_state ON sheet_row (import_id, state, row)`,
		`CREATE TABLE sheet_mapping (
			kind {text} NOT NULL, heads {text} NOT NULL, unit_id {text} NOT NULL, columns {text} NOT NULL, person {text} NOT NULL, at {int} NOT NULL,
			PRIMARY KEY (kind, heads, unit_id))`,
	)
}}
