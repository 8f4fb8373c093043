package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Record makes the tables of the room record. Instants of the directory are
// microseconds since 1970, so that they sort and page alike on both dialects;
// due_on is '9999-12-31' where there is none, so that it sorts last.
var Record = migration.Step{ID: "20261124000600_record", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`CREATE TABLE record (
			id {text} PRIMARY KEY, kind {text} NOT NULL,
			unit_id {text} NOT NULL, unit_path {text} NOT NULL, to_unit_id {text} NOT NULL, to_path {text} NOT NULL,
			number {text} NOT NULL, title {text} NOT NULL, fold {text} NOT NULL,
			state {text} NOT NULL, phase {text} NOT NULL, draft {bool} NOT NULL,
			period {text} NOT NULL, due_on {text} NOT NULL, sensitivity {text} NOT NULL,
			version {int} NOT NULL, schema_rev {int} NOT NULL,
			created_by {text} NOT NULL, created_at {int} NOT NULL, updated_by {text} NOT NULL, updated_at {int} NOT NULL,
			actors {text} NOT NULL, deadlines {text} NOT NULL)`,
		// A small subtree: everything a list filters and sorts by is in the index.
		`CREATE INDEX record_place ON record (kind, unit_path, phase, draft, state, due_on, updated_at, id)`,
		// The whole province: read in order, stop after a page.
		`CREATE INDEX record_due ON record (kind, due_on, id)`,
		`CREATE INDEX record_fresh ON record (kind, updated_at, id)`,
		`CREATE INDEX record_state ON record (kind, state, due_on, id)`,
		`CREATE INDEX record_to ON record (to_path, kind, due_on, id) WHERE to_path <> ''`,
		`CREATE INDEX record_draft ON record (created_by, updated_at) WHERE draft`,
		`CREATE UNIQUE INDEX record_number ON record (kind, unit_id, number) WHERE number <> ''`,

		`CREATE TABLE record_revision (
			id {text} PRIMARY KEY, record_id {text} NOT NULL, version {int} NOT NULL,
			at {int} NOT NULL, person {text} NOT NULL, post {text} NOT NULL,
			action {text} NOT NULL, reason {text} NOT NULL, changes {text} NOT NULL)`,
		`CREATE INDEX record_revision_of ON record_revision (record_id, id)`,

		`CREATE TABLE record_comment (
			id {text} PRIMARY KEY, record_id {text} NOT NULL,
			at {int} NOT NULL, person {text} NOT NULL, post {text} NOT NULL, body {text} NOT NULL)`,
		`CREATE INDEX record_comment_of ON record_comment (record_id, id)`,

		// rel is a field's name or "effect"; key tells several of one rel apart.
		`CREATE TABLE record_link (
			from_id {text} NOT NULL, rel {text} NOT NULL, key {text} NOT NULL, to_id {text} NOT NULL, at {int} NOT NULL,
			PRIMARY KEY (from_id, rel, key))`,
		`CREATE INDEX record_link_to ON record_link (to_id, rel)`,

		`CREATE TABLE record_pending (
			record_id {text} NOT NULL, person {text} NOT NULL, action {text} NOT NULL,
			fields {text} NOT NULL, reason {text} NOT NULL, at {int} NOT NULL,
			PRIMARY KEY (record_id, person))`,

		`CREATE TABLE number_book (
			pattern {text} NOT NULL, unit_id {text} NOT NULL, year {int} NOT NULL, last {int} NOT NULL,
			PRIMARY KEY (pattern, unit_id, year))`,

		`CREATE TABLE idempotency (
			person {text} NOT NULL, key {text} NOT NULL, hash {text} NOT NULL, response {text} NOT NULL, at {int} NOT NULL,
			PRIMARY KEY (person, key))`,
		`CREATE INDEX idempotency_at ON idempotency (at)`,

		// What each kind's own table looks like here: shape is name → type.
		`CREATE TABLE record_schema (
			kind {text} PRIMARY KEY, rev {int} NOT NULL, shape {text} NOT NULL, at {int} NOT NULL)`,
	)
}}
