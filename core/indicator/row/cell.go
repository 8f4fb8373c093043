package row

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/manifest"
)

// Cell is a figure as it is kept: the unit with everything below it.
type Cell struct {
	bun.BaseModel `bun:"table:figure,alias:figure"`

	Measure string          `bun:"measure,pk"`
	Period  calendar.Period `bun:"period,pk"`
	UnitID  string          `bun:"unit_id,pk"`
	Num     int64           `bun:"num"`
	Den     int64           `bun:"den"`
	Proven  int64           `bun:"proven"`

	Approved  int64 `bun:"approved"`
	Withdrawn int64 `bun:"withdrawn"` // records
}

// Cover counts the records that reach a unit in a period; the unit is reached
// while they are as many as the measure takes.
type Cover struct {
	bun.BaseModel `bun:"table:figure_cover,alias:figure_cover"`

	Measure string          `bun:"measure,pk"`
	Period  calendar.Period `bun:"period,pk"`
	UnitID  string          `bun:"unit_id,pk"`
	Num     int64           `bun:"num"`
	Proven  int64           `bun:"proven"`

	Approved int64 `bun:"approved"`
}

// Key names a figure.
type Key struct {
	Measure string
	Period  calendar.Period
	UnitID  string
}

// Amount is what the figure holds.
func (c Cell) Amount() measure.Amount {
	return measure.Amount{Num: c.Num, Den: c.Den, Proven: c.Proven, Approved: c.Approved, Withdrawn: c.Withdrawn}
}

// Cell is a figure of the key.
func (k Key) Cell(a measure.Amount) Cell {
	return Cell{Measure: k.Measure, Period: k.Period, UnitID: k.UnitID, Num: a.Num, Den: a.Den, Proven: a.Proven,
		Approved: a.Approved, Withdrawn: a.Withdrawn}
}

// Counts are the records that reach the unit.
func (c Cover) Counts() measure.Amount {
	return measure.Amount{Num: c.Num, Proven: c.Proven, Approved: c.Approved}
}

// Cover is a count of the key.
func (k Key) Cover(a measure.Amount) Cover {
	return Cover{Measure: k.Measure, Period: k.Period, UnitID: k.UnitID, Num: a.Num, Proven: a.Proven, Approved: a.Approved}
}

// CellKey names a figure of a map: of a measure's key, or code, at a unit.
func CellKey(measure, unitID string) string { return measure + " " + unitID }

// Cells reads kept figures, by CellKey.
func Cells(ctx context.Context, keys, units []string, p calendar.Period) (map[string]Cell, error) {
	kept := map[string]Cell{}
	if len(keys) == 0 || len(units) == 0 {
		return kept, nil
	}
	tx, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	var rows []Cell
	err = tx.NewSelect().Model(&rows).Where("measure IN (?)", bun.List(keys)).Where("period IN (?)", bun.List(p.Years())).
		Where("unit_id IN (?)", bun.List(units)).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read figures: %w", db.Fault(err))
	}
	for _, c := range rows {
		k := CellKey(c.Measure, c.UnitID)
		if sum, there := kept[k]; there { // a term is its years
			c.Num, c.Den, c.Proven, c.Approved, c.Withdrawn = c.Num+sum.Num, c.Den+sum.Den, c.Proven+sum.Proven, c.Approved+sum.Approved, c.Withdrawn+sum.Withdrawn
		}
		kept[k] = c
	}
	return kept, nil
}

// AddStocks puts the stocks of those measures that are ones in place of the
// period's own amounts.
func AddStocks(ctx context.Context, kept map[string]Cell, measures []*measure.Measure, keys, units []string, p calendar.Period) error {
	var of []string
	for i, m := range measures {
		if m.Kind == manifest.MeasureStock {
			of = append(of, keys[i])
		}
	}
	if len(of) == 0 || len(units) == 0 {
		return nil
	}
	sums, err := stocks(ctx, of, units, p)
	for at, sum := range sums {
		sum.Withdrawn = kept[at].Withdrawn
		kept[at] = sum
	}
	return err
}

// stocks sums the months up to the period's end, by CellKey.
func stocks(ctx context.Context, keys, units []string, p calendar.Period) (map[string]Cell, error) {
	tx, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	var cells []Cell
	_, last := p.Range()
	err = tx.NewSelect().Model(&cells).Column("measure", "unit_id").
		ColumnExpr("SUM(num) AS num, SUM(den) AS den, SUM(proven) AS proven, SUM(approved) AS approved").
		Where("measure IN (?)", bun.List(keys)).Where("unit_id IN (?)", bun.List(units)).
		Where("period <= ? AND length(period) = 7 AND substr(period, 6, 1) IN ('0', '1')", calendar.PeriodOf(last, calendar.GrainMonth)).
		Group("measure", "unit_id").Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("read stocks: %w", db.Fault(err))
	}
	out := map[string]Cell{}
	for _, c := range cells {
		out[CellKey(c.Measure, c.UnitID)] = c
	}
	return out, nil
}
