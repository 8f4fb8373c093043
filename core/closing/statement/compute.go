package statement

import (
	"cmp"
	"slices"

	"github.com/doanket/doanket/core/manifest"
)

// scale is how many parts of one amounts are kept in.
const scale = 1000

// amount is what is added up.
type amount struct{ num, den, proven int64 }

func (a amount) plus(b amount) amount {
	return amount{a.num + b.num, a.den + b.den, a.proven + b.proven}
}

// whole is what a unit adds to a coverage that is reached and proven.
var whole = amount{num: scale, proven: scale}

// Compute makes the figures of every measure from its contributions: one for each
// unit in reach at which there is anything to count.
func (s *Statement) Compute() {
	c := newComputer(s)
	for i := range s.Measures {
		s.Measures[i].Figures = c.figures(&s.Measures[i])
	}
}

// computer holds what all measures are computed by.
type computer struct {
	paths    map[string]string // of units, by id
	heirs    map[string]string
	ids      map[string]string // by path
	reach    string            // path of the unit that was closed
	measures map[string]*Measure
}

func newComputer(s *Statement) *computer {
	c := &computer{paths: map[string]string{}, heirs: map[string]string{}, ids: map[string]string{}, measures: map[string]*Measure{}}
	for _, u := range s.Units {
		c.paths[u.ID], c.heirs[u.ID], c.ids[u.Path] = u.Path, u.Heir, u.ID
	}
	c.reach = c.paths[s.Head.Unit]
	for i := range s.Measures {
		c.measures[s.Measures[i].Code] = &s.Measures[i]
	}
	return c
}

// figures are those of one measure.
func (c *computer) figures(m *Measure) []Figure {
	sums := map[string]amount{} // by unit
	switch {
	case m.Duty:
		for _, o := range m.Owings {
			c.climb(sums, o.Path, amount{o.Met * scale, o.Owed * scale, o.Proven * scale})
		}
	case m.Kind == manifest.MeasureCoverage:
		reached := c.reached(m, m.Must)
		for _, u := range m.Must {
			part := reached[u]
			part.den = scale
			c.climb(sums, c.paths[u], part)
		}
	default:
		for _, n := range m.Contributions {
			c.climb(sums, c.paths[n.Unit], amount{n.Num, n.Den, n.Proven})
		}
	}
	out := make([]Figure, 0, len(sums))
	for u, a := range sums {
		if a != (amount{}) {
			out = append(out, m.figure(u, a))
		}
	}
	slices.SortFunc(out, func(a, b Figure) int { return cmp.Compare(a.Unit, b.Unit) })
	return out
}

// climb gives an amount to the unit at a path and to all units above it that are
// in reach.
func (c *computer) climb(sums map[string]amount, path string, a amount) {
	for n := len(path); n >= len(c.reach) && n > 0; n-- {
		if path[n-1] != '/' {
			continue
		}
		if u, there := c.ids[path[:n]]; there && path[:len(c.reach)] == c.reach {
			sums[u] = sums[u].plus(a)
		}
	}
}

// reached is what each of the units that must be reached adds to a coverage.
func (c *computer) reached(m *Measure, must []string) map[string]amount {
	in := map[string]bool{}
	for _, u := range must {
		in[u] = true
	}
	out := map[string]amount{}
	if len(m.AllOf) > 0 {
		for _, u := range must {
			out[u] = whole
		}
		for _, code := range m.AllOf {
			one, there := c.measures[code]
			has := map[string]amount{}
			if there {
				has = c.reached(one, must)
			}
			for _, u := range must {
				part := has[u]
				if slices.Contains(m.Unless, code) {
					part = turned(part)
				}
				out[u] = amount{num: min(out[u].num, part.num), proven: min(out[u].proven, part.proven)}
			}
		}
		return out
	}
	counts := map[string]amount{}
	for _, n := range m.Contributions {
		if u := c.heir(in, n.Unit); n.Cover && u != "" {
			counts[u] = counts[u].plus(amount{n.Num, 0, n.Proven})
		}
	}
	for u, n := range counts {
		out[u] = amount{num: enough(n.num, m.Need), proven: enough(n.proven, m.Need)}
	}
	return out
}

// turned is what a coverage adds that must not hold.
func turned(has amount) amount {
	if has.num > 0 {
		return amount{}
	}
	return whole
}

func enough(n, need int64) int64 {
	if n >= max(1, need) {
		return scale
	}
	return 0
}

// heir is the unit that must be reached and stands for the given one, or "".
func (c *computer) heir(must map[string]bool, u string) string {
	for range 100 { // a chain of mergers has an end
		if u == "" || must[u] {
			return u
		}
		u = c.heirs[u]
	}
	return ""
}

// Zero is the figure of a measure at a unit where nothing counts.
func Zero(kind, in, unitID string) Figure {
	return (&Measure{Kind: kind, In: in}).figure(unitID, amount{})
}

// figure puts an amount into the measure's unit.
func (m *Measure) figure(u string, a amount) Figure {
	share := func(n int64) *float64 {
		v := float64(n) / scale
		if m.Kind == manifest.MeasureRatio || m.Kind == manifest.MeasureAverage || m.Kind == manifest.MeasureCoverage {
			if a.den == 0 {
				return nil
			}
			v = float64(n) / float64(a.den)
			if m.In == "percent" {
				v *= 100
			}
		}
		return &v
	}
	return Figure{Unit: u, Num: a.num, Den: a.den, Value: share(a.num), Proven: share(a.proven), Claimed: share(a.num - a.proven)}
}
