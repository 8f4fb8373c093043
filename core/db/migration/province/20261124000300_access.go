package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Access makes the tables of the room access: roles as the province wrote
// them, and the Casbin rules that follow from them.
var Access = migration.Step{ID: "20261124000300_access", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`CREATE TABLE access_role (id {text} PRIMARY KEY, body {text} NOT NULL)`,
		`CREATE TABLE access_rule (
			ptype {text} NOT NULL, v0 {text} NOT NULL, v1 {text} NOT NULL, v2 {text} NOT NULL, v3 {text} NOT NULL,
			PRIMARY KEY (ptype, v0, v1, v2, v3))`,
		`CREATE TABLE access_revision (one {int} PRIMARY KEY, revision {int} NOT NULL)`,
		`INSERT INTO access_revision (one, revision) VALUES (1, 0)`,
	)
}}
