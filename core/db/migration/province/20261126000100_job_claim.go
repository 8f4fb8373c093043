package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// JobClaim gives claims an index that runs as they do: the living jobs of a
// kind by due time. The two indexes it replaces served claims that sorted all
// that waited.
var JobClaim = migration.Step{ID: "20261126000100_job_claim", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`DROP INDEX job_due`,
		`DROP INDEX job_unique_key`,
		`CREATE INDEX job_living ON job (kind, due_at, id) WHERE NOT dead`,
		`CREATE INDEX job_same ON job (kind, unique_key, due_at) WHERE unique_key <> '' AND NOT dead`,
		`CREATE INDEX job_dead ON job (id) WHERE dead`)
}}
