package programme

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/programme/target"
	"github.com/doanket/doanket/core/unit"
)

// Board is what the room asks of figures: a board that need not be a manifest's.
type Board interface {
	Show(ctx context.Context, b indicator.Board, unitID, period string) (*indicator.Sheet, error)
}

// GoalRow is a unit directly below, with how it stands to a target.
type GoalRow struct {
	Unit    unit.Unit
	Figures []indicator.Figure // as the target's measures are
	Status  string
}

// Followed is a target of the resolution at a unit, with its figures there and below.
// Each figure is compared with the target that holds where it is of: one a unit set for
// itself, else the nearest above.
type Followed struct {
	target.Goal
	Record string // of the target that holds at the unit
	SetBy  unit.Unit
	Period calendar.Period // a target of the term is reckoned over the term
	Tiles  []indicator.Tile
	Status string // the worst of its figures; none while nothing is judged
	Waits  bool   // it is judged when its period is over
	Rows   []GoalRow
	Parts  *target.Parts // of an amount: what those below took on
}

// Targets are the figures of the resolution: the targets it sets, and beside them every
// share the modules in use set a target for that none of those is seen by, at a unit and
// at each directly below.
type Targets struct {
	*indicator.Sheet                       // of the measures beside the targets
	Goals            []Followed            // in the order of their codes
	Trend            map[string][]*float64 // by measure: the value of each of Periods
	Periods          []calendar.Period     // oldest first
}

// Targets opens the board of the resolution at a unit in a period: the root, and this
// year, where they are "". Faults: NotFound; Forbidden; Invalid bad_period.
func (p *Programme) Targets(ctx context.Context, unitID, period string) (*Targets, error) {
	all, err := p.goals(ctx)
	if err != nil {
		return nil, err
	}
	var seen []string
	for _, g := range all {
		seen = append(seen, g.Measures...)
	}
	beside, err := p.Figures.Show(ctx, boardOf("core.targets", p.targeted(ctx, seen)), unitID, period)
	if err != nil {
		return nil, err
	}
	out := &Targets{Sheet: beside, Goals: []Followed{}, Trend: map[string][]*float64{}, Periods: target.Trend(beside.Period, calendar.Today(db.Now(ctx)))}
	first, _ := beside.Period.Range()
	for _, in := range []calendar.Period{beside.Period, calendar.PeriodOf(first, calendar.GrainTerm)} {
		if err := p.follow(ctx, out, all, in); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(out.Goals, func(a, b Followed) int { return all.Order(a.Code) - all.Order(b.Code) })
	trend := boardOf("core.targets.trend", append(p.targeted(ctx, seen), seen...))
	for _, at := range out.Periods {
		sheet, err := p.Figures.Show(ctx, trend, beside.Unit.ID, string(at))
		if err != nil {
			return nil, fmt.Errorf("figures of %s: %w", at, err)
		}
		for _, t := range sheet.Tiles {
			out.Trend[t.Measure] = append(out.Trend[t.Measure], t.Figure.Value)
		}
	}
	return out, nil
}

func boardOf(boardID string, measures []string) indicator.Board {
	slices.Sort(measures)
	return indicator.Board{Board: manifest.Board{ID: boardID, Measures: slices.Compact(measures)}, Module: manifest.CoreID, Grey: true}
}

// follow adds the targets that are reckoned over the period: those of the term over the
// term, all others over what was asked for.
func (p *Programme) follow(ctx context.Context, out *Targets, all target.Goals, in calendar.Period) error {
	var here target.Goals
	var measures []string
	for _, g := range all {
		if one := all.Holds(g.Code, out.Unit.Path); one != nil && here.Order(g.Code) < 0 && (one.Rhythm == string(calendar.GrainTerm)) == (in.Grain() == calendar.GrainTerm) {
			here, measures = append(here, *one), append(measures, one.Measures...)
		}
	}
	if len(here) == 0 {
		return nil
	}
	sheet, err := p.Figures.Show(ctx, boardOf("core.targets.goals", measures), out.Unit.ID, string(in))
	if err != nil {
		return err
	}
	_, last := in.Range()
	over := last.Before(calendar.Today(db.Now(ctx)))
	for _, g := range here {
		one := Followed{Goal: g.Goal, Record: g.Record, SetBy: g.Unit, Period: in, Tiles: []indicator.Tile{}, Waits: g.Judged == target.JudgedAtEnd && !over, Rows: []GoalRow{}}
		var places []string
		for _, name := range g.Measures {
			if i := slices.IndexFunc(sheet.Tiles, func(t indicator.Tile) bool { return t.Measure == name }); i >= 0 {
				tile := sheet.Tiles[i]
				tile.Figure = target.Judge(tile.Figure, g.Goal, over)
				one.Tiles = append(one.Tiles, tile)
				one.Status = target.Worse(one.Status, tile.Figure.Status)
			}
		}
		for _, r := range sheet.Rows {
			row, its := GoalRow{Unit: r.Unit}, all.Holds(g.Code, r.Unit.Path)
			for _, t := range one.Tiles {
				f := target.Judge(r.Figures[t.Measure], its.Goal, over)
				row.Figures, row.Status = append(row.Figures, f), target.Worse(row.Status, f.Status)
			}
			row.Status = cmp.Or(row.Status, measure.None)
			one.Rows = append(one.Rows, row)
			if r.Unit.Branch == unit.BranchPlace {
				places = append(places, r.Unit.Path)
			}
		}
		one.Parts = all.Parts(g.Code, out.Unit.Path, places)
		one.Status = cmp.Or(one.Status, measure.None)
		out.Goals = append(out.Goals, one)
	}
	return nil
}

// Aim is what the province set a measure to reach where the path is; nil where it set
// nothing.
func (p *Programme) Aim(ctx context.Context, name, path string) (*manifest.Target, error) {
	all, err := p.goals(ctx)
	if err != nil {
		return nil, err
	}
	for _, g := range all {
		if one := all.Holds(g.Code, path); one != nil && slices.Contains(one.Measures, name) && one.Number() != nil {
			return one.Number(), nil
		}
	}
	return nil, nil //nolint:nilnil // most measures have the target of their module alone
}

// targeted are the measures the modules judge by themselves, but for those named.
func (p *Programme) targeted(ctx context.Context, but []string) (out []string) {
	for _, m := range p.Kinds.In(ctx).Manifests() {
		for i := range m.Measures {
			one := &m.Measures[i]
			if one.Target != nil && (target.IsShare(one) || len(one.Serves) > 0) && !slices.Contains(but, one.FullName()) {
				out = append(out, one.FullName())
			}
		}
	}
	return out
}
