package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// Amount keeps approved and withdrawn amounts beside what is proven, and of each
// contribution the grains of periods it counts in, as bits, with the rank among
// which only the newest does.
var Amount = migration.Step{ID: "20261127001050_amount", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`ALTER TABLE contribution ADD COLUMN approved {int} NOT NULL DEFAULT 0`,
		`ALTER TABLE contribution ADD COLUMN withdrawn {int} NOT NULL DEFAULT 0`,
		`ALTER TABLE contribution ADD COLUMN grains {int} NOT NULL DEFAULT 31`,
		`ALTER TABLE contribution ADD COLUMN rank {text} NOT NULL DEFAULT ''`,
		`ALTER TABLE figure_delta ADD COLUMN approved {int} NOT NULL DEFAULT 0`,
		`ALTER TABLE figure_delta ADD COLUMN withdrawn {int} NOT NULL DEFAULT 0`,
		`ALTER TABLE figure_delta ADD COLUMN grains {int} NOT NULL DEFAULT 31`,
		`ALTER TABLE figure ADD COLUMN approved {int} NOT NULL DEFAULT 0`,
		`ALTER TABLE figure ADD COLUMN withdrawn {int} NOT NULL DEFAULT 0`,
		`ALTER TABLE figure_cover ADD COLUMN approved {int} NOT NULL DEFAULT 0`,
		`DROP INDEX contribution_record`,
		`CREATE UNIQUE INDEX contribution_record ON contribution (record_id, measure, unit_id, day)`,
		`CREATE INDEX contribution_rank ON contribution (rank) WHERE rank <> ''`,
		`CREATE INDEX figure_part ON figure (unit_id, measure) WHERE measure LIKE '%|%'`,
	)
}}
