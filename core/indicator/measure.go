package indicator

import (
	"slices"

	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/indicator/row"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
)

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
	Grey   bool   `json:"-"` // measures of modules that were switched off stand on it too, without a figure
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
			b.Measures = measure.FullNames(manifest.ID, b.Measures)
			c.boards = append(c.boards, Board{Board: b, Module: manifest.ID})
		}
	}
	return c
}

func (c *catalogue) add(kinds *kind.Set, declared *manifest.Measure) error {
	m, err := measure.New(kinds, declared)
	if err != nil {
		return err
	}
	c.byCode[m.Code] = m
	if declared.Of != "" && !ofDuty(m) {
		c.byKind[declared.Of] = append(c.byKind[declared.Of], m)
	}
	return nil
}

func (c *catalogue) board(id string) (Board, bool) {
	i := slices.IndexFunc(c.boards, func(b Board) bool { return b.ID == id })
	if i < 0 {
		return Board{}, false
	}
	return c.boards[i], true
}

// What the room below computes, under the names used here.
type (
	Measure      = measure.Measure
	contribution = measure.Contribution
	amount       = measure.Amount
	delta        = row.Delta
	cell         = row.Cell
	cover        = row.Cover
	key          = row.Key
	measureState = row.State
)
