package indicator

import (
	"fmt"
	"slices"

	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
)

// Measure is a manifest's measure with its expressions compiled. Module is the
// manifest that declares it, which need not be the one of the kind it counts.
type Measure struct {
	*manifest.Measure
	Module   string
	revision string // changes when what is counted changes
	gauge    *rule.Gauge
}

// Covering reports whether the measure asks which units are reached.
func (m *Measure) Covering() bool { return m.Kind == manifest.MeasureCoverage }

// catalogue is every measure and board of every manifest.
type catalogue struct {
	byCode map[string]*Measure
	byKind map[string][]*Measure
	boards []Board
}

// Board is a manifest's board.
type Board struct {
	manifest.Board
	Module string `json:"module"`
}

func newCatalogue(kinds *kind.Set) (*catalogue, error) {
	c := &catalogue{byCode: map[string]*Measure{}, byKind: map[string][]*Measure{}}
	for _, manifest := range kinds.Manifests() {
		for i := range manifest.Measures {
			if err := c.add(kinds, manifest.ID, &manifest.Measures[i]); err != nil {
				return nil, err
			}
		}
		for _, b := range manifest.Boards {
			c.boards = append(c.boards, Board{Board: b, Module: manifest.ID})
		}
	}
	return c, nil
}

func (c *catalogue) add(kinds *kind.Set, module string, declared *manifest.Measure) error {
	kind, err := kinds.Get(declared.Of)
	if err != nil {
		return fmt.Errorf("measure %s counts %s: %w", declared.Code, declared.Of, err)
	}
	gauge, err := rule.CompileMeasure(kind.Kind, declared)
	if err != nil {
		return fmt.Errorf("compile measure %s: %w", declared.Code, err)
	}
	if _, twice := c.byCode[declared.Code]; twice {
		return fault.New(fault.Invalid, "measure_twice", fault.Param("measure", declared.Code))
	}
	m := &Measure{Measure: declared, Module: module, gauge: gauge, revision: revisionOf(declared, kind)}
	c.byCode[declared.Code] = m
	c.byKind[declared.Of] = append(c.byKind[declared.Of], m)
	return nil
}

func (c *catalogue) board(id string) (Board, bool) {
	i := slices.IndexFunc(c.boards, func(b Board) bool { return b.ID == id })
	if i < 0 {
		return Board{}, false
	}
	return c.boards[i], true
}
