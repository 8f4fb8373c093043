package indicator

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/doanket/doanket/core/access"
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/unit"
)

// coverage is which units a measure must reach in a period. Both sides of the
// figure speak of the same units: those there were on the last day, counted
// where they stand today.
type coverage struct {
	must  []unit.Unit
	count map[string]int64 // of them, by path of the unit at or above

	// Only where a unit of these kinds has ended within the period: the folded
	// figures may hold it, so what is reached is counted here.
	mended bool
	has    map[string]cover // by unit that must be reached
	num    map[string]amount
}

// cover reads a coverage. While no unit ended in the period, that is one walk
// over the tree in memory and no query.
func (f *Figures) cover(ctx context.Context, m *Measure, key string, p calendar.Period) (*coverage, error) {
	list, err := f.Tree.List(ctx, unit.Filter{Kind: m.UnitKinds, AsOf: lastDay(ctx, p)})
	if err != nil {
		return nil, err
	}
	c := &coverage{must: list.Items, count: map[string]int64{}}
	for _, u := range c.must {
		for _, path := range unit.Ancestors(u.Path) {
			c.count[path]++
		}
	}
	all, err := f.Tree.List(ctx, unit.Filter{Kind: m.UnitKinds})
	if err != nil {
		return nil, err
	}
	first, last := p.Range()
	if p.Grain() == calendar.GrainTerm { // who was reached in two years is one
		return c, f.mend(ctx, c, key, p)
	}
	for _, u := range all.Items {
		if !u.Open() && !u.To.Before(first) && !u.To.After(last) {
			return c, f.mend(ctx, c, key, p)
		}
	}
	return c, nil
}

// mend counts what is reached unit by unit. Who was reached and then merged
// has reached its one heir; of several heirs nobody knows which.
func (f *Figures) mend(ctx context.Context, c *coverage, key string, p calendar.Period) error {
	covers, err := reached(ctx, key, p)
	if err != nil {
		return err
	}
	c.mended, c.has, c.num = true, map[string]cover{}, map[string]amount{}
	must := map[string]string{}
	for _, u := range c.must {
		must[u.ID] = u.Path
	}
	for _, r := range covers {
		unitID, err := f.heir(ctx, must, r.UnitID)
		if err != nil {
			return err
		}
		if unitID != "" {
			have := c.has[unitID]
			c.has[unitID] = cover{UnitID: unitID, Num: have.Num + r.Num, Proven: have.Proven + r.Proven}
		}
	}
	for unitID, r := range c.has {
		for _, path := range unit.Ancestors(must[unitID]) {
			c.num[path] = c.num[path].plus(amount{Num: one(r.Num), Proven: one(r.Proven)})
		}
	}
	return nil
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

// reached lists the units that records reach in the period.
func reached(ctx context.Context, key string, p calendar.Period) ([]cover, error) {
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
	kept.Den = c.count[u.Path] * scale
	if c.mended {
		kept.Num, kept.Proven = c.num[u.Path].Num, c.num[u.Path].Proven
	}
	return kept
}

// missing are the units at or below u that must be reached and are not, as far
// as the actor may see figures.
func (f *Figures) missing(ctx context.Context, m *Measure, key string, u *unit.Unit, p calendar.Period) ([]unit.Unit, error) {
	c, err := f.cover(ctx, m, key, p)
	if err != nil {
		return nil, err
	}
	has := c.has
	if !c.mended {
		rows, err := reached(ctx, key, p)
		if err != nil {
			return nil, err
		}
		has = map[string]cover{}
		for _, r := range rows {
			has[r.UnitID] = r
		}
	}
	var out []unit.Unit
	for _, candidate := range c.must {
		if _, ok := has[candidate.ID]; !ok && unit.Under(candidate.Path, u.Path) {
			out = append(out, candidate)
		}
	}
	return f.visible(ctx, out), nil
}

// visible leaves out the units whose figures are not for the actor: who may
// see a unit's figure need not see those of all below it.
func (f *Figures) visible(ctx context.Context, units []unit.Unit) []unit.Unit {
	var out []unit.Unit
	for _, u := range units {
		if f.Gate.Check(ctx, "figure:read", access.Object{Kind: "core.figure", UnitPath: u.Path}) == nil {
			out = append(out, u)
		}
	}
	return out
}
