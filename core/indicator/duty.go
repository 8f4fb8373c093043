package indicator

import (
	"cmp"
	"context"
	"slices"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/db"
	"github.com/doanket/doanket/core/indicator/measure"
	"github.com/doanket/doanket/core/indicator/row"
	"github.com/doanket/doanket/core/unit"
)

// Owing counts what one unit owes of a duty in a period.
type Owing struct {
	UnitID   string
	UnitPath string
	Owed     int // without the excused
	Met      int // in time or late
	Late     int
	Missed   int // of those not met: past their last day
	Proven   int // of those met
	Excused  int
	Records  []string // that met it, the proven ones first
}

// Duties counts obligations; the room duty fits it.
type Duties interface {
	Lines(ctx context.Context, duty string, first, last calendar.Date) ([]Owing, error)
}

// ofDuty reports whether a measure covers what a duty obliges to: its figure is
// read from the obligations and no record contributes to it.
func ofDuty(m *Measure) bool { return m.OfDuty != "" }

// DutyShare is what stands beside the figure of a duty.
type DutyShare struct {
	Late    int `json:"late"`    // of those met, after their last day
	Excused int `json:"excused"` // not among those counted
}

// owings adds the figures of a measure of a duty: of each unit, all that is owed at
// or below it in the period.
func (f *Figures) owings(ctx context.Context, m *Measure, units []unit.Unit, p calendar.Period, out map[string]Figure) error {
	lines, err := f.dutyLines(ctx, m, p)
	if err != nil {
		return err
	}
	for _, u := range units {
		c, share := cell{}, &DutyShare{}
		for _, l := range lines {
			if !unit.Under(l.UnitPath, u.Path) {
				continue
			}
			c.Num, c.Den, c.Proven = c.Num+int64(l.Met)*measure.Scale, c.Den+int64(l.Owed)*measure.Scale, c.Proven+int64(l.Proven)*measure.Scale
			share.Late, share.Excused = share.Late+l.Late, share.Excused+l.Excused
		}
		fig := figureOf(m, c)
		fig.Duty, fig.AsOf = share, db.Now(ctx)
		out[row.CellKey(m.Code, u.ID)] = fig
	}
	return nil
}

func (f *Figures) dutyLines(ctx context.Context, m *Measure, p calendar.Period) ([]Owing, error) {
	if f.Duties == nil {
		return nil, nil
	}
	first, last := p.Range()
	return f.Duties.Lines(ctx, m.Module+"."+m.OfDuty, first, last)
}

// undone are the units at or below u that have not met all they owe, as far as the
// actor may see figures.
func (f *Figures) undone(ctx context.Context, m *Measure, u *unit.Unit, p calendar.Period) ([]Missing, error) {
	lines, err := f.dutyLines(ctx, m, p)
	if err != nil {
		return nil, err
	}
	owing := map[string]Owing{}
	var ids []string
	for _, l := range lines {
		if l.Met < l.Owed && unit.Under(l.UnitPath, u.Path) {
			ids = append(ids, l.UnitID)
			owing[l.UnitID] = l
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	page, err := f.Tree.List(ctx, unit.Filter{IDs: ids})
	if err != nil {
		return nil, err
	}
	var out []Missing
	for _, u := range f.visible(ctx, page.Items) {
		out = append(out, Missing{Unit: u, Have: owing[u.ID].Met, Need: owing[u.ID].Owed})
	}
	return out, nil
}

// fulfilled adds a page of the records that met the duty at or below the unit,
// behind the given one.
func (t *trace) fulfilled(ctx context.Context, after string) error {
	lines, err := t.dutyLines(ctx, t.m, t.period)
	if err != nil {
		return err
	}
	var rows []contribution
	for _, l := range lines {
		for n, recordID := range l.Records {
			if recordID <= after || !unit.Under(l.UnitPath, t.unit.Path) {
				continue
			}
			c := contribution{RecordID: recordID, UnitID: l.UnitID, Num: measure.Scale, Den: measure.Scale}
			if n < l.Proven {
				c.Proven = measure.Scale
			}
			rows = append(rows, c)
		}
	}
	slices.SortFunc(rows, func(a, b contribution) int { return cmp.Compare(a.RecordID, b.RecordID) })
	if len(rows) > page {
		rows = rows[:page]
		t.out.Next = rows[page-1].RecordID
	}
	return t.name(ctx, rows)
}
