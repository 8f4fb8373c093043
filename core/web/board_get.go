package web

import (
	"context"
	"time"

	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/unit"
)

// Figures is the room indicator as web needs it.
type Figures interface {
	Boards(ctx context.Context) []indicator.Board
	Open(ctx context.Context, board, unitID, period string) (*indicator.Sheet, error)
	Get(ctx context.Context, measure, unitID, period string) (*indicator.Named, error)
	Lineage(ctx context.Context, measure, unitID, period, cursor string) (*indicator.Lineage, error)
}

// boards are those of the province, for whoever may see figures anywhere.
func (c *call) boards() []boardRef {
	out := []boardRef{}
	if !c.Gate.Can(c.ctx, "figure:read", "", "") {
		return out
	}
	for _, b := range c.Figures.Boards(c.ctx) {
		out = append(out, boardRef{b.ID, b.Label})
	}
	return out
}

func boardList(c *call, _ struct{}) (items[boardRef], error) { return items[boardRef]{c.boards()}, nil }

type boardGetIn struct {
	ID     string `path:"id"`
	Unit   string `query:"unit"`
	Period string `query:"period"`
}

// placeOut is a unit as figures show it.
type placeOut struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Kind        string `json:"kind"`
	HasChildren bool   `json:"has_children"`
}

func place(u unit.Unit) placeOut { return placeOut{u.ID, u.Name, u.Kind, u.Children > 0} }

func places(list []unit.Unit) []placeOut {
	out := make([]placeOut, len(list))
	for i, u := range list {
		out[i] = place(u)
	}
	return out
}

type sheetOut struct {
	Board      string           `json:"board"`
	Label      manifest.Text    `json:"label"`
	Unit       placeOut         `json:"unit"`
	Period     string           `json:"period"`
	AsOf       time.Time        `json:"as_of"`
	Tiles      []indicator.Tile `json:"tiles"`
	Rows       []sheetRow       `json:"rows"`
	Breadcrumb []placeOut       `json:"breadcrumb"`
}

type sheetRow struct {
	Unit    placeOut                    `json:"unit"`
	Figures map[string]indicator.Figure `json:"figures"`
}

// boardGet opens a board where the question says, else where the actor works.
func boardGet(c *call, in boardGetIn) (sheetOut, error) {
	s, err := c.Figures.Open(c.ctx, in.ID, c.placed(in.Unit), in.Period)
	if err != nil {
		return sheetOut{}, err
	}
	out := sheetOut{Board: s.Board.ID, Label: s.Board.Label, Unit: place(s.Unit), Period: string(s.Period), Tiles: s.Tiles,
		Rows: []sheetRow{}, Breadcrumb: places(s.Breadcrumb)}
	if out.Tiles == nil {
		out.Tiles = []indicator.Tile{}
	}
	if len(out.Tiles) > 0 {
		out.AsOf = out.Tiles[0].Figure.AsOf
	}
	for _, r := range s.Rows {
		out.Rows = append(out.Rows, sheetRow{place(r.Unit), r.Figures})
	}
	return out, nil
}

// placed is the unit asked for, else the unit of the first post from which the
// actor may see figures.
func (c *call) placed(unitID string) string {
	if unitID != "" {
		return unitID
	}
	for _, p := range c.actor.Posts {
		if c.Gate.Can(c.ctx, "figure:read", "core.figure", p.UnitPath) {
			return p.UnitID
		}
	}
	return ""
}
