package closing

import (
	"context"
	"fmt"
	"strings"

	"github.com/doanket/doanket/core/closing/statement"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/unit"
)

// boardOf is a board of the measures.
func boardOf(codes []string) indicator.Board {
	return indicator.Board{Board: manifest.Board{ID: objectKind, Measures: codes}, Module: manifest.CoreID}
}

// hold compares what was reckoned with what boards show, for each unit that is
// open: a statement of which one figure reads otherwise on the screen is none.
// Fault: Unavailable closing.figures_differ, naming one.
func (a *assembly) hold(ctx context.Context, measures []*measure.Measure) error {
	var codes []string
	reckoned := map[string]statement.Figure{}
	for _, m := range measures {
		codes = append(codes, m.Code)
	}
	for _, m := range a.out.Measures {
		for _, f := range m.Figures {
			reckoned[m.Code+" "+f.Unit] = f
		}
	}
	for _, u := range a.all {
		if u.ID != a.unit.ID && (u.Children == 0 || !u.Open() || !unit.Under(u.Path, a.unit.Path)) {
			continue
		}
		sheet, err := a.Figures.Show(ctx, boardOf(codes), u.ID, string(a.period))
		if err != nil {
			return err
		}
		for _, t := range sheet.Tiles {
			if err := same(t.Measure, u.ID, t.Figure, reckoned); err != nil {
				return err
			}
			for _, s := range t.Split {
				if err := same(partCode(t.Measure, s.Value), u.ID, s.Figure, reckoned); err != nil {
					return err
				}
			}
		}
		for _, r := range sheet.Rows {
			for code, f := range r.Figures {
				if err := same(code, r.Unit.ID, f, reckoned); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func same(code, unitID string, shown indicator.Figure, reckoned map[string]statement.Figure) error {
	if shown.Stale || shown.Recomputing {
		return late()
	}
	f, there := reckoned[code+" "+unitID]
	if !there && shown.Numerator == 0 && shown.Denominator == 0 || there && equal(f, shown) {
		return nil
	}
	return fault.New(fault.Unavailable, "closing.figures_differ", fault.Param("measure", code), fault.Param("unit", unitID), fault.Retry(wait),
		fault.Cause(fmt.Errorf("reckoned %s, shown %s", f, figureOf(shown))))
}

// figureOf is what a board shows in the form of a statement.
func figureOf(f indicator.Figure) statement.Figure {
	return statement.Figure{Num: measure.Thousandths(f.Numerator), Den: measure.Thousandths(f.Denominator), Value: f.Value, Proven: f.Proven, Claimed: f.Claimed}
}

// equal reports whether a closed figure reads like one shown.
func equal(f statement.Figure, shown indicator.Figure) bool {
	now := figureOf(shown)
	return f.Num == now.Num && f.Den == now.Den && sameNumber(f.Value, now.Value) && sameNumber(f.Proven, now.Proven) && sameNumber(f.Claimed, now.Claimed)
}

func sameNumber(a, b *float64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// cutKey parts a measure's key into its code and its revision.
func cutKey(key string) (code, revision string, found bool) { return strings.Cut(key, "@") }
