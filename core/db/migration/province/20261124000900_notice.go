package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Notice makes the tables of the room notice. Instants are microseconds since
// 1970, 0 for never. The key keeps one cause from telling one person twice;
// said is a module's own sentence in both languages, ” for the room's codes.
var Notice = migration.Step{ID: "20261124000900_notice", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`CREATE TABLE notice (
			id {text} PRIMARY KEY, person_id {text} NOT NULL, code {text} NOT NULL,
			record_id {text} NOT NULL, kind {text} NOT NULL, version {int} NOT NULL,
			title {text} NOT NULL, number {text} NOT NULL, due_on {text} NOT NULL, by_id {text} NOT NULL, said {text} NOT NULL,
			key {text} NOT NULL UNIQUE, created_at {int} NOT NULL, read_at {int} NOT NULL)`,
		`CREATE INDEX notice_box ON notice (person_id, id)`,
		`CREATE INDEX notice_unread ON notice (person_id) WHERE read_at = 0`,
		`CREATE INDEX notice_record ON notice (record_id)`,
	)
}}
