package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// DocumentText keeps what the versions of documents say by which they prove records,
// and an index of its words that follows within each write: fold holds words as
// record.fold does, and words that follow each other as one, with _ between. state is
// what came of reading the bytes (search/extract), face the words the document is
// described by. SQLite keeps the index for the table's rowid, PostgreSQL by an
// expression that the room search repeats.
var DocumentText = migration.Step{ID: "20261127003600_document_text", Up: func(ctx context.Context, tx bun.IDB) error {
	err := migration.Exec(ctx, tx, `CREATE TABLE document_text (
		document_id {text} NOT NULL, version {int} NOT NULL, sha256 {text} NOT NULL, state {text} NOT NULL,
		read_at {int} NOT NULL, face {text} NOT NULL, fold {text} NOT NULL, body {text} NOT NULL,
		PRIMARY KEY (document_id, version))`)
	if err != nil {
		return err
	}
	if migration.Of(tx) == migration.Postgres {
		return migration.Exec(ctx, tx,
			`CREATE INDEX document_word ON document_text USING gin (array_to_tsvector(string_to_array(btrim(fold), ' ')))`)
	}
	return migration.Exec(ctx, tx,
		`CREATE VIRTUAL TABLE document_word USING fts5(fold, content='document_text', detail='none', columnsize=0, tokenize="ascii tokenchars '._'")`,
		`CREATE TRIGGER document_word_insert AFTER INSERT ON document_text BEGIN
			INSERT INTO document_word (rowid, fold) VALUES (new.rowid, new.fold); END`,
		`CREATE TRIGGER document_word_delete AFTER DELETE ON document_text BEGIN
			INSERT INTO document_word (document_word, rowid, fold) VALUES ('delete', old.rowid, old.fold); END`,
		`CREATE TRIGGER document_word_update AFTER UPDATE OF fold ON document_text WHEN old.fold <> new.fold BEGIN
			INSERT INTO document_word (document_word, rowid, fold) VALUES ('delete', old.rowid, old.fold);
			INSERT INTO document_word (rowid, fold) VALUES (new.rowid, new.fold); END`)
}}
