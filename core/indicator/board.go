package indicator

import (
	"context"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/indicator/row"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/unit"
)

// Tile is one measure of a board at the unit asked for.
type Tile struct {
	Measure string        `json:"measure"`
	Label   manifest.Text `json:"label"`
	Hint    manifest.Text `json:"hint,omitzero"`
	Unit    string        `json:"unit"`
	Kind    string        `json:"kind" enum:"count,sum,ratio,coverage,average,stock"`
	Of      string        `json:"of"`
	Figure  Figure        `json:"figure"`
	Split   []Slice       `json:"split"` // by value, where the measure says by:
}

// Row is a unit directly below, with the same measures.
type Row struct {
	Unit    unit.Unit         `json:"unit"`
	Figures map[string]Figure `json:"figures"`
}

// Sheet is a board opened at a unit and a period.
type Sheet struct {
	Board      Board           `json:"board"`
	Unit       unit.Unit       `json:"unit"`
	Period     calendar.Period `json:"period"`
	Tiles      []Tile          `json:"tiles"`
	Rows       []Row           `json:"rows"`
	Breadcrumb []unit.Unit     `json:"breadcrumb"`
}

// Boards are the boards switched on in the province.
func (f *Figures) Boards(ctx context.Context) []Board {
	var out []Board
	for _, b := range f.catalogue.boards {
		if on(ctx, b.Module) {
			out = append(out, b)
		}
	}
	return out
}

// Open reads a board: the unit's figures and those of the units directly below,
// in one query. Faults: NotFound; Invalid bad_period.
func (f *Figures) Open(ctx context.Context, board, unitID, period string) (*Sheet, error) {
	b, ok := f.catalogue.board(board)
	if !ok || !on(ctx, b.Module) {
		return nil, fault.New(fault.NotFound, "not_found")
	}
	p, err := parsePeriod(ctx, period)
	if err != nil {
		return nil, err
	}
	u, err := f.at(ctx, unitID)
	if err != nil {
		return nil, err
	}
	below, err := f.Tree.List(ctx, unit.Filter{Parent: u.ID, Open: true})
	if err != nil {
		return nil, err
	}
	sheet := &Sheet{Board: b, Unit: *u, Period: p}
	if err := f.fill(ctx, sheet, f.visible(ctx, below.Items)); err != nil {
		return nil, err
	}
	sheet.Breadcrumb, err = f.trail(ctx, u)
	return sheet, err
}

func (f *Figures) fill(ctx context.Context, s *Sheet, below []unit.Unit) error {
	var measures []*Measure
	for _, code := range s.Board.Measures {
		if m, err := f.measure(ctx, code); err == nil {
			measures = append(measures, m)
		}
	}
	figs, err := f.read(ctx, measures, append([]unit.Unit{s.Unit}, below...), s.Period)
	if err != nil {
		return err
	}
	for _, m := range measures {
		slices, err := f.slices(ctx, m, s.Unit, s.Period)
		if err != nil {
			return err
		}
		s.Tiles = append(s.Tiles, Tile{Measure: m.Code, Label: m.Label, Hint: m.Hint, Unit: m.Measure.Unit,
			Kind: m.Kind, Of: m.Of, Figure: figs[row.CellKey(m.Code, s.Unit.ID)], Split: slices})
	}
	for _, u := range below {
		line := Row{Unit: u, Figures: map[string]Figure{}}
		for _, m := range measures {
			line.Figures[m.Code] = figs[row.CellKey(m.Code, u.ID)]
		}
		s.Rows = append(s.Rows, line)
	}
	return nil
}

// trail is the way down to the unit, as far as the actor may see figures.
func (f *Figures) trail(ctx context.Context, u *unit.Unit) ([]unit.Unit, error) {
	var out []unit.Unit
	for _, path := range unit.Ancestors(u.Path) {
		a, err := f.Tree.ByPath(ctx, path)
		if err != nil {
			return nil, err
		}
		if _, err := f.at(ctx, a.ID); err == nil {
			out = append(out, *a)
		}
	}
	return out, nil
}
