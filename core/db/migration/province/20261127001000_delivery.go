package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Delivery keeps the units each record was sent to, by the field that names them,
// with the version that was sent; record.sent counts them where they are many. A
// remark says which side it comes from ("" is the owner's) and who else reads it.
var Delivery = migration.Step{ID: "20261127001000_delivery", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`CREATE TABLE record_delivery (
			record_id {text} NOT NULL, field {text} NOT NULL, unit_id {text} NOT NULL, path {text} NOT NULL, version {int} NOT NULL, at {int} NOT NULL,
			PRIMARY KEY (record_id, field, unit_id))`,
		`CREATE INDEX record_delivery_path ON record_delivery (path, record_id)`,
		`ALTER TABLE record ADD COLUMN sent INTEGER NOT NULL DEFAULT 0`,
		`ALTER TABLE record_comment ADD COLUMN side {text} NOT NULL DEFAULT ''`,
		`ALTER TABLE record_comment ADD COLUMN audience {text} NOT NULL DEFAULT 'own'`)
}}
