package programme

import (
	"context"
	"fmt"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/manifest"
)

// Board is what the room asks of figures: a board that need not be a manifest's.
type Board interface {
	Show(ctx context.Context, b indicator.Board, unitID, period string) (*indicator.Sheet, error)
}

// trendPeriods is how many periods a trend has.
const trendPeriods = 6

// Targets are the figures of the resolution: every share the modules in use set a target
// for, and what else with a target serves a clause, at a unit and at each directly below.
type Targets struct {
	*indicator.Sheet
	Trend   map[string][]*float64 // by measure: the value of each of Periods
	Periods []calendar.Period     // oldest first
}

// Targets opens the board of the resolution at a unit in a period: the root, and this
// year, where they are "". Faults: NotFound; Forbidden; Invalid bad_period.
func (p *Programme) Targets(ctx context.Context, unitID, period string) (*Targets, error) {
	board := indicator.Board{Board: manifest.Board{ID: "core.targets"}, Module: manifest.CoreID, Grey: true}
	for _, m := range p.Kinds.In(ctx).Manifests() {
		for i := range m.Measures {
			if one := &m.Measures[i]; targeted(one) {
				board.Measures = append(board.Measures, one.FullName())
			}
		}
	}
	now, err := p.Figures.Show(ctx, board, unitID, period)
	if err != nil {
		return nil, err
	}
	out := &Targets{Sheet: now, Trend: map[string][]*float64{}, Periods: trendOf(now.Period, calendar.Today(db.Now(ctx)))}
	for _, at := range out.Periods {
		sheet, err := p.Figures.Show(ctx, board, now.Unit.ID, string(at))
		if err != nil {
			return nil, fmt.Errorf("figures of %s: %w", at, err)
		}
		for _, t := range sheet.Tiles {
			out.Trend[t.Measure] = append(out.Trend[t.Measure], t.Figure.Value)
		}
	}
	return out, nil
}

// trendOf are the periods of a trend, oldest first, up to the end of a period or today:
// months of a month or a quarter, quarters of what is longer.
func trendOf(p calendar.Period, today calendar.Date) []calendar.Period {
	grain := calendar.GrainQuarter
	if g := p.Grain(); g == calendar.GrainMonth || g == calendar.GrainQuarter {
		grain = calendar.GrainMonth
	}
	_, day := p.Range()
	if day.After(today) {
		day = today
	}
	out := make([]calendar.Period, trendPeriods)
	for i := range out {
		at := calendar.PeriodOf(day, grain)
		out[len(out)-1-i] = at
		first, _ := at.Range()
		day = first.AddDays(-1)
	}
	return out
}

// targeted reports whether a measure is one the resolution is judged by.
func targeted(m *manifest.Measure) bool {
	if m.Target == nil {
		return false
	}
	share := m.Kind == manifest.MeasureRatio || m.Kind == manifest.MeasureCoverage || m.Kind == manifest.MeasureAverage
	return share || len(m.Serves) > 0
}
