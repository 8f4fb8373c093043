package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// WordWaiting is the table of records whose words SQLite's index does not have
// yet, or has as they were. It goes by rowid and is no part of an archive.
const WordWaiting = "record_word_waiting"

// RecordWordWaiting lets words of SQLite's records wait beside their index, which
// merges what comes in: one record at a time, that took more of the processor
// than all else of a write. With 256 that wait, the next write's trigger moves
// them in; a question asks both (record/read). kind and fold are what the index
// has of the record, ” when nothing. What waits comes and goes with the write's
// transaction, like the index itself. PostgreSQL's index needs none of this.
var RecordWordWaiting = migration.Step{ID: "20261127002100_record_word_waiting", Up: func(ctx context.Context, tx bun.IDB) error {
	if migration.Of(tx) == migration.Postgres {
		return nil
	}
	wait := "INSERT INTO " + WordWaiting + " (hit, kind, fold) VALUES "
	return migration.Exec(ctx, tx,
		`DROP TRIGGER record_word_insert`, `DROP TRIGGER record_word_delete`, `DROP TRIGGER record_word_update`,
		`CREATE TABLE `+WordWaiting+` (place INTEGER PRIMARY KEY, hit INTEGER NOT NULL UNIQUE, kind TEXT NOT NULL, fold TEXT NOT NULL)`,
		`CREATE TRIGGER record_word_insert AFTER INSERT ON record BEGIN
			`+wait+`(new.rowid, '', '') ON CONFLICT (hit) DO NOTHING; END`,
		`CREATE TRIGGER record_word_delete AFTER DELETE ON record BEGIN
			`+wait+`(old.rowid, old.kind, old.fold) ON CONFLICT (hit) DO NOTHING; END`,
		`CREATE TRIGGER record_word_update AFTER UPDATE OF fold ON record WHEN old.fold <> new.fold BEGIN
			`+wait+`(old.rowid, old.kind, old.fold) ON CONFLICT (hit) DO NOTHING; END`,
		`CREATE TRIGGER record_word_move AFTER INSERT ON `+WordWaiting+` WHEN new.place >= 256 BEGIN
			INSERT INTO record_word (record_word, rowid, kind, fold)
				SELECT 'delete', hit, kind, fold FROM `+WordWaiting+` WHERE kind <> '' ORDER BY hit;
			INSERT INTO record_word (rowid, kind, fold)
				SELECT rowid, kind, fold FROM record WHERE rowid IN (SELECT hit FROM `+WordWaiting+`) ORDER BY rowid;
			DELETE FROM `+WordWaiting+`; END`,
	)
}}
