package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Programme makes the tables of the room programme: the clauses of the province's
// resolution and what serves them (field and value empty: every record of the
// kind), by which map each kind's records were reckoned, and the clauses of each
// record. A record for which a person chose none has one row without a clause.
var Programme = migration.Step{ID: "20261127001900_programme", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`CREATE TABLE programme (id {text} PRIMARY KEY, revision {int} NOT NULL, own {bool} NOT NULL)`,
		`CREATE TABLE programme_clause (id {text} PRIMARY KEY, place {int} NOT NULL, title {text} NOT NULL, title_en {text} NOT NULL)`,
		`CREATE TABLE programme_serving (
			kind {text} NOT NULL, field {text} NOT NULL, value {text} NOT NULL, clause {text} NOT NULL, place {int} NOT NULL,
			PRIMARY KEY (kind, field, value, clause))`,
		`CREATE TABLE programme_reckoned (
			kind {text} PRIMARY KEY, revision {text} NOT NULL, building {text} NOT NULL, reached {text} NOT NULL)`,
		`CREATE TABLE record_clause (
			record_id {text} NOT NULL, clause {text} NOT NULL, kind {text} NOT NULL, chosen {bool} NOT NULL,
			PRIMARY KEY (record_id, clause))`,
		`CREATE INDEX record_clause_clause ON record_clause (clause, kind, record_id)`,
	)
}}
