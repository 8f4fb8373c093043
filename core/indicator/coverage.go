package indicator

import (
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/indicator/pilot"
	"github.com/doanket/doanket/core/unit"
)

// coverage is which units a measure must reach in a period. Both sides of the
// figure speak of the same units: those there were on the last day, counted
// where they stand today.
type coverage struct {
	must  []unit.Unit
	paths map[string]string // of them, by id
	count map[string]int64  // of them, by path of the unit at or above

	// Only where the folded figures may hold another unit, or the measure is made
	// of others: what is reached is counted here.
	worked bool
	num    map[string]amount // by path of the unit at or above
}

// cover reads a coverage. While no other unit was reached in the period, that
// is one walk over the tree in memory and at most one short query.
func (f *Figures) cover(ctx context.Context, m *Measure, key string, p calendar.Period) (*coverage, error) {
	list, err := f.Tree.List(ctx, unit.Filter{Kind: m.UnitKinds, AsOf: lastDay(ctx, p)})
	if err != nil {
		return nil, err
	}
	reach, err := pilot.Reach(ctx, f.Kinds, m)
	if err != nil {
		return nil, err
	}
	c := &coverage{paths: map[string]string{}, count: map[string]int64{}}
	for _, u := range list.Items {
		if !reach.Holds(u.Path) {
			continue // it does not try the module
		}
		c.must = append(c.must, u)
		c.paths[u.ID] = u.Path
		for _, path := range unit.Ancestors(u.Path) {
			c.count[path]++
		}
	}
	c.worked = len(m.AllOf) > 0 || p.Grain() == calendar.GrainTerm // who was reached in two years of a term is one
	if !c.worked {
		if c.worked, err = f.others(ctx, c, m, key, p); err != nil {
			return nil, err
		}
	}
	if c.worked {
		err = f.work(ctx, c, m, key, p)
	}
	return c, err
}

// others reports whether records of the period reach units that need not be
// reached at its end: ended since, or not there yet.
func (f *Figures) others(ctx context.Context, c *coverage, m *Measure, key string, p calendar.Period) (bool, error) {
	all, err := f.Tree.List(ctx, unit.Filter{Kind: m.UnitKinds})
	if err != nil {
		return false, err
	}
	var ids []string
	for _, u := range all.Items {
		if c.paths[u.ID] == "" {
			ids = append(ids, u.ID)
		}
	}
	if len(ids) == 0 {
		return false, nil
	}
	tx, err := db.Of(ctx)
	if err != nil {
		return false, err
	}
	for len(ids) > 0 {
		some := ids[:min(len(ids), 500)]
		ids = ids[len(some):]
		n, err := tx.NewSelect().Model((*cover)(nil)).Where("measure = ? AND period = ? AND num > 0", key, p).Where("unit_id IN (?)", bun.List(some)).Limit(1).Count(ctx)
		if err != nil || n > 0 {
			return n > 0, db.Fault(err)
		}
	}
	return false, nil
}

// work counts what is reached unit by unit.
func (f *Figures) work(ctx context.Context, c *coverage, m *Measure, key string, p calendar.Period) error {
	reached, err := f.reached(ctx, c, m, key, p)
	if err != nil {
		return err
	}
	c.num = map[string]amount{}
	for unitID, r := range reached {
		for _, path := range unit.Ancestors(c.paths[unitID]) {
			c.num[path] = c.num[path].Plus(r.part)
		}
	}
	return nil
}

// reach is how far a unit that must be reached has been.
type reach struct {
	records int64    // that reach it
	part    amount   // what it adds to the figure
	lacks   []string // of a coverage made of others: those that do not hold
}

// reached says of the units that must be reached how far they have been; who has
// not been reached at all may be left out. Who was reached and then merged has
// reached its one heir; of several heirs nobody knows which.
func (f *Figures) reached(ctx context.Context, c *coverage, m *Measure, key string, p calendar.Period) (map[string]reach, error) {
	if len(m.AllOf) > 0 {
		return f.all(ctx, c, m, p)
	}
	covers, err := coversIn(ctx, key, p)
	if err != nil {
		return nil, err
	}
	counts := map[string]amount{}
	for _, r := range covers {
		unitID, err := f.heir(ctx, c.paths, r.UnitID)
		if err != nil {
			return nil, err
		}
		if unitID != "" {
			counts[unitID] = counts[unitID].Plus(r.Counts())
		}
	}
	out := map[string]reach{}
	for unitID, n := range counts {
		out[unitID] = reach{records: n.Num, part: measure.Enough(n, f.need(key, p))}
	}
	return out, nil
}

