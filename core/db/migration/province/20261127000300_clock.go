package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Clock keeps of every record the deadline its list shows, as JSON, or nothing.
var Clock = migration.Step{ID: "20261127000300_clock", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx, `ALTER TABLE record ADD COLUMN clock {text} NOT NULL DEFAULT ''`)
}}
