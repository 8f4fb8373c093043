package control

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// ModulePin makes the list of moves of pins: which version of a module the
// operator took, when, and who did.
var ModulePin = migration.Step{ID: "20261128000100_module_pin", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`CREATE TABLE module_pin (
			id {text} PRIMARY KEY,
			module {text} NOT NULL,
			version {text} NOT NULL,
			digest {text} NOT NULL,
			moved_by {text} NOT NULL,
			moved_at {time} NOT NULL)`)
}}
