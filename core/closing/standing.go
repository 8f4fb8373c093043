package closing

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/closing/statement"
	"github.com/doanket/doanket/core/manifest"
)

// Standing is how closed figures of a unit and period stand today.
type Standing struct {
	Closing  *Closing // the edition that stands, of the nearest unit at or above; nil where nobody closed
	MayClose bool
	Figures  []Compared // by measure
}

// Compared is a closed figure beside today's. A measure that one of them does not
// know is nil there.
type Compared struct {
	Measure  string
	Label    manifest.Text
	In       string
	Closed   *statement.Figure
	Today    *statement.Figure
	Restated bool // they read differently
}

// Standing compares. Faults: NotFound; Forbidden; Invalid bad_period.
func (cs *Closings) Standing(ctx context.Context, unitID, period string) (*Standing, error) {
	at, err := cs.at(ctx, unitID, period, access.FigureRead)
	if err != nil {
		return nil, err
	}
	out := &Standing{MayClose: cs.Gate.Can(ctx, access.FigureClose, object(at.unit)) && at.ended(ctx) == nil, Figures: []Compared{}}
	if out.Closing, err = cs.nearest(ctx, at); err != nil || out.Closing == nil {
		return out, err
	}
	closed, err := out.Closing.figures(ctx, at.unit.ID)
	if err != nil {
		return nil, err
	}
	measures, err := cs.measures(ctx)
	if err != nil {
		return nil, err
	}
	codes := slices.DeleteFunc(slices.Collect(maps.Keys(closed)), func(code string) bool { return strings.Contains(code, between) })
	for _, m := range measures {
		if _, there := closed[m.Code]; !there {
			codes = append(codes, m.Code)
		}
	}
	sheet, err := cs.Figures.Show(ctx, boardOf(codes), at.unit.ID, string(at.period))
	if err != nil {
		return nil, err
	}
	for _, t := range sheet.Tiles {
		today := figureOf(t.Figure)
		today.Unit = at.unit.ID
		one := Compared{Measure: t.Measure, Label: t.Label, In: t.Unit, Today: &today}
		then, there := closed[t.Measure]
		if !there {
			then = statement.Zero(t.Kind, t.Unit, at.unit.ID)
		}
		one.Closed, one.Restated = &then, !equal(then, t.Figure)
		out.Figures = append(append(out.Figures, one), comparedParts(t, at.unit.ID, closed)...)
		delete(closed, t.Measure)
	}
	for code, f := range closed { // counted no more
		out.Figures = append(out.Figures, Compared{Measure: code, Closed: &f, Restated: true})
	}
	slices.SortFunc(out.Figures, func(a, b Compared) int { return cmp.Compare(a.Measure, b.Measure) })
	return out, nil
}

// nearest is the edition that stands of the unit, or of the nearest above that was
// closed; nil where none was.
func (cs *Closings) nearest(ctx context.Context, at place) (*Closing, error) {
	ids, err := cs.above(ctx, at.unit.Path)
	if err != nil {
		return nil, err
	}
	found, err := list(ctx, "WHERE unit_id IN (?) AND period = ? ORDER BY edition DESC", ids, string(at.period))
	if err != nil {
		return nil, err
	}
	for _, id := range slices.Backward(ids) {
		if i := slices.IndexFunc(found, func(c *Closing) bool { return c.Unit == id }); i >= 0 {
			return found[i], nil
		}
	}
	return nil, nil //nolint:nilnil // most periods are not closed
}
