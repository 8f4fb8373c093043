package resolution

import (
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/view"
)

type targetsOut struct {
	Unit    view.UnitRef          `json:"unit"`
	Period  string                `json:"period"`
	AsOf    time.Time             `json:"as_of"`
	Targets []indicator.Tile      `json:"targets"`
	Periods []calendar.Period     `json:"periods"` // of the trend, oldest first
	Trend   map[string][]*float64 `json:"trend"`   // by measure: a value for each of periods
	Rows    []targetRowOut        `json:"rows"`    // units directly below
}

type targetRowOut struct {
	Unit    view.UnitRef                `json:"unit"`
	Figures map[string]indicator.Figure `json:"figures"` // by measure
}

// Targets is the board of the resolution where the question says, else where the caller
// works.
func (h Handler) Targets(c *endpoint.Call, in countIn) (targetsOut, error) {
	t, err := h.Programme.Targets(c.Ctx, h.Placed(c, in.Unit), in.Period)
	if err != nil {
		return targetsOut{}, err
	}
	out := targetsOut{Unit: view.UnitOf(&t.Unit), Period: string(t.Period), Targets: t.Tiles, Periods: t.Periods, Trend: t.Trend, Rows: []targetRowOut{}}
	if out.Targets == nil {
		out.Targets = []indicator.Tile{}
	}
	for _, tile := range out.Targets {
		out.AsOf = tile.Figure.AsOf
	}
	for _, r := range t.Rows {
		out.Rows = append(out.Rows, targetRowOut{view.UnitOf(&r.Unit), r.Figures})
	}
	return out, nil
}
