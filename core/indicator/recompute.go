package indicator

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
)

// RecomputeJob proves every night that the folded figures equal the sum of the
// contributions.
const RecomputeJob = "indicator.recompute"

// Drift is a figure that was not what its contributions say.
type Drift struct {
	Measure string
	Period  calendar.Period
	UnitID  string
	Kept    [3]int64 // num, den, proven as kept
	Summed  [3]int64 // as summed
}

// Recompute folds what waits, sums all contributions anew and lists every
// figure that differs; with mend it puts the sums in place. No drift is the
// only good answer: a moved unit aside, a difference is a fault of ours.
func (f *Figures) Recompute(ctx context.Context, mend bool) ([]Drift, error) {
	var drifts []Drift
	err := db.InTx(ctx, func(ctx context.Context) error {
		if err := db.Lock(ctx, FoldJob); err != nil {
			return err
		}
		if err := f.foldAll(ctx); err != nil {
			return err
		}
		tx, err := db.Of(ctx)
		if err != nil {
			return err
		}
		want, reach, err := f.sum(ctx, tx)
		if err != nil {
			return err
		}
		if drifts, err = compare(ctx, tx, want); err != nil {
			return err
		}
		if !mend || len(drifts) == 0 {
			return checked(ctx, tx, len(drifts))
		}
		if err := rewrite(ctx, tx, want, reach); err != nil {
			return err
		}
		return checked(ctx, tx, len(drifts))
	})
	if err != nil {
		return nil, fmt.Errorf("recompute figures: %w", err)
	}
	return drifts, nil
}

func (f *Figures) foldAll(ctx context.Context) error {
	for {
		n, err := f.foldBatch(ctx)
		if err != nil || n < batch {
			return err
		}
	}
}

// sum adds up all contributions of the province.
func (f *Figures) sum(ctx context.Context, tx bun.IDB) (up, reach map[key]amount, err error) {
	own, reach := map[key]amount{}, map[key]amount{}
	rows, err := tx.NewSelect().Model((*contribution)(nil)).Rows(ctx)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var c contribution
		if err := tx.NewSelect().Model((*contribution)(nil)).DB().ScanRow(ctx, rows, &c); err != nil {
			return nil, nil, err
		}
		into := own
		if c.Cover {
			into = reach
		}
		for _, p := range periods(c.Day) {
			k := key{c.Measure, p, c.UnitID}
			into[k] = into[k].plus(amount{c.Num, c.Den, c.Proven})
		}
	}
	if err := rows.Err(); err != nil {
		return nil, nil, err
	}
	for k, a := range reach {
		own[k] = own[k].plus(amount{Num: one(a.Num), Proven: one(a.Proven)})
	}
	up, err = f.climb(ctx, own)
	return up, reach, err
}

func compare(ctx context.Context, tx bun.IDB, want map[key]amount) ([]Drift, error) {
	var kept []cell
	if err := tx.NewSelect().Model(&kept).Scan(ctx); err != nil {
		return nil, err
	}
	var drifts []Drift
	seen := map[key]bool{}
	for _, c := range kept {
		k := key{c.Measure, c.Period, c.UnitID}
		seen[k] = true
		if have := (amount{c.Num, c.Den, c.Proven}); have != want[k] {
			drifts = append(drifts, drift(k, have, want[k]))
		}
	}
	for _, k := range sorted(want) {
		if !seen[k] && want[k] != (amount{}) {
			drifts = append(drifts, drift(k, amount{}, want[k]))
		}
	}
	return drifts, nil
}

func drift(k key, have, want amount) Drift {
	return Drift{Measure: k.Measure, Period: k.Period, UnitID: k.UnitID,
		Kept: [3]int64{have.Num, have.Den, have.Proven}, Summed: [3]int64{want.Num, want.Den, want.Proven}}
}

// rewrite puts the sums in place of the kept figures.
func rewrite(ctx context.Context, tx bun.IDB, want, reach map[key]amount) error {
	for _, model := range []any{(*cell)(nil), (*cover)(nil)} {
		if _, err := tx.NewDelete().Model(model).Where("1 = 1").Exec(ctx); err != nil {
			return err
		}
	}
	if err := addCells(ctx, tx, want); err != nil {
		return err
	}
	for _, k := range sorted(reach) {
		row := &cover{Measure: k.Measure, Period: k.Period, UnitID: k.UnitID, Num: reach[k].Num, Proven: reach[k].Proven}
		if _, err := tx.NewInsert().Model(row).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

func checked(ctx context.Context, tx bun.IDB, mended int) error {
	_, err := tx.NewRaw(`UPDATE figure_fold SET checked_at = ?, mended = ? WHERE id = 'fold'`, db.Now(ctx), mended).Exec(ctx)
	return err
}
