package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Reminder lets a notice be about a duty in a period, or about several things at
// once (amount), and remembers of each thing that is to be done how far up its
// ladder who was told: subject is a record or an obligation, clock the code of its
// deadline, audience whom a rung names, rung and told_on the last one that was told.
var Reminder = migration.Step{ID: "20261127001400_reminder", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`ALTER TABLE notice ADD COLUMN duty {text} NOT NULL DEFAULT ''`,
		`ALTER TABLE notice ADD COLUMN period {text} NOT NULL DEFAULT ''`,
		`ALTER TABLE notice ADD COLUMN amount {int} NOT NULL DEFAULT 0`,
		`CREATE TABLE reminder (
			subject {text} NOT NULL, clock {text} NOT NULL, audience {text} NOT NULL,
			due_on {text} NOT NULL, rung {text} NOT NULL, told_on {text} NOT NULL,
			PRIMARY KEY (subject, clock, audience))`,
	)
}}
