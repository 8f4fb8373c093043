package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Overlap makes the tables of the room overlap: what of records is compared, the
// words each is found by at its places and those above (own is false there), and the
// pairs found with the record made of each. stamp changes with every change of a row.
var Overlap = migration.Step{ID: "20261127002500_overlap", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`CREATE TABLE overlap_span (
			record_id {text} NOT NULL, no {int} NOT NULL, kind {text} NOT NULL, unit_id {text} NOT NULL, parent_id {text} NOT NULL,
			first_on {text} NOT NULL, last_on {text} NOT NULL, told {text} NOT NULL, checked {bool} NOT NULL, stamp {text} NOT NULL,
			PRIMARY KEY (record_id, no))`,
		`CREATE INDEX overlap_span_unchecked ON overlap_span (record_id) WHERE NOT checked`,
		`CREATE INDEX overlap_span_parent ON overlap_span (parent_id)`,
		`CREATE TABLE overlap_word (
			record_id {text} NOT NULL, no {int} NOT NULL, word {text} NOT NULL, path {text} NOT NULL, own {bool} NOT NULL,
			from_on {text} NOT NULL, to_on {text} NOT NULL,
			PRIMARY KEY (record_id, no, word, path))`,
		`CREATE INDEX overlap_word_word ON overlap_word (word, path, from_on, to_on)`,
		`CREATE TABLE overlap_pair (
			first_id {text} NOT NULL, first_no {int} NOT NULL, second_id {text} NOT NULL, second_no {int} NOT NULL, finding_id {text} NOT NULL,
			PRIMARY KEY (first_id, first_no, second_id, second_no))`,
		`CREATE INDEX overlap_pair_second ON overlap_pair (second_id)`,
	)
}}
