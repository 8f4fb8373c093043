package indicator

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/indicator/pilot"
	"github.com/doanket/doanket/core/indicator/row"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/unit"
)

// stale is how long a delta may wait before figures say so.
const stale = 5 * time.Second

// Figure is one measure at one unit, everything below included, in one period.
// Value, Proven, Claimed and Approved are in the measure's unit (percent for a
// coverage, percent or what else it declares for a ratio: 5 days over 2 cases
// are 2.5), nil when there is nothing to divide by. Value = Proven + Claimed;
// what is approved is a part of Value told apart from what is proven.
type Figure struct {
	Value       *float64         `json:"value"`
	Numerator   float64          `json:"numerator"`
	Denominator float64          `json:"denominator"`
	Proven      *float64         `json:"proven"`
	Claimed     *float64         `json:"claimed"`
	Approved    *float64         `json:"approved"`  // nil where the measure does not say when a record is approved
	Withdrawn   int              `json:"withdrawn"` // records that would count had they not been withdrawn
	Target      *manifest.Target `json:"target"`
	Status      string           `json:"status" enum:"met,near,missed,none"`
	NoProof     bool             `json:"no_proof,omitempty"` // the measure asks for no paper: nothing of it is proven or waits for proof
	Recomputing bool             `json:"recomputing"`        // the measure has changed: this is the old figure until all records are counted anew
	Duty        *DutyShare       `json:"duty,omitempty"`     // of a duty: what stands beside it
	Pilot       string           `json:"pilot,omitempty"`    // while the module is tried: "part" of units above those that try it, "outside" at units beside them; "off" where the module was switched off
	AsOf        time.Time        `json:"as_of"`
	Stale       bool             `json:"stale"`
}

// Named is a figure with what it is of.
type Named struct {
	Figure
	Measure string          `json:"measure"`
	Label   manifest.Text   `json:"label"`
	Hint    manifest.Text   `json:"hint,omitzero"`
	Kind    string          `json:"kind"`
	In      string          `json:"in"` // what the figure is in: percent, count…
	Unit    unit.Unit       `json:"unit"`
	Period  calendar.Period `json:"period"`
	Split   []Slice         `json:"split"` // by value, where the measure says by:
}

// Get is one figure. Faults: NotFound; Invalid bad_period.
func (f *Figures) Get(ctx context.Context, measure, unitID, period string) (*Named, error) {
	m, u, p, err := f.ask(ctx, measure, unitID, period)
	if err != nil {
		return nil, err
	}
	figs, err := f.read(ctx, []*Measure{m}, []unit.Unit{*u}, p)
	if err != nil {
		return nil, err
	}
	slices, err := f.slices(ctx, m, *u, p)
	return &Named{Figure: figs[row.CellKey(m.Code, u.ID)], Measure: m.Code, Label: m.Label, Hint: m.Hint, Kind: m.Kind, In: m.Measure.Unit, Unit: *u, Period: p, Split: slices}, err
}

// ask checks the three things every question names. No period means this year.
func (f *Figures) ask(ctx context.Context, measure, unitID, period string) (*Measure, *unit.Unit, calendar.Period, error) {
	m, err := f.measure(ctx, measure)
	if err != nil {
		return nil, nil, "", err
	}
	p, err := parsePeriod(ctx, period)
	if err != nil {
		return nil, nil, "", err
	}
	u, err := f.at(ctx, unitID)
	return m, u, p, err
}

func parsePeriod(ctx context.Context, s string) (calendar.Period, error) {
	if s == "" {
		return calendar.PeriodOf(calendar.Today(db.Now(ctx)), calendar.GrainYear), nil
	}
	return calendar.ParsePeriod(s)
}

