package indicator

import (
	"fmt"
	"slices"
	"strings"

	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/manifest/rule"
)

// Measure is a manifest's measure with its expressions compiled. Module is the
// manifest that declares it, which need not be the one of the kind it counts.
type Measure struct {
	*manifest.Measure
	Code     string // the full name, module.code: what figures are kept under
	revision string // changes when what is counted changes
	gauge    *rule.Gauge
}

// Covering reports whether the measure asks which units are reached.
func (m *Measure) Covering() bool { return m.Kind == manifest.MeasureCoverage }

// catalogue is every measure and board of every manifest.
type catalogue struct {
	byCode  map[string]*Measure
	byKind  map[string][]*Measure
	boards  []Board
	refused []Refused
}

// Refused is a measure set aside, and why: it has no figure, and all others do.
type Refused struct {
	*manifest.Measure
	Reason string
}

// Board is a manifest's board.
type Board struct {
	manifest.Board
	Module string `json:"module"`
}

func newCatalogue(kinds *kind.Set) *catalogue {
	c := &catalogue{byCode: map[string]*Measure{}, byKind: map[string][]*Measure{}}
	for _, manifest := range kinds.Manifests() {
		for i := range manifest.Measures {
			if err := c.add(kinds, &manifest.Measures[i]); err != nil {
				c.refused = append(c.refused, Refused{&manifest.Measures[i], err.Error()})
			}
		}
		for _, b := range manifest.Boards {
			b.Measures = fullNames(manifest.ID, b.Measures)
			c.boards = append(c.boards, Board{Board: b, Module: manifest.ID})
		}
	}
	return c
}

// fullNames completes the codes of a module's own measures.
func fullNames(module string, names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = name
		if !strings.Contains(name, ".") {
			out[i] = module + "." + name
		}
	}
	return out
}

func (c *catalogue) add(kinds *kind.Set, declared *manifest.Measure) error {
	kind, err := kinds.Get(declared.Of)
	if err != nil {
		return fmt.Errorf("it counts %s, which no installed module declares: %w", declared.Of, err)
	}
	gauge, err := rule.CompileMeasure(kind.Kind, declared)
	if err != nil {
		return err
	}
	m := &Measure{Measure: declared, Code: declared.FullName(), gauge: gauge, revision: revisionOf(declared, kind)}
	c.byCode[m.Code] = m
	if m.ofDuty() {
		return nil
	}
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
