package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
	"github.com/doanket/doanket/core/text"
)

// RecordWord lets records be found by their words: fold holds each word between
// spaces, and an index of words follows it within every write. SQLite keeps it
// for record's rowid (a VACUUM by hand gives rows new ones: then
// INSERT INTO record_word (record_word) VALUES ('rebuild')); PostgreSQL by an
// expression that record/read repeats. The kind is one of the words, since it
// holds a dot, which no other does.
var RecordWord = migration.Step{ID: "20261127000400_record_word",
	Up: func(ctx context.Context, tx bun.IDB) error {
		if migration.Of(tx) == migration.Postgres {
			return migration.Exec(ctx, tx, `UPDATE record SET fold = regexp_replace(fold, '\S{200,}', 'x', 'g')`, // no word may be endless there
				`CREATE INDEX record_word ON record USING gin (array_to_tsvector(string_to_array(btrim(kind || fold), ' ')))`)
		}
		return migration.Exec(ctx, tx,
			`CREATE VIRTUAL TABLE record_word USING fts5(kind, fold, content='record', detail='none', columnsize=0, tokenize="ascii tokenchars '._'")`,
			`INSERT INTO record_word (record_word) VALUES ('rebuild')`,
			`CREATE TRIGGER record_word_insert AFTER INSERT ON record BEGIN
				INSERT INTO record_word (rowid, kind, fold) VALUES (new.rowid, new.kind, new.fold); END`,
			`CREATE TRIGGER record_word_delete AFTER DELETE ON record BEGIN
				INSERT INTO record_word (record_word, rowid, kind, fold) VALUES ('delete', old.rowid, old.kind, old.fold); END`,
			`CREATE TRIGGER record_word_update AFTER UPDATE OF fold ON record WHEN old.fold <> new.fold BEGIN
				INSERT INTO record_word (record_word, rowid, kind, fold) VALUES ('delete', old.rowid, old.kind, old.fold);
				INSERT INTO record_word (rowid, kind, fold) VALUES (new.rowid, new.kind, new.fold); END`)
	},
	Rows: func(ctx context.Context, tx bun.IDB) error {
		for last := ""; ; {
			var records []struct{ ID, Title, Number, Fold string }
			err := tx.NewSelect().Table("record").Column("id", "title", "number", "fold").Where("id > ?", last).Order("id").Limit(1000).Scan(ctx, &records)
			if err != nil || len(records) == 0 {
				return err
			}
			for _, r := range records {
				words := text.WordList(r.Title + " " + r.Number + " " + r.Fold)
				if _, err := tx.NewRaw("UPDATE record SET fold = ? WHERE id = ?", words, r.ID).Exec(ctx); err != nil {
					return err
				}
			}
			last = records[len(records)-1].ID
		}
	}}
