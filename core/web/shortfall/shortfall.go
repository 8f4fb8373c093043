package shortfall

import (
	"context"
	"net/http"

	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/indicator/gap"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/web/endpoint"
)

// Gaps is the room gap as web needs it.
type Gaps interface {
	Explain(ctx context.Context, measure, unitID, period string) (*gap.Gap, error)
	Across(ctx context.Context, measure, unitID, period string) ([]gap.CoverageSpan, error)
}

// Handler answers for gaps.
type Handler struct {
	Gaps   Gaps
	Placed func(c *endpoint.Call, unitID string) string // the unit asked for, else the caller's own
}

// Routes are what can be asked of gaps.
func (h Handler) Routes() []endpoint.Route {
	route := func(path string, act endpoint.Endpoint, summary string) endpoint.Route {
		return endpoint.Route{Method: http.MethodGet, Path: path, Status: http.StatusOK, Budget: endpoint.Slow, Auth: endpoint.Session, Body: endpoint.JSON, Act: act, Summary: summary}
	}
	return []endpoint.Route{
		route("/figures/{measure}/gap", endpoint.Handle(h.get), "Why a figure misses its target: by units, by causes, and the fewest units that would meet it"),
		route("/figures/{measure}/across", endpoint.Handle(h.across), "A coverage on both sides of each merger of units in the period, each with its own denominator"),
	}
}

type acrossOut struct {
	Spans []gap.CoverageSpan `json:"spans"` // none where no units merged
}

func (h Handler) across(c *endpoint.Call, in gapIn) (acrossOut, error) {
	spans, err := h.Gaps.Across(c.Ctx, in.Measure, h.Placed(c, in.Unit), in.Period)
	return acrossOut{append([]gap.CoverageSpan{}, spans...)}, err
}

type gapIn struct {
	Measure string `path:"measure"`
	Unit    string `query:"unit"`
	Period  string `query:"period" maxLength:"10"`
}

type gapOut struct {
	Measure string           `json:"measure"`
	Label   manifest.Text    `json:"label"`
	In      string           `json:"in"`
	Kind    string           `json:"kind"`
	Unit    gap.GapPlace     `json:"unit"`
	Period  string           `json:"period"`
	Figure  indicator.Figure `json:"figure"`
	Short   float64          `json:"short"` // to the target, with proof, in what the numerator counts; below 0 past it
	Missed  bool             `json:"missed"`
	Falls   bool             `json:"falls"` // the less the better: short is what is too much
	Units   []gap.GapUnit    `json:"units"` // with rest, and causes, each add up to short
	Rest    float64          `json:"rest"`  // at the unit itself, and where the reader may not see
	Causes  []gap.GapCause   `json:"causes"`
	Nearest []gap.GapStep    `json:"nearest"` // the fewest units that, brought in whole, meet the target
	Meets   bool             `json:"meets"`   // whether they do
}

func (h Handler) get(c *endpoint.Call, in gapIn) (gapOut, error) {
	g, err := h.Gaps.Explain(c.Ctx, in.Measure, h.Placed(c, in.Unit), in.Period)
	if err != nil {
		return gapOut{}, err
	}
	f := g.Figure
	out := gapOut{f.Measure, f.Label, f.In, f.Kind, gap.PlaceOf(f.Unit), string(f.Period), f.Figure, g.Short, g.Missed, g.Falls,
		g.Units, g.Rest, g.Causes, g.Nearest, g.Meets}
	if out.Units == nil {
		out.Units = []gap.GapUnit{}
	}
	if out.Nearest == nil {
		out.Nearest = []gap.GapStep{}
	}
	return out, nil
}
