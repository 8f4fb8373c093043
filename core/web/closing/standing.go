package closing

import (
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/closing"
	"github.com/doanket/doanket/core/closing/statement"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/web/endpoint"
	"github.com/doanket/doanket/core/web/view"
)

type closedFigureOut struct {
	Value       *float64 `json:"value"`
	Proven      *float64 `json:"proven"`
	Claimed     *float64 `json:"claimed"`
	Numerator   float64  `json:"numerator"`
	Denominator float64  `json:"denominator"`
}

func shownFigure(f *statement.Figure) *closedFigureOut {
	if f == nil {
		return nil
	}
	return &closedFigureOut{f.Value, f.Proven, f.Claimed, parts(f.Num), parts(f.Den)}
}

// parts is an amount in ones.
func parts(n int64) float64 { return float64(n) / 1000 }

type comparedFigureOut struct {
	Measure  string           `json:"measure"`
	Label    manifest.Text    `json:"label,omitzero"`
	In       string           `json:"in,omitempty"`
	Closed   *closedFigureOut `json:"closed,omitempty"`
	Today    *closedFigureOut `json:"today,omitempty"`
	Restated bool             `json:"restated"` // they read differently
}

type closingStandingOut struct {
	Closing  *closingOut         `json:"closing,omitempty"` // none: nobody closed this period here or above
	MayClose bool                `json:"may_close"`
	Figures  []comparedFigureOut `json:"figures"`
}

func (h Handler) standing(c *endpoint.Call, in placeIn) (closingStandingOut, error) {
	s, err := h.Closings.Standing(c.Ctx, h.Placed(c, in.Unit), in.Period)
	if err != nil {
		return closingStandingOut{}, err
	}
	out := closingStandingOut{MayClose: s.MayClose, Figures: []comparedFigureOut{}}
	if s.Closing != nil {
		out.Closing = &h.shown(c, s.Closing)[0]
	}
	for _, f := range s.Figures {
		out.Figures = append(out.Figures, comparedFigureOut{f.Measure, f.Label, f.In, shownFigure(f.Closed), shownFigure(f.Today), f.Restated})
	}
	return out, nil
}

type changesIn struct {
	ID      string `path:"id"`
	Measure string `query:"measure" required:"true" maxLength:"100"`
	Unit    string `query:"unit"`
}

type restatementsOut struct {
	Items    []restatementOut `json:"items"`
	Hidden   int              `json:"hidden"`   // of records the caller may not read
	More     bool             `json:"more"`     // than are named
	Recounts bool             `json:"recounts"` // the measure counts differently by now
}

type restatementOut struct {
	What   string            `json:"what" enum:"came,went,changed"`
	Record restatedRecordOut `json:"record"`
	Unit   string            `json:"unit"`
	Closed *closedPartOut    `json:"closed,omitempty"`
	Today  *closedPartOut    `json:"today,omitempty"`
	Acts   []actSinceOut     `json:"acts"`
}

type restatedRecordOut struct {
	ID     string `json:"id"`
	Kind   string `json:"kind"`
	Number string `json:"number"`
	Title  string `json:"title"`
	State  string `json:"state"`
}

type closedPartOut struct {
	Day         calendar.Date       `json:"day"`
	Numerator   float64             `json:"numerator"`
	Denominator float64             `json:"denominator"`
	Proven      float64             `json:"proven"`
	Version     int                 `json:"version"` // of the record
	Evidence    []closedEvidenceOut `json:"evidence"`
}

type closedEvidenceOut struct {
	Document string `json:"document"`
	Version  int    `json:"version"`
	Slot     string `json:"slot"`
	SHA256   string `json:"sha256"`
}

type actSinceOut struct {
	At     time.Time `json:"at"`
	By     view.Who  `json:"by"`
	Action string    `json:"action"`
	Reason string    `json:"reason,omitempty"`
}

func shownPart(p *closing.Part) *closedPartOut {
	if p == nil {
		return nil
	}
	out := &closedPartOut{Day: p.Day, Numerator: parts(p.Num), Denominator: parts(p.Den), Proven: parts(p.Proven), Version: p.Version, Evidence: []closedEvidenceOut{}}
	for _, e := range p.Evidence {
		out.Evidence = append(out.Evidence, closedEvidenceOut{e.Document, e.Version, e.Slot, e.SHA256})
	}
	return out
}

func (h Handler) changes(c *endpoint.Call, in changesIn) (restatementsOut, error) {
	found, err := h.Closings.Changes(c.Ctx, in.ID, in.Measure, h.Placed(c, in.Unit))
	if err != nil {
		return restatementsOut{}, err
	}
	out := restatementsOut{Items: []restatementOut{}, Hidden: found.Hidden, More: found.More, Recounts: found.Recounts}
	var ids []string
	for _, one := range found.Changes {
		for _, act := range one.Acts {
			ids = append(ids, act.By)
		}
	}
	who := view.People(c.Ctx, h.People, ids...)
	for _, one := range found.Changes {
		r := one.Record
		shown := restatementOut{What: one.What, Record: restatedRecordOut{r.ID, r.Kind, r.Number, r.Title, r.State}, Unit: one.Unit, Closed: shownPart(one.Closed), Today: shownPart(one.Today), Acts: []actSinceOut{}}
		for _, act := range one.Acts {
			shown.Acts = append(shown.Acts, actSinceOut{act.At, who(act.By), act.Action, act.Reason})
		}
		out.Items = append(out.Items, shown)
	}
	return out, nil
}
