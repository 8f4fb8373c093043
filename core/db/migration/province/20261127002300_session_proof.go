package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// SessionProof keeps when whoever is in a session last showed that it is them.
var SessionProof = migration.Step{ID: "20261127002300_session_proof", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx, `ALTER TABLE session ADD COLUMN proved_at {int} NOT NULL DEFAULT 0`, `UPDATE session SET proved_at = created_at`)
}}
