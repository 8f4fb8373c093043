package indicator

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/fault"
	"github.com/doanket/doanket/core/indicator/pilot"
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

// Sheet is a board opened at a unit and a period, as its readers share it:
// nobody may change it.
type Sheet struct {
	Board      Board           `json:"board"`
	Unit       unit.Unit       `json:"unit"`
	Period     calendar.Period `json:"period"`
	Tiles      []Tile          `json:"tiles"`
	Rows       []Row           `json:"rows"`
	Breadcrumb []unit.Unit     `json:"breadcrumb"`

	Shown atomic.Value `json:"-"` // what a reader made of it, for the next one
}

// question is all that tells one sheet from another: what is asked, and the
// units and measures as whoever asks may see them.
type question struct {
	board, measures, units string
	settings               string // which say where modules are tried
	period                 calendar.Period
	today                  calendar.Date
}

// Boards are the boards of the province, those of modules that were switched off too.
func (f *Figures) Boards(ctx context.Context) []Board {
	var out []Board
	for _, b := range f.catalogue.boards {
		if on(ctx, b.Module) || pilot.Ended(ctx, b.Module) {
			out = append(out, b)
		}
	}
	return out
}

// Open reads a board: the unit's figures and those of the units directly below.
// Who sees the same of it within a second shares one sheet, unless something of
// this process has changed since. Faults: NotFound; Invalid bad_period.
func (f *Figures) Open(ctx context.Context, board, unitID, period string) (*Sheet, error) {
	b, ok := f.catalogue.board(board)
	if !ok || !on(ctx, b.Module) && !pilot.Ended(ctx, b.Module) {
		return nil, fault.New(fault.NotFound, "not_found")
	}
	b.Grey = true
	return f.Show(ctx, b, unitID, period)
}

// Show is Open of a board that need not be a manifest's; measures the province
// does not count are left out.
func (f *Figures) Show(ctx context.Context, b Board, unitID, period string) (*Sheet, error) {
	p, err := parsePeriod(ctx, period)
	if err != nil {
		return nil, err
	}
	u, err := f.at(ctx, unitID)
	if err != nil {
		return nil, err
	}
	page, err := f.Tree.List(ctx, unit.Filter{Parent: u.ID, Open: true})
	if err != nil {
		return nil, err
	}
	trail, err := f.trail(ctx, u)
	if err != nil {
		return nil, err
	}
	var measures []*Measure
	for _, code := range b.Measures {
		if m := f.catalogue.byCode[code]; m != nil && (on(ctx, m.Module) || b.Grey && pilot.Ended(ctx, m.Module)) {
			measures = append(measures, m)
		}
	}
	below := f.visible(ctx, page.Items)
	return f.sheets.Get(ctx, questionOf(ctx, b, measures, p, slices.Concat(trail, []unit.Unit{*u}, below)), func(ctx context.Context) (*Sheet, error) {
		sheet := &Sheet{Board: b, Unit: *u, Period: p, Breadcrumb: trail}
		return sheet, f.fill(ctx, sheet, measures, below)
	})
}

// questionOf names all of a unit that a sheet shows.
func questionOf(ctx context.Context, b Board, measures []*Measure, p calendar.Period, units []unit.Unit) question {
	var codes, places strings.Builder
	for _, m := range measures {
		codes.WriteString(m.Code + " ")
	}
	for _, u := range units {
		places.WriteString(u.ID + " " + u.Path + " " + u.Kind + " " + u.Name)
		if u.Children > 0 {
			places.WriteByte('+')
		}
		places.WriteByte('\n')
	}
	return question{settings: pilot.Stamp(ctx), board: b.ID, measures: codes.String(), units: places.String(), period: p, today: calendar.Today(db.Now(ctx))}
}

// Forget makes boards be read anew: figures, or what they rest on, have changed
// in the open transaction.
func (f *Figures) Forget(ctx context.Context) { f.sheets.Forget(ctx) }

// Changed hears that the tree has changed; it is a unit.Watcher.
func (f *Figures) Changed(ctx context.Context) error {
	f.Forget(ctx)
	return nil
}

func (f *Figures) fill(ctx context.Context, s *Sheet, measures []*Measure, below []unit.Unit) error {
	figs, err := f.read(ctx, measures, append([]unit.Unit{s.Unit}, below...), s.Period)
	if err != nil {
		return err
	}
	for _, m := range measures {
		split, err := f.slices(ctx, m, s.Unit, s.Period)
		if err != nil {
			return err
		}
		s.Tiles = append(s.Tiles, Tile{Measure: m.Code, Label: m.Label, Hint: m.Hint, Unit: m.Measure.Unit,
			Kind: m.Kind, Of: m.Of, Figure: figs[row.CellKey(m.Code, s.Unit.ID)], Split: split})
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
