package web

import (
	"github.com/doanket/doanket/core/indicator"
	"github.com/doanket/doanket/core/manifest"
)

type figureGetIn struct {
	Measure string `path:"measure"`
	Unit    string `query:"unit"`
	Period  string `query:"period"`
}

type figureOut struct {
	indicator.Figure
	Measure string        `json:"measure"`
	Label   manifest.Text `json:"label"`
	Hint    manifest.Text `json:"hint,omitzero"`
	Kind    string        `json:"kind" enum:"count,sum,ratio,coverage"`
	In      string        `json:"in"`
	Unit    placeOut      `json:"unit"`
	Period  string        `json:"period"`
}

func shownFigure(f *indicator.Named) figureOut {
	return figureOut{f.Figure, f.Measure, f.Label, f.Hint, f.Kind, f.In, place(f.Unit), string(f.Period)}
}

func figureGet(c *call, in figureGetIn) (figureOut, error) {
	f, err := c.Figures.Get(c.ctx, in.Measure, c.placed(in.Unit), in.Period)
	if err != nil {
		return figureOut{}, err
	}
	return shownFigure(f), nil
}

type figureLineageIn struct {
	Measure string `path:"measure"`
	Unit    string `query:"unit"`
	Period  string `query:"period"`
	Cursor  string `query:"cursor"`
}

type lineageOut struct {
	Figure  figureOut        `json:"figure"`
	Units   []partOut        `json:"units"`
	Records []sourceOut      `json:"records"`
	Hidden  indicator.Hidden `json:"hidden"`
	Missing []placeOut       `json:"missing"`
	Next    string           `json:"next"`
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
	Documents   []indicator.Proof `json:"documents"`
}

func figureLineage(c *call, in figureLineageIn) (lineageOut, error) {
	l, err := c.Figures.Lineage(c.ctx, in.Measure, c.placed(in.Unit), in.Period, in.Cursor)
	if err != nil {
		return lineageOut{}, err
	}
	out := lineageOut{Figure: shownFigure(&l.Figure), Units: []partOut{}, Records: []sourceOut{}, Hidden: l.Hidden, Missing: places(l.Missing), Next: l.Next}
	for _, p := range l.Units {
		out.Units = append(out.Units, partOut{place(p.Unit), p.Figure})
	}
	for _, r := range l.Records {
		out.Records = append(out.Records, sourceOut{r.ID, r.Kind, r.Title, r.Number, r.State, place(r.Unit), r.Numerator, r.Denominator, r.Proven, r.Documents})
	}
	return out, nil
}
