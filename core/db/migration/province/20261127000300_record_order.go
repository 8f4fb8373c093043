package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
	"github.com/doanket/doanket/core/text"
)

// RecordOrder gives records keys that sort their titles and numbers as
// Vietnamese does.
var RecordOrder = migration.Step{ID: "20261127000300_record_order", Up: func(ctx context.Context, tx bun.IDB) error {
	return migration.Exec(ctx, tx,
		`ALTER TABLE record ADD COLUMN title_key {text} NOT NULL DEFAULT ''`,
		`ALTER TABLE record ADD COLUMN number_key {text} NOT NULL DEFAULT ''`)
}, Rows: func(ctx context.Context, tx bun.IDB) error {
	last := ""
	for {
		var records []struct{ ID, Title, Number string }
		if err := tx.NewSelect().Table("record").Column("id", "title", "number").Where("id > ?", last).Order("id").Limit(1000).Scan(ctx, &records); err != nil {
			return err
		}
		for _, r := range records {
			_, err := tx.NewRaw("UPDATE record SET title_key = ?, number_key = ? WHERE id = ?", text.ShortSortKey(r.Title), text.ShortSortKey(r.Number), r.ID).Exec(ctx)
			if err != nil {
				return err
			}
		}
		if len(records) < 1000 {
			return nil
		}
		last = records[len(records)-1].ID
	}
}}
