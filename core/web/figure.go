package web

import (
	"context"
	"strings"
	"time"

	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/kind"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/unit"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/permission"
)

// Figures is the room indicator as web needs it.
type Figures interface {
	Boards(ctx context.Context) []indicator.Board
	Open(ctx context.Context, board, unitID, period string) (*indicator.Sheet, error)
	Get(ctx context.Context, measure, unitID, period string) (*indicator.Named, error)
	Lineage(ctx context.Context, a indicator.Ask) (*indicator.Lineage, error)
}

// figureHandler answers with boards and figures.
type figureHandler struct {
	figures Figures
	kinds   *kind.Kinds
	gate    permission.Gate
	tree    *unit.Tree
}

// boards are those of the province, for whoever may see figures anywhere.
func (h figureHandler) boards(c *endpoint.Call) []boardRef {
	out := []boardRef{}
	if !h.gate.Can(c.Ctx, "figure:read", "", "") {
		return out
	}
	for _, b := range h.figures.Boards(c.Ctx) {
		reach, err := h.kinds.Reach(c.Ctx, b.Module+".")
		if err == nil && (reach.None() || permission.Offered(reach, c.Actor.Posts)) {
			out = append(out, boardRef{b.ID, b.Label, reach.None()})
		}
	}
	return out
}

func (h figureHandler) boardList(c *endpoint.Call, _ struct{}) (endpoint.Items[boardRef], error) {
	return endpoint.Items[boardRef]{Items: h.boards(c)}, nil
}

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

// board opens a board where the question says, else where the actor works.
func (h figureHandler) board(c *endpoint.Call, in boardGetIn) (*endpoint.Shared[sheetOut], error) {
	s, err := h.figures.Open(c.Ctx, in.ID, h.placed(c, in.Unit), in.Period)
	if err != nil {
		return nil, err
	}
	if _, shown := s.Shown.Load().(*endpoint.Shared[sheetOut]); !shown {
		s.Shown.CompareAndSwap(nil, &endpoint.Shared[sheetOut]{Value: shownSheet(s)})
	}
	return s.Shown.Load().(*endpoint.Shared[sheetOut]), nil
}

func shownSheet(s *indicator.Sheet) sheetOut {
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
	return out
}

// placed is the unit asked for, else the place of the first post from which the
// actor may see its figures, else the post's own unit.
func (h figureHandler) placed(c *endpoint.Call, unitID string) string {
	if unitID != "" {
		return unitID
	}
	for _, p := range c.Actor.Posts {
		for _, path := range []string{p.PlacePath, p.UnitPath} {
			if !h.gate.Can(c.Ctx, "figure:read", "core.figure", path) {
				continue
			}
			if u, err := h.tree.ByPath(c.Ctx, path); err == nil {
				return u.ID
			}
		}
	}
	return ""
}

type figureGetIn struct {
	Measure string `path:"measure"`
	Unit    string `query:"unit"`
	Period  string `query:"period"`
}

type figureNamed struct {
	indicator.Figure
	Measure string        `json:"measure"`
	Label   manifest.Text `json:"label"`
	Hint    manifest.Text `json:"hint,omitzero"`
	Kind    string        `json:"kind" enum:"count,sum,ratio,coverage,average,stock"`
	In      string        `json:"in"`
	Unit    placeOut      `json:"unit"`
	Period  string        `json:"period"`

	Split []indicator.Slice `json:"split"`
}

func shownFigure(f *indicator.Named) figureNamed {
	return figureNamed{f.Figure, f.Measure, f.Label, f.Hint, f.Kind, f.In, place(f.Unit), string(f.Period), f.Split}
}

func (h figureHandler) figure(c *endpoint.Call, in figureGetIn) (figureNamed, error) {
	f, err := h.figures.Get(c.Ctx, in.Measure, h.placed(c, in.Unit), in.Period)
	if err != nil {
		return figureNamed{}, err
	}
	return shownFigure(f), nil
}

type figureLineageIn struct {
	Measure string `path:"measure"`
	Unit    string `query:"unit"`
	Period  string `query:"period"`
	Cursor  string `query:"cursor"`

	Part string `query:"part"` // a value of the figure's split, "-" for records that name none
}

type lineageOut struct {
	Figure  figureNamed      `json:"figure"`
	Units   []partOut        `json:"units"`
	Records []sourceOut      `json:"records"`
	Hidden  indicator.Hidden `json:"hidden"`
	Missing []unreachedOut   `json:"missing"`
	Next    string           `json:"next"`
}

// unreachedOut is a unit a coverage does not reach: the records it has of those it
// needs, or the coverages that do not hold for it.
type unreachedOut struct {
	placeOut
	Have  int      `json:"have"`
	Need  int      `json:"need"`
	Lacks []string `json:"lacks"`
}

type partOut struct {
	Unit   placeOut         `json:"unit"`
	Figure indicator.Figure `json:"figure"`
}

type sourceOut struct {
	ID          string            `json:"id"`
	Kind        string            `json:"kind"`
	Title       string            `json:"title"`
	Number      string            `json:"number"`
	State       string            `json:"state"`
	Unit        placeOut          `json:"unit"`
	Numerator   float64           `json:"numerator"`
	Denominator float64           `json:"denominator"`
	Proven      bool              `json:"proven"`
	Approved    bool              `json:"approved"`
	Withdrawn   bool              `json:"withdrawn"`
	Outside     bool              `json:"outside"`
	Documents   []indicator.Proof `json:"documents"`
}

func (h figureHandler) lineage(c *endpoint.Call, in figureLineageIn) (lineageOut, error) {
	ask := indicator.Ask{Measure: in.Measure, Unit: h.placed(c, in.Unit), Period: in.Period, Cursor: in.Cursor}
	if value := strings.TrimPrefix(in.Part, "-"); in.Part != "" {
		ask.Part = &value
	}
	l, err := h.figures.Lineage(c.Ctx, ask)
	if err != nil {
		return lineageOut{}, err
	}
	out := lineageOut{Figure: shownFigure(&l.Figure), Units: []partOut{}, Records: []sourceOut{}, Hidden: l.Hidden, Missing: []unreachedOut{}, Next: l.Next}
	for _, m := range l.Missing {
		out.Missing = append(out.Missing, unreachedOut{place(m.Unit), m.Have, m.Need, append([]string{}, m.Lacks...)})
	}
	for _, p := range l.Units {
		out.Units = append(out.Units, partOut{place(p.Unit), p.Figure})
	}
	for _, r := range l.Records {
		out.Records = append(out.Records, sourceOut{r.ID, r.Kind, r.Title, r.Number, r.State, place(r.Unit), r.Numerator, r.Denominator, r.Proven, r.Approved, r.Withdrawn, r.Outside,
			append([]indicator.Proof{}, r.Documents...)})
	}
	return out, nil
}
