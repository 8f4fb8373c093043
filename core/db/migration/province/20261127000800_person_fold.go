package province

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/db/migration"
)

// PersonFold takes logins out of what a search for people looks in: its last
// line, after the two of names.
var PersonFold = migration.Step{ID: "20261127000800_person_fold",
	Rows: func(ctx context.Context, tx bun.IDB) error {
		var people []struct{ ID, Fold string }
		if err := tx.NewSelect().Table("person").Column("id", "fold").Scan(ctx, &people); err != nil {
			return err
		}
		for _, p := range people {
			lines := strings.Split(p.Fold, "\n")
			if len(lines) < 3 {
				continue
			}
			if _, err := tx.NewRaw("UPDATE person SET fold = ? WHERE id = ?", strings.Join(lines[:2], "\n"), p.ID).Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	}}
