package control

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Seal makes the list of records whose keys were shredded: it outlives the
// province's database, so that a backup from before brings none back.
var Seal = migration.Step{ID: "20261127000100_seal", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx, `CREATE TABLE seal_shredded (record_id {text} PRIMARY KEY, slug {text} NOT NULL, at {int} NOT NULL)`)
}}
