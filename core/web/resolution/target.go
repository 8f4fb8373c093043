package resolution

import (
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/programme/target"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/view"
)

type targetsOut struct {
	Unit    view.UnitRef          `json:"unit"`
	Period  string                `json:"period"`
	AsOf    time.Time             `json:"as_of"`
	Goals   []followedOut         `json:"goals"`   // the targets of the resolution, by their codes
	Targets []indicator.Tile      `json:"targets"` // measures with a target that none of those is seen by
	Periods []calendar.Period     `json:"periods"` // of the trend, oldest first
	Trend   map[string][]*float64 `json:"trend"`   // by measure: a value for each of periods
	Rows    []targetRowOut        `json:"rows"`    // units directly below, with targets
}

type followedOut struct {
	target.Goal
	Record string           `json:"record"` // of the target that holds here
	SetBy  view.UnitRef     `json:"set_by"`
	Period string           `json:"period"` // it is reckoned over
	Status string           `json:"status" enum:"met,near,missed,none"`
	Waits  bool             `json:"waits"` // it is judged when the period is over
	Tiles  []indicator.Tile `json:"tiles"` // its figures here
	Rows   []goalRowOut     `json:"rows"`  // units directly below
	Parts  *target.Parts    `json:"parts"` // of an amount: what those below took on of it; else null
}

type goalRowOut struct {
	Unit    view.UnitRef     `json:"unit"`
	Figures []shortFigureOut `json:"figures"` // as tiles are
	Status  string           `json:"status" enum:"met,near,missed,none"`
}

// shortFigureOut is a figure as a line of a list needs it.
type shortFigureOut struct {
	Value       *float64 `json:"value"`
	Proven      *float64 `json:"proven"`
	Numerator   float64  `json:"numerator"`
	Denominator float64  `json:"denominator"`
	Status      string   `json:"status" enum:"met,near,missed,none"`
}

func shortFigure(f indicator.Figure) shortFigureOut {
	return shortFigureOut{f.Value, f.Proven, f.Numerator, f.Denominator, f.Status}
}

type targetRowOut struct {
	Unit    view.UnitRef              `json:"unit"`
	Figures map[string]shortFigureOut `json:"figures"` // by measure
}

// Targets is the board of the resolution where the question says, else where the caller
// works.
func (h Handler) Targets(c *endpoint.Call, in countIn) (targetsOut, error) {
	t, err := h.Programme.Targets(c.Ctx, h.Placed(c, in.Unit), in.Period)
	if err != nil {
		return targetsOut{}, err
	}
	out := targetsOut{Unit: view.UnitOf(&t.Unit), Period: string(t.Period), Goals: []followedOut{}, Targets: t.Tiles, Periods: t.Periods, Trend: t.Trend, Rows: []targetRowOut{}}
	if out.Targets == nil {
		out.Targets = []indicator.Tile{}
	}
	for _, tile := range out.Targets {
		out.AsOf = tile.Figure.AsOf
	}
	for _, g := range t.Goals {
		one := followedOut{Goal: g.Goal, Record: g.Record, SetBy: view.UnitOf(&g.SetBy), Period: string(g.Period), Status: g.Status, Waits: g.Waits, Tiles: g.Tiles, Rows: []goalRowOut{}, Parts: g.Parts}
		for _, tile := range g.Tiles {
			out.AsOf = tile.Figure.AsOf
		}
		for _, r := range g.Rows {
			line := goalRowOut{Unit: view.UnitOf(&r.Unit), Figures: []shortFigureOut{}, Status: r.Status}
			for _, f := range r.Figures {
				line.Figures = append(line.Figures, shortFigure(f))
			}
			one.Rows = append(one.Rows, line)
		}
		out.Goals = append(out.Goals, one)
	}
	for _, r := range t.Rows {
		line := targetRowOut{view.UnitOf(&r.Unit), map[string]shortFigureOut{}}
		for name, f := range r.Figures {
			line.Figures[name] = shortFigure(f)
		}
		out.Rows = append(out.Rows, line)
	}
	return out, nil
}