// whole is what a unit adds that is reached, proven and approved.
var whole = amount{Num: measure.Scale, Proven: measure.Scale, Approved: measure.Scale}

// all are the units at which every coverage the measure is made of holds, and none
// of those that must not.
func (f *Figures) all(ctx context.Context, c *coverage, m *Measure, p calendar.Period) (map[string]reach, error) {
	out := map[string]reach{}
	for _, u := range c.must {
		out[u.ID] = reach{part: whole}
	}
	for _, code := range m.AllOf {
		one, err := f.measure(ctx, code)
		if err != nil {
			return nil, err
		}
		states, err := measureStates(ctx, []*Measure{one})
		if err != nil {
			return nil, err
		}
		reached, err := f.reached(ctx, c, one, states[one.Code].Shown, p)
		if err != nil {
			return nil, err
		}
		for unitID, r := range out {
			has := reached[unitID].part
			if slices.Contains(m.Unless, code) {
				has = turned(has)
			}
			r.part = amount{Num: min(r.part.Num, has.Num), Proven: min(r.part.Proven, has.Proven), Approved: min(r.part.Approved, has.Approved)}
			if has.Num == 0 {
				r.lacks = append(r.lacks, one.Code)
			}
			out[unitID] = r
		}
	}
	return out, nil
}

// turned is what a coverage adds that must not hold: nothing at whom it reaches.
func turned(has amount) amount {
	if has.Num > 0 {
		return amount{}
	}
	return whole
}

// heir is the unit that must be reached and stands for the given one, or "".
func (f *Figures) heir(ctx context.Context, must map[string]string, unitID string) (string, error) {
	for range 100 { // a chain of mergers has an end
		if must[unitID] != "" {
			return unitID, nil
		}
		u, err := f.Tree.Get(ctx, unitID)
		if err != nil || len(u.Successors) != 1 {
			return "", err
		}
		unitID = u.Successors[0]
	}
	return "", nil
}

// coversIn lists the units that records reach in the period.
func coversIn(ctx context.Context, key string, p calendar.Period) ([]cover, error) {
	tx, err := db.Of(ctx)
	if err != nil {
		return nil, err
	}
	var rows []cover
	if err := tx.NewSelect().Model(&rows).Where("measure = ? AND period IN (?) AND num > 0", key, bun.List(p.Years())).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read reached units: %w", db.Fault(err))
	}
	return rows, nil
}

// at completes the kept figure of a unit.
func (c *coverage) at(u unit.Unit, kept cell) cell {
	kept.Den = c.count[u.Path] * measure.Scale
	if c.worked {
		n := c.num[u.Path]
		kept.Num, kept.Proven, kept.Approved = n.Num, n.Proven, n.Approved
	}
	return kept
}

// Missing is a unit that must be reached and is not: how many records it has of
// how many it needs, or which of the coverages it takes do not hold.
type Missing struct {
	Unit  unit.Unit
	Have  int
	Need  int
	Lacks []string
}

// missing are the units at or below u that must be reached and are not, as far
// as the actor may see figures.
func (f *Figures) missing(ctx context.Context, m *Measure, key string, u *unit.Unit, p calendar.Period) ([]Missing, error) {
	c, err := f.cover(ctx, m, key, p)
	if err != nil {
		return nil, err
	}
	reached, err := f.reached(ctx, c, m, key, p)
	if err != nil {
		return nil, err
	}
	var out []Missing
	for _, candidate := range c.must {
		r := reached[candidate.ID]
		if r.part.Num == 0 && unit.Under(candidate.Path, u.Path) && f.sees(ctx, candidate) {
			out = append(out, Missing{Unit: candidate, Have: int(r.records), Need: int(f.need(key, p)), Lacks: r.lacks})
		}
	}
	return out, nil
}

// visible leaves out the units whose figures are not for the actor: who may
// see a unit's figure need not see those of all below it.
func (f *Figures) visible(ctx context.Context, units []unit.Unit) []unit.Unit {
	var out []unit.Unit
	for _, u := range units {
		if f.sees(ctx, u) {
			out = append(out, u)
		}
	}
	return out
}

func (f *Figures) sees(ctx context.Context, u unit.Unit) bool {
	return f.Gate.Check(ctx, "figure:read", access.Object{Kind: "core.figure", UnitPath: u.Path}) == nil
}
