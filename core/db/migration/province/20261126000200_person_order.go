package province

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
	"github.com/doanket/doanket/core/text"
)

// PersonOrder sorts people as Vietnamese does; the key was without marks before.
var PersonOrder = migration.Step{ID: "20261126000200_person_order", Rows: func(ctx context.Context, tx bun.IDB) error {
	var people []struct{ ID, Given, FamilyMiddle string }
	if err := tx.NewSelect().Table("person").Column("id", "given", "family_middle").Scan(ctx, &people); err != nil {
		return err
	}
	for _, p := range people {
		key := text.SortKey(p.Given) + " " + text.SortKey(p.FamilyMiddle) + " " + p.ID
		if _, err := tx.NewRaw("UPDATE person SET sort_key = ? WHERE id = ?", key, p.ID).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}}
