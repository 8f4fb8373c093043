package row

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/unit"
)

// PartKeys are the keys of the parts a unit has a figure of in any period.
func PartKeys(ctx context.Context, key, unitID string) ([]string, error) {
	rows, err := db.Query(ctx, "SELECT DISTINCT measure FROM figure WHERE unit_id = ? AND measure LIKE '%|%' AND measure >= ? AND measure < ? ORDER BY measure",
		unitID, measure.PartKey(key, ""), measure.PartsEnd(key))
	if err != nil {
		return nil, fmt.Errorf("read parts: %w", err)
	}
	var keys []string
	err = db.Each(rows, func(rows *sql.Rows) error {
		var one string
		err := rows.Scan(&one)
		keys = append(keys, one)
		return err
	})
	return keys, err
}

// Behind are the contributions under a key of a measure, its own or that of a part,
// that its figures of a period rest on, at and below the path and at the units beside it; of a stock, one for each record that
// is there at the period's end. The withdrawn, which add nothing, are left out.
func Behind(ctx context.Context, m *measure.Measure, key string, p calendar.Period, path string, beside []string) ([]measure.Contribution, error) {
	from, to := unit.Range(path)
	first, last := p.Range()
	if beside == nil {
		beside = []string{""}
	}
	const where = "WHERE measure = ? AND (unit_path >= ? AND unit_path < ? OR unit_id IN (?)) AND (num <> 0 OR den <> 0 OR proven <> 0) AND day <= ?"
	const order = " ORDER BY record_id, unit_id, day, id"
	if m.Kind == manifest.MeasureStock {
		rows, err := db.Find[measure.Contribution](ctx, where+order, key, from, to, beside, last)
		return inStock(rows), wrap(err)
	}
	rows, err := db.Find[measure.Contribution](ctx, where+" AND day >= ? AND grains & CAST(? AS bigint) <> 0"+order,
		key, from, to, beside, last, first, measure.GrainBits[p.Grain()])
	return rows, wrap(err)
}

func wrap(err error) error {
	if err != nil {
		return fmt.Errorf("read contributions: %w", err)
	}
	return nil
}

// inStock adds up what came and what went of each record; those that went are not
// there.
func inStock(rows []measure.Contribution) []measure.Contribution {
	var out []measure.Contribution
	for _, c := range rows {
		if n := len(out) - 1; n >= 0 && out[n].RecordID == c.RecordID && out[n].UnitID == c.UnitID {
			o := &out[n]
			o.Num, o.Den, o.Proven, o.Day = o.Num+c.Num, o.Den+c.Den, o.Proven+c.Proven, c.Day
			continue
		}
		out = append(out, c)
	}
	kept := out[:0]
	for _, c := range out {
		if c.Num != 0 || c.Den != 0 || c.Proven != 0 {
			kept = append(kept, c)
		}
	}
	return kept
}

// Waits reports whether any change of a contribution waits to be folded.
func Waits(ctx context.Context) (bool, error) {
	var n int
	err := db.QueryRow(ctx, "SELECT count(*) FROM (SELECT id FROM figure_delta LIMIT 1) AS waiting").Scan(&n)
	return n > 0, err
}
