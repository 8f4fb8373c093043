package gap

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/indicator/pilot"
	"github.com/doanket/doanket/core/unit"
)

// maxMergers is how many days of mergers part a period: those that ended most units.
const maxMergers = 4

// CoverageSpan is a coverage in a part of a period in which no units merged: who was reached then,
// of the units there were at its end.
type CoverageSpan struct {
	From        calendar.Date `json:"from"`
	To          calendar.Date `json:"to"`
	Numerator   int           `json:"numerator"`
	Denominator int           `json:"denominator"`
	Proven      int           `json:"proven"`
}

// Across tells a coverage of a period that units merged in on both sides of each merger,
// each with its own denominator: the figure of the whole speaks of the units at its end.
// None where no unit it must reach ended into another then, where it is made of others
// or of a duty, or takes more than one record. Faults: those of a figure.
func (g *Gaps) Across(ctx context.Context, name, unitID, period string) ([]CoverageSpan, error) {
	fig, err := g.Figures.Get(ctx, name, unitID, period)
	if err != nil {
		return nil, err
	}
	m, err := g.coverage(ctx, name)
	if err != nil || m == nil {
		return []CoverageSpan{}, err
	}
	first, last := fig.Period.Range()
	if today := calendar.Today(db.Now(ctx)); last.After(today) {
		last = today
	}
	ends, err := g.mergers(ctx, m, fig.Unit, first, last)
	if err != nil || len(ends) == 0 {
		return []CoverageSpan{}, err
	}
	var out []CoverageSpan
	for _, to := range append(ends, last) {
		one, err := g.span(ctx, m, fig.Unit, first, to)
		if err != nil {
			return nil, fmt.Errorf("%s until %s: %w", name, to, err)
		}
		out = append(out, one)
		first = to.AddDays(1)
	}
	return out, nil
}

// coverage is the measure where it counts units by records of its own; nil where not.
func (g *Gaps) coverage(ctx context.Context, name string) (*measure.Measure, error) {
	set := g.Kinds.In(ctx)
	for _, m := range set.Manifests() {
		for i := range m.Measures {
			if one := &m.Measures[i]; one.FullName() == name && one.OfDuty == "" && len(one.AllOf) == 0 && one.Times <= 1 {
				found, err := measure.New(set, one)
				if err != nil || !found.Covering() {
					return nil, err
				}
				return found, nil
			}
		}
	}
	return nil, nil //nolint:nilnil // most measures cover nothing
}

// mergers are the last days before units a coverage must reach ended into others, at and
// below a unit, oldest first.
func (g *Gaps) mergers(ctx context.Context, m *measure.Measure, at unit.Unit, first, last calendar.Date) ([]calendar.Date, error) {
	page, err := g.Figures.Tree.List(ctx, unit.Filter{Kind: m.UnitKinds})
	if err != nil {
		return nil, err
	}
	ended := map[calendar.Date]int{}
	for _, u := range page.Items {
		if len(u.Successors) > 0 && !u.To.IsZero() && !u.To.Before(first) && u.To.Before(last) && unit.Under(u.Path, at.Path) {
			ended[u.To]++
		}
	}
	var days []calendar.Date
	for day := range ended {
		days = append(days, day)
	}
	slices.SortFunc(days, func(a, b calendar.Date) int {
		return cmp.Or(cmp.Compare(ended[b], ended[a]), cmp.Compare(a.String(), b.String()))
	})
	days = days[:min(len(days), maxMergers)]
	slices.SortFunc(days, func(a, b calendar.Date) int { return cmp.Compare(a.String(), b.String()) })
	return days, nil
}

// span counts who was reached from one day to another, of the units of its end.
func (g *Gaps) span(ctx context.Context, m *measure.Measure, at unit.Unit, from, to calendar.Date) (CoverageSpan, error) {
	out := CoverageSpan{From: from, To: to}
	page, err := g.Figures.Tree.List(ctx, unit.Filter{Kind: m.UnitKinds, AsOf: to})
	if err != nil {
		return out, err
	}
	reach, err := pilot.Reach(ctx, g.Kinds, m)
	if err != nil {
		return out, err
	}
	must := map[string]bool{}
	for _, u := range page.Items {
		if unit.Under(u.Path, at.Path) && reach.Holds(u.Path) {
			must[u.ID] = true
		}
	}
	out.Denominator = len(must)
	low, high := unit.Range(at.Path)
	rows, err := db.Query(ctx, "SELECT unit_id, SUM(num), SUM(proven) FROM contribution WHERE measure = ? AND cover AND unit_path >= ? AND unit_path < ? AND day >= ? AND day <= ? GROUP BY unit_id",
		m.Key(), low, high, from, to)
	if err != nil {
		return out, err
	}
	reached, proven := map[string]bool{}, map[string]bool{}
	counted := map[string][2]int64{}
	if err := db.Each(rows, func(rows *sql.Rows) error {
		var unitID string
		var n [2]int64
		err := rows.Scan(&unitID, &n[0], &n[1])
		counted[unitID] = n
		return err
	}); err != nil {
		return out, err
	}
	for unitID, n := range counted {
		heir, err := heirIn(ctx, g.Figures.Tree, must, unitID)
		if err != nil {
			return out, err
		}
		if heir != "" {
			reached[heir] = reached[heir] || n[0] > 0
			proven[heir] = proven[heir] || n[1] > 0
		}
	}
	for unitID := range must {
		if reached[unitID] {
			out.Numerator++
		}
		if proven[unitID] {
			out.Proven++
		}
	}
	return out, nil
}

// heirIn is the unit that must be reached and took over from the given one, itself
// perhaps; "" where none does.
func heirIn(ctx context.Context, tree indicator.Tree, must map[string]bool, unitID string) (string, error) {
	for range 100 { // a chain of mergers has an end
		if must[unitID] {
			return unitID, nil
		}
		u, err := tree.Get(ctx, unitID)
		if err != nil {
			return "", err
		}
		if len(u.Successors) != 1 {
			return "", nil
		}
		unitID = u.Successors[0]
	}
	return "", nil
}
