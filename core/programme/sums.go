package programme

import (
	"context"
	"time"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/indicator/row"
	"github.com/doanket/doanket/core/unit"
)

// sums are folded counts by key at a unit in a period.
type sums struct {
	Unit   unit.Unit
	Period calendar.Period
	AsOf   time.Time
	Stale  bool
	of     map[string]row.Cell
}

// keep brings what records count for to what has been counted; it is folded, moved
// and proven every night like what measures count.
func keep(ctx context.Context, now row.Counted) error {
	changed, err := row.Replace(ctx, now)
	if err != nil || !changed {
		return err
	}
	return indicator.EnqueueFold(ctx)
}

// sums reads the counts of keys at a unit ("" = the root) in a period ("" = this
// year), for whoever may see figures there.
func (p *Programme) sums(ctx context.Context, keys []string, unitID, period string) (*sums, error) {
	out, err := p.asked(ctx, unitID, period)
	if err != nil {
		return nil, err
	}
	cells, err := row.Cells(ctx, keys, []string{out.Unit.ID}, out.Period)
	if err != nil {
		return nil, err
	}
	for _, key := range keys {
		out.of[key] = cells[row.CellKey(key, out.Unit.ID)]
	}
	return out, nil
}

// asked is the unit and the period of a question about counts, for whoever may see
// figures there, without any count yet.
func (p *Programme) asked(ctx context.Context, unitID, period string) (*sums, error) {
	in := calendar.PeriodOf(calendar.Today(db.Now(ctx)), calendar.GrainYear)
	if period != "" {
		var err error
		if in, err = calendar.ParsePeriod(period); err != nil {
			return nil, err
		}
	}
	u, err := p.unit(ctx, unitID)
	if err != nil {
		return nil, err
	}
	if err := p.Gate.Check(ctx, access.FigureRead, access.Object{Kind: "core.figure", UnitPath: u.Path}); err != nil {
		return nil, err
	}
	out := &sums{Unit: *u, Period: in, of: map[string]row.Cell{}}
	tx, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	out.AsOf, out.Stale, err = indicator.Freshness(ctx, tx)
	return out, err
}

func (p *Programme) unit(ctx context.Context, unitID string) (*unit.Unit, error) {
	if unitID != "" {
		return p.Tree.Get(ctx, unitID)
	}
	page, err := p.Tree.List(ctx, unit.Filter{Open: true, Limit: 1})
	if err == nil && len(page.Items) == 0 {
		err = fault.New(fault.NotFound, "not_found", fault.Field("unit"))
	}
	if err != nil {
		return nil, err
	}
	return &page.Items[0], nil
}

// records is an amount in whole records.
func records(n int64) int { return int(n / measure.Scale) }
