package indicator

import (
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/indicator/measure"
)

// RecomputeJob proves every night that the folded figures equal the sum of the
// contributions.
const RecomputeJob = "indicator.recompute"

// Drift is a figure that was not what its contributions say.
type Drift struct {
	Measure string
	Period  calendar.Period
	UnitID  string
	Kept    [5]int64 // num, den, proven, approved, withdrawn as kept
	Summed  [5]int64 // as summed
}

// Recompute sums all contributions anew, measure by measure, and lists every
// figure that differs from what is folded and what waits to be; with mend it
// puts the sums in place. No drift is the only good answer: a moved unit aside,
// a difference is a fault of ours.
func (f *Figures) Recompute(ctx context.Context, mend bool) ([]Drift, error) {
	var drifts []Drift
	keys, err := f.keys(ctx)
	for i := 0; i < len(keys) && err == nil; i++ {
		var found []Drift
		found, err = f.recompute(ctx, keys[i], mend)
		drifts = append(drifts, found...)
	}
	if err != nil {
		return nil, fmt.Errorf("recompute figures: %w", err)
	}
	return drifts, db.InTx(ctx, func(ctx context.Context) error { return checked(ctx, len(drifts)) })
}

// keys are all revisions of measures that have or may have figures.
func (f *Figures) keys(ctx context.Context) ([]string, error) {
	tx, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	var keys []string
	err = tx.NewRaw("SELECT measure FROM figure UNION SELECT measure FROM contribution").Scan(ctx, &keys)
	if err != nil {
		return nil, db.Fault(err)
	}
	for _, m := range f.catalogue.byCode {
		keys = append(keys, m.Key())
	}
	slices.Sort(keys)
	return slices.Compact(keys), nil
}

// recompute does one measure in a transaction of its own. Nobody folds
// meanwhile; who writes a record does not wait.
func (f *Figures) recompute(ctx context.Context, measure string, mend bool) (drifts []Drift, err error) {
	err = db.InTx(ctx, func(ctx context.Context) error {
		if err := db.Lock(ctx, FoldJob); err != nil {
			return err
		}
		tx, err := db.Of(ctx)
		if err != nil {
			return err
		}
		want, reach, err := f.sum(ctx, tx, measure)
		if err != nil {
			return err
		}
		if drifts, err = compare(ctx, tx, measure, want); err != nil || !mend || len(drifts) == 0 {
			return err
		}
		f.Forget(ctx)
		return rewrite(ctx, tx, measure, want, reach)
	})
	return drifts, err
}

func (f *Figures) foldAll(ctx context.Context) error {
	for {
		n, err := f.foldBatch(ctx)
		if err != nil || n < batch {
			return err
		}
	}
}

// total is what a measure's contributions of one day add up to at a unit.
type total struct {
	UnitID string        `bun:"unit_id"`
	Day    calendar.Date `bun:"day"`
	Cover  bool          `bun:"cover"`
	Num    int64         `bun:"num"`
	Den    int64         `bun:"den"`
	Proven int64         `bun:"proven"`

	Approved  int64 `bun:"approved"`
	Withdrawn int64 `bun:"withdrawn"`
	Grains    int64 `bun:"grains"`
}

// sum adds up the contributions to a measure, less the deltas that wait. Both
// are read by one statement, so that no write comes between.
func (f *Figures) sum(ctx context.Context, tx bun.IDB, of string) (up, reach map[key]amount, err error) {
	var totals []total
	err = tx.NewRaw(`SELECT unit_id, day, cover, grains, SUM(num) AS num, SUM(den) AS den, SUM(proven) AS proven, SUM(approved) AS approved, SUM(withdrawn) AS withdrawn
			FROM contribution WHERE measure = ? GROUP BY unit_id, day, cover, grains
		UNION ALL SELECT unit_id, day, cover, grains, -SUM(num), -SUM(den), -SUM(proven), -SUM(approved), -SUM(withdrawn)
			FROM figure_delta WHERE measure = ? GROUP BY unit_id, day, cover, grains`, of, of).Scan(ctx, &totals)
	if err != nil {
		return nil, nil, err
	}
	own, reach := map[key]amount{}, map[key]amount{}
	for _, t := range totals {
		into := own
		if t.Cover {
			into = reach
		}
		for _, p := range measure.Periods(t.Day, t.Grains) {
			k := key{Measure: of, Period: p, UnitID: t.UnitID}
			into[k] = into[k].Plus(amount{Num: t.Num, Den: t.Den, Proven: t.Proven, Approved: t.Approved, Withdrawn: t.Withdrawn})
		}
	}
	for k, a := range reach {
		own[k] = own[k].Plus(measure.Enough(a, f.need(of, k.Period)))
	}
	up, err = f.climb(ctx, own)
	return up, reach, err
}

func compare(ctx context.Context, tx bun.IDB, measure string, want map[key]amount) ([]Drift, error) {
	var kept []cell
	if err := tx.NewSelect().Model(&kept).Where("measure = ?", measure).Scan(ctx); err != nil {
		return nil, err
	}
	var drifts []Drift
	seen := map[key]bool{}
	for _, c := range kept {
		k := key{Measure: c.Measure, Period: c.Period, UnitID: c.UnitID}
		seen[k] = true
		if have := c.Amount(); have != want[k] {
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
	return Drift{Measure: measure.CodeOf(k.Measure), Period: k.Period, UnitID: k.UnitID,
		Kept: have.List(), Summed: want.List()}
}

// rewrite puts the sums in place of the measure's kept figures.
func rewrite(ctx context.Context, tx bun.IDB, measure string, want, reach map[key]amount) error {
	for _, model := range []any{(*cell)(nil), (*cover)(nil)} {
		if _, err := tx.NewDelete().Model(model).Where("measure = ?", measure).Exec(ctx); err != nil {
			return err
		}
	}
	if err := addCells(ctx, tx, want); err != nil {
		return err
	}
	var covers []cover
	for _, k := range sorted(reach) {
		covers = append(covers, k.Cover(reach[k]))
	}
	for chunk := range slices.Chunk(covers, 500) {
		if _, err := tx.NewInsert().Model(&chunk).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

func checked(ctx context.Context, mended int) error {
	_, err := db.Exec(ctx, `UPDATE figure_fold SET checked_at = ?, mended = ? WHERE id = 'fold'`, db.Now(ctx), mended)
	return err
}
