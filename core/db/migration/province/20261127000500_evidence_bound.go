package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// EvidenceBound lets a document stand in a slot for the step that rested on it,
// in the version that step saw.
var EvidenceBound = migration.Step{ID: "20261127000500_evidence_bound", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`ALTER TABLE document_link ADD COLUMN bound_step {text} NOT NULL DEFAULT ''`,
		`ALTER TABLE document_link ADD COLUMN bound_version INTEGER NOT NULL DEFAULT 0`)
}}
