package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Proposal makes the table of acts that wait for a second administrator.
var Proposal = migration.Step{ID: "20261127004000_proposal", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx, `CREATE TABLE proposal (
		id {text} PRIMARY KEY, act {text} NOT NULL, object {text} NOT NULL, body {text} NOT NULL, reason {text} NOT NULL,
		by_id {text} NOT NULL, at {int} NOT NULL, expires_at {int} NOT NULL, state {text} NOT NULL, decided_by {text} NOT NULL, decided_at {int} NOT NULL)`)
}}
