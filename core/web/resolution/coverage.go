package resolution

import (
	"time"

	"github.com/doanket/doanket/core/programme"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/view"
)

type coverageOut struct {
	Unit      view.UnitRef              `json:"unit"`
	Period    string                    `json:"period"` // of records
	Term      string                    `json:"term"`   // of tasks
	AsOf      time.Time                 `json:"as_of"`
	Stale     bool                      `json:"stale"`
	Reckoning bool                      `json:"reckoning"`
	Clauses   []programme.CoveredClause `json:"clauses"`
	Units     []view.UnitRef            `json:"units"` // directly below
	Cells     []programme.CoveredCell   `json:"cells"` // with something in them
}

// Cover is the matrix of units and clauses where the question says, else where the
// caller works.
func (h Handler) Cover(c *endpoint.Call, in countIn) (coverageOut, error) {
	m, err := h.Programme.Cover(c.Ctx, h.Placed(c, in.Unit), in.Period)
	if err != nil {
		return coverageOut{}, err
	}
	out := coverageOut{Unit: view.NameOf(&m.Unit), Period: string(m.Period), Term: string(m.Term), AsOf: m.AsOf, Stale: m.Stale,
		Reckoning: m.Reckoning, Clauses: m.Clauses, Units: []view.UnitRef{}, Cells: m.Cells}
	for _, u := range m.Units {
		out.Units = append(out.Units, view.UnitOf(&u))
	}
	return out, nil
}