// read answers measures × units of one period with one query of folded cells.
func (f *Figures) read(ctx context.Context, measures []*Measure, units []unit.Unit, p calendar.Period) (map[string]Figure, error) {
	tx, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	states, err := f.statesOf(ctx, measures)
	if err != nil {
		return nil, err
	}
	keys := make([]string, len(measures))
	for i, m := range measures {
		keys[i] = states[m.Code].Shown
	}
	reaches, err := pilot.Reaches(ctx, f.Kinds, measures)
	if err != nil {
		return nil, err
	}
	kept, err := pilot.Cells(ctx, f.Tree, reaches, measures, keys, units, p)
	if err != nil {
		return nil, err
	}
	asOf, late, err := Freshness(ctx, tx)
	if err != nil {
		return nil, err
	}
	out := map[string]Figure{}
	for _, m := range measures {
		if ofDuty(m) {
			if err := f.owings(ctx, m, units, p, out); err != nil {
				return nil, err
			}
			continue
		}
		var reach *coverage
		if m.Covering() {
			if reach, err = f.cover(ctx, m, states[m.Code].Shown, p); err != nil {
				return nil, err
			}
		}
		for _, u := range units {
			c := kept[row.CellKey(states[m.Code].Shown, u.ID)]
			if reach != nil {
				c = reach.at(u, c)
			}
			fig := figureOf(m, c)
			fig.AsOf, fig.Stale, fig.Recomputing = asOf, late, !f.whole(m, states)
			out[row.CellKey(m.Code, u.ID)] = fig
		}
	}
	for i, m := range measures {
		for _, u := range units {
			out[row.CellKey(m.Code, u.ID)] = out[row.CellKey(m.Code, u.ID)].standing(pilot.Standing(reaches[i], u.Path))
		}
	}
	return out, nil
}

// standing is the figure with where it stands in a pilot; outside one there is none.
func (f Figure) standing(pilots string) Figure {
	if f.Pilot = pilots; pilots == pilot.Outside || pilots == pilot.Off {
		return Figure{Target: f.Target, Status: measure.None, AsOf: f.AsOf, Pilot: pilots}
	}
	return f
}

// lastDay is the end of the period, or today while it runs.
func lastDay(ctx context.Context, p calendar.Period) calendar.Date {
	_, last := p.Range()
	if today := calendar.Today(db.Now(ctx)); last.After(today) {
		return today
	}
	return last
}

// figureOf puts a kept cell into the measure's unit.
func figureOf(m *Measure, c cell) Figure {
	f := Figure{Numerator: parts(c.Num), Denominator: parts(c.Den), Target: m.Target, Status: measure.None, NoProof: m.Of != "" && !ofDuty(m) && len(m.Proof) == 0}
	share := func(n int64) *float64 {
		v := parts(n)
		if m.Kind == manifest.MeasureRatio || m.Kind == manifest.MeasureAverage || m.Covering() {
			if c.Den == 0 {
				return nil
			}
			v = float64(n) / float64(c.Den)
			if m.Measure.Unit == "percent" {
				v *= 100
			}
		}
		return &v
	}
	f.Value, f.Proven, f.Claimed, f.Withdrawn = share(c.Num), share(c.Proven), share(c.Num-c.Proven), int(c.Withdrawn/measure.Scale)
	if m.Approved != "" {
		f.Approved = share(c.Approved)
	}
	if f.Value != nil && m.Target != nil {
		f.Status = measure.Status(*m.Target, *f.Value)
	}
	return f
}

func parts(n int64) float64 { return float64(n) / measure.Scale }

// Freshness is when figures were last folded and whether anything waits longer
// than it should.
func Freshness(ctx context.Context, tx bun.IDB) (asOf time.Time, late bool, err error) {
	var oldest []delta
	if err := tx.NewSelect().Model(&oldest).OrderExpr("id").Limit(1).Scan(ctx); err != nil {
		return asOf, false, fmt.Errorf("read freshness: %w", db.Fault(err))
	}
	now := db.Now(ctx)
	if len(oldest) == 0 {
		return now, false, nil // nothing waits: the figures are of this moment
	}
	err = tx.NewSelect().Table("figure_fold").Column("at").Where("id = 'fold'").Scan(ctx, &asOf)
	if err = db.Fault(err); fault.Is(err, fault.NotFound) {
		err = nil
	}
	return asOf, now.Sub(oldest[0].At) > stale, err
}
