package gap

import (
	"context"
	"fmt"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/unit"
)

// Records is what the room asks of records.
type Records interface {
	Readable(ctx context.Context, ids []string) (map[string]*record.Record, error)
}

// Gaps takes gaps of the province in ctx apart.
type Gaps struct {
	Figures *indicator.Figures
	Records Records
	Kinds   *kind.Kinds
	Aim     func(ctx context.Context, measure, unitPath string) (*manifest.Target, error) // that a province set where the unit is, in place of the measure's own; nil: it set none
}

// Gap is what a figure lacks to its target with proof: what was only claimed lacks its
// proof. Amounts are in what the numerator counts: units, records, people. Units with
// Rest, and Causes, each add up to Short; a part below 0 is ahead of the target, or is
// what the target lets be missing. Of a target that falls Short is what is too much.
type Gap struct {
	Figure  indicator.Named
	Short   float64
	Missed  bool
	Falls   bool
	Units   []GapUnit // directly below, largest first; none for an amount that is no share
	Rest    float64   // at the unit itself, and at units the reader may not see
	Causes  []GapCause
	Nearest []GapStep // the fewest units that meet the target; empty where it is met, falls, or is no share
	Meets   bool      // whether they do
}

// GapUnit is a unit directly below with its part of the gap.
type GapUnit struct {
	Unit   GapPlace `json:"unit"`
	Short  float64  `json:"short"`
	Value  float64  `json:"value"` // of its own figure, with proof
	Lacks  float64  `json:"lacks"` // what would come in were it whole
	amount amount
	lacks  int64
}

// GapPlace names a unit.
type GapPlace struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Kind string `json:"kind"`
}

// PlaceOf names a unit.
func PlaceOf(u unit.Unit) GapPlace { return GapPlace{u.ID, u.Name, u.Kind} }

// Explain takes the gap of a measure at a unit ("" = the root) in a period ("" = this
// year) apart. Faults: those of a figure; Conflict figure_without_target.
func (g *Gaps) Explain(ctx context.Context, name, unitID, period string) (*Gap, error) {
	pages, err := g.lineage(ctx, indicator.Ask{Measure: name, Unit: unitID, Period: period, Short: true})
	if err != nil {
		return nil, err
	}
	fig := pages[0].Figure
	if g.Aim != nil {
		set, err := g.Aim(ctx, fig.Measure, fig.Unit.Path)
		if err != nil {
			return nil, err
		}
		if set != nil {
			fig.Target, fig.Status = set, measure.None
			if fig.Value != nil {
				fig.Status = measure.Status(*set, *fig.Value)
			}
		}
	}
	if fig.Target == nil {
		return nil, fault.New(fault.Conflict, "figure_without_target")
	}
	aim, all := goalOf(*fig.Target, fig.Kind, fig.In, fig.Value), tallyOf(fig.Figure)
	short := aim.short(all)
	out := &Gap{Figure: fig, Short: short.float(), Missed: aim.missed(short), Falls: aim.falls}
	if aim.share {
		var parts []GapUnit
		parts, rest := byUnit(aim, short, pages[0].Units)
		out.Units, out.Rest = parts, rest.float()
		if !aim.falls && out.Missed {
			out.Nearest, out.Meets = nearest(aim, short, all, parts)
		}
	}
	out.Causes, err = g.causes(ctx, aim, all, short, pages)
	if err != nil {
		return nil, fmt.Errorf("causes of %s: %w", fig.Measure, err)
	}
	return out, nil
}

// maxPages bounds how many pages of records are looked into: what is behind them is
// told as not looked into, so that the parts add up.
const maxPages = 20

func (g *Gaps) lineage(ctx context.Context, ask indicator.Ask) ([]*indicator.Lineage, error) {
	var out []*indicator.Lineage
	for range maxPages {
		l, err := g.Figures.Lineage(ctx, ask)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
		ask.Known = &out[0].Figure
		if ask.Cursor = l.Next; ask.Cursor == "" {
			break
		}
	}
	return out, nil
}
