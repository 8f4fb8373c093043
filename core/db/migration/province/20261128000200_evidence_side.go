package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// EvidenceSide keeps on whose side a paper was put in: the unit that keeps the record or
// one it was sent to. Of papers put in before, it is what the posts of their author say,
// also former ones; one whose author stood on both sides, or on neither, is nobody's.
var EvidenceSide = migration.Step{ID: "20261128000200_evidence_side",
	Up: func(ctx context.Context, tx bun.IDB) error {
		return migration.Exec(ctx, tx, `ALTER TABLE document_link ADD COLUMN side {text} NOT NULL DEFAULT ''`)
	},
	Rows: func(ctx context.Context, tx bun.IDB) error {
		const (
			of   = ` FROM record AS r WHERE r.id = document_link.record_id`
			sent = ` FROM record_delivery AS d WHERE d.record_id = document_link.record_id`
			post = ` EXISTS (SELECT 1 FROM post AS p WHERE p.person_id = document_link.created_by AND p.unit_id = `
			kept = ` EXISTS (SELECT 1` + of + ` AND (r.created_by = document_link.created_by OR` + post + `r.unit_id)))`
			told = ` EXISTS (SELECT 1` + sent + ` AND` + post + `d.unit_id))`
		)
		return migration.Exec(ctx, tx,
			`UPDATE document_link SET side = (SELECT r.unit_id`+of+`) WHERE side = ''
				AND (NOT EXISTS (SELECT 1`+sent+`) AND EXISTS (SELECT 1`+of+` AND r.to_unit_id = '') OR`+kept+` AND NOT`+told+`)`,
			`UPDATE document_link SET side = (SELECT MIN(d.unit_id)`+sent+` AND`+post+`d.unit_id)) WHERE side = '' AND`+told+` AND NOT`+kept)
	}}
