package indicator

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/db"
)

// renamed are the columns in which a measure is named, by its code or key.
var renamed = [][2]string{{"contribution", "measure"}, {"figure", "measure"}, {"figure_cover", "measure"}, {"figure_delta", "measure"},
	{"figure_measure", "shown"}, {"figure_measure", "building"}, {"figure_measure", "code"}}

// rename gives what an earlier server kept under a measure's bare code its full
// name, so that it is shown until it has been counted anew. Done again it
// changes nothing.
func (f *Figures) rename(ctx context.Context) error {
	tx, err := db.Of(ctx)
	if err != nil {
		return err
	}
	var known []string
	err = tx.NewSelect().Model((*measureState)(nil)).Column("code").Scan(ctx, &known)
	if err != nil || !slices.ContainsFunc(known, func(code string) bool { return !strings.Contains(code, ".") }) {
		return db.Fault(err)
	}
	return db.InTx(ctx, func(ctx context.Context) error {
		if err := db.Lock(ctx, FoldJob); err != nil {
			return err
		}
		f.Forget(ctx)
		for _, m := range f.catalogue.byCode {
			if slices.Contains(known, m.Code) {
				continue // what is bare is another module's
			}
			code := m.Measure.Code
			for _, at := range renamed {
				_, err := db.Exec(ctx, "UPDATE "+at[0]+" SET "+at[1]+" = ? || "+at[1]+" WHERE "+at[1]+" = ? OR "+at[1]+" >= ? AND "+at[1]+" < ?",
					m.Module+".", code, code+"@", code+"A")
				if err != nil {
					return fmt.Errorf("name %s of %s: %w", at[0], m.Code, err)
				}
			}
		}
		return nil
	})
}
