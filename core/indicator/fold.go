package indicator

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/unit"
)

// FoldJob carries fresh contributions up the tree.
const FoldJob = "indicator.fold"

// batch is how many deltas one transaction folds.
const batch = 2000

// Fold adds every waiting delta to the figures of its unit and of all units
// above, in batches; deltas and figures change in one transaction, so a crash
// neither loses nor doubles any. It begins with Prepare, so that a measure that
// has changed is noticed within a minute.
func (f *Figures) Fold(ctx context.Context) error {
	if err := f.Prepare(ctx); err != nil {
		return err
	}
	for {
		var n int
		err := db.InTx(ctx, func(ctx context.Context) error {
			if err := db.Lock(ctx, FoldJob); err != nil {
				return err
			}
			var err error
			n, err = f.foldBatch(ctx)
			return err
		})
		if err != nil {
			return fmt.Errorf("fold figures: %w", err)
		}
		if n < batch {
			return nil
		}
	}
}

func (f *Figures) foldBatch(ctx context.Context) (int, error) {
	tx, err := db.Of(ctx)
	if err != nil {
		return 0, err
	}
	var deltas []delta
	if err := tx.NewSelect().Model(&deltas).OrderExpr("id").Limit(batch).Scan(ctx); err != nil {
		return 0, err
	}
	if len(deltas) > 0 {
		f.Forget(ctx)
		if err := f.apply(ctx, tx, deltas); err != nil {
			return 0, err
		}
	}
	return len(deltas), stamp(ctx, tx)
}

func (f *Figures) apply(ctx context.Context, tx bun.IDB, deltas []delta) error {
	own, reach := map[key]amount{}, map[key]amount{}
	ids := make([]string, 0, len(deltas))
	for _, d := range deltas {
		ids = append(ids, d.ID)
		into := own
		if d.Cover {
			into = reach
		}
		for _, p := range measure.Periods(d.Day, d.Grains) {
			k := key{Measure: d.Measure, Period: p, UnitID: d.UnitID}
			into[k] = into[k].Plus(amount{Num: d.Num, Den: d.Den, Proven: d.Proven, Approved: d.Approved, Withdrawn: d.Withdrawn})
		}
	}
	if err := f.crossings(ctx, tx, reach, own); err != nil {
		return err
	}
	up, err := f.climb(ctx, own)
	if err != nil {
		return err
	}
	if err := addCells(ctx, tx, up); err != nil {
		return err
	}
	_, err = tx.NewDelete().Model((*delta)(nil)).Where("id IN (?)", bun.List(ids)).Exec(ctx)
	return err
}

// crossings counts the records that reach each unit and turns a count that comes
// to what the measure takes, or falls below it, into one unit more or less.
func (f *Figures) crossings(ctx context.Context, tx bun.IDB, reach, own map[key]amount) error {
	if len(reach) == 0 {
		return nil
	}
	keys := sorted(reach)
	have, err := coversOf(ctx, tx, keys)
	if err != nil {
		return err
	}
	rows := make([]cover, 0, len(keys))
	for _, k := range keys {
		a, c := reach[k], have[k]
		need := f.need(k.Measure, k.Period)
		own[k] = own[k].Plus(measure.Enough(c.Counts().Plus(a), need)).Plus(measure.Enough(c.Counts(), need).Times(-1))
		rows = append(rows, k.Cover(a))
	}
	for chunk := range slices.Chunk(rows, 500) {
		_, err := tx.NewInsert().Model(&chunk).On("CONFLICT (measure, period, unit_id) DO UPDATE").
			Set("num = figure_cover.num + EXCLUDED.num").Set("proven = figure_cover.proven + EXCLUDED.proven").
			Set("approved = figure_cover.approved + EXCLUDED.approved").Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}

// coversOf reads the counts of the keys, and of a few beside them that one
// statement cannot tell apart.
func coversOf(ctx context.Context, tx bun.IDB, keys []key) (map[key]cover, error) {
	measures, periods, units := map[string]bool{}, map[calendar.Period]bool{}, map[string]bool{}
	for _, k := range keys {
		measures[k.Measure], periods[k.Period], units[k.UnitID] = true, true, true
	}
	var rows []cover
	err := tx.NewSelect().Model(&rows).Where("measure IN (?)", bun.List(slices.Collect(maps.Keys(measures)))).
		Where("period IN (?)", bun.List(slices.Collect(maps.Keys(periods)))).
		Where("unit_id IN (?)", bun.List(slices.Collect(maps.Keys(units)))).Scan(ctx)
	out := map[key]cover{}
	for _, c := range rows {
		out[key{Measure: c.Measure, Period: c.Period, UnitID: c.UnitID}] = c
	}
	return out, err
}

// need is how many records the measure of the key takes to reach a unit in a
// period.
func (f *Figures) need(measureKey string, p calendar.Period) int64 {
	m := f.catalogue.byCode[measure.CodeOf(measureKey)]
	if m == nil {
		return 1
	}
	return m.Need(p)
}

// climb gives every amount to its unit and to all units above.
func (f *Figures) climb(ctx context.Context, own map[key]amount) (map[key]amount, error) {
	up := map[key]amount{}
	above := map[string][]string{}
	for k, a := range own {
		ids, known := above[k.UnitID]
		if !known {
			var err error
			if ids, err = f.above(ctx, k.UnitID); err != nil {
				return nil, err
			}
			above[k.UnitID] = ids
		}
		for _, unitID := range ids {
			k.UnitID = unitID
			up[k] = up[k].Plus(a)
		}
	}
	return up, nil
}

// above lists the unit and the units above it.
func (f *Figures) above(ctx context.Context, unitID string) ([]string, error) {
	u, err := f.Tree.Get(ctx, unitID)
	if err != nil {
		return nil, fmt.Errorf("unit %s: %w", unitID, err)
	}
	var out []string
	for _, path := range unit.Ancestors(u.Path) {
		a, err := f.Tree.ByPath(ctx, path)
		if err != nil {
			return nil, fmt.Errorf("unit above %s: %w", unitID, err)
		}
		out = append(out, a.ID)
	}
	return out, nil
}

func addCells(ctx context.Context, tx bun.IDB, up map[key]amount) error {
	var cells []cell
	for _, k := range sorted(up) {
		if a := up[k]; a != (amount{}) {
			cells = append(cells, k.Cell(a))
		}
	}
	for chunk := range slices.Chunk(cells, 500) {
		_, err := tx.NewInsert().Model(&chunk).On("CONFLICT (measure, period, unit_id) DO UPDATE").
			Set("num = figure.num + EXCLUDED.num").Set("den = figure.den + EXCLUDED.den").
			Set("proven = figure.proven + EXCLUDED.proven").Set("approved = figure.approved + EXCLUDED.approved").
			Set("withdrawn = figure.withdrawn + EXCLUDED.withdrawn").Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}

// stamp notes the instant figures are fresh at.
func stamp(ctx context.Context, tx bun.IDB) error {
	_, err := tx.NewRaw(`INSERT INTO figure_fold (id, at, mended) VALUES ('fold', ?, 0)
		ON CONFLICT (id) DO UPDATE SET at = EXCLUDED.at`, db.Now(ctx)).Exec(ctx)
	return err
}

// sorted gives the keys in one order for every writer.
func sorted(m map[key]amount) []key {
	out := make([]key, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b key) int {
		return cmp.Or(cmp.Compare(a.Measure, b.Measure), cmp.Compare(a.Period, b.Period), cmp.Compare(a.UnitID, b.UnitID))
	})
	return out
}
