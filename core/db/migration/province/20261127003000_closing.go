package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Closing makes the tables of the room closing: the periods that were closed, each
// edition once, and what the figures of each unit then were, as JSON by measure.
// The statement itself is an object of the store, named by object_key and
// object_version.
var Closing = migration.Step{ID: "20261127003000_closing", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`CREATE TABLE closing (
			id {text} PRIMARY KEY, unit_id {text} NOT NULL, period {text} NOT NULL, edition {int} NOT NULL, replaces {text} NOT NULL,
			reason {text} NOT NULL, seen {text} NOT NULL, sha256 {text} NOT NULL, public_key {text} NOT NULL, signature {text} NOT NULL,
			object_key {text} NOT NULL, object_version {text} NOT NULL, size {int} NOT NULL,
			measures {int} NOT NULL, figures {int} NOT NULL, contributions {int} NOT NULL,
			closed_by {text} NOT NULL, closed_at {int} NOT NULL)`,
		`CREATE UNIQUE INDEX closing_edition ON closing (unit_id, period, edition)`,
		`CREATE TABLE closing_figure (
			closing_id {text} NOT NULL, unit_id {text} NOT NULL, figures {text} NOT NULL, PRIMARY KEY (closing_id, unit_id))`,
	)
}}
