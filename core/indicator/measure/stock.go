package measure

import (
	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/record"
)

// A stock is what came in and has not gone out: one Contribution adds it on the
// day it came in, another takes it away on the day it went out, and the figure
// of a period is the sum of all months up to its end.

// stock is the record's coming in and, if it has gone, its going out. One that
// was withdrawn went out on that day, and is counted beside.
func (m *Measure) stock(row Contribution, c record.Change, past []record.Passage) []Contribution {
	r, out := c.After, row
	row.Day, row.Den = m.cameIn(r, past), 0
	out.Day = m.wentOut(r, past)
	if out.Day.IsZero() {
		return []Contribution{row}
	}
	out.Num, out.Den, out.Proven, out.Approved = -row.Num, 0, -row.Proven, -row.Approved
	withdrawn := r.Phase == record.Cancelled && out.Day == endedOn(r, past)
	if !row.Day.Before(out.Day) { // it was never there at the end of a day
		if !withdrawn {
			return nil
		}
		row.withdraw()
		return []Contribution{row}
	}
	if withdrawn {
		out.Withdrawn = Scale
	}
	return []Contribution{row, out}
}

// cameIn is the day of the measure's field, else that on which the record
// reached the state.
func (m *Measure) cameIn(r *record.Record, past []record.Passage) calendar.Date {
	if d := dayOf(r, m.Period); !d.IsZero() {
		return d
	}
	for _, p := range past {
		if m.gauge.Reaches(p.State) {
			return p.On
		}
	}
	return calendar.Today(r.CreatedAt)
}

// wentOut is the day the field says or the record ended, whichever came first;
// zero while it is there.
func (m *Measure) wentOut(r *record.Record, past []record.Passage) calendar.Date {
	said := dayOf(r, m.Until)
	if r.Phase != record.Done && r.Phase != record.Cancelled {
		return said
	}
	if ended := endedOn(r, past); said.IsZero() || ended.Before(said) {
		return ended
	}
	return said
}

// endedOn is the day the record came into the state it is in.
func endedOn(r *record.Record, past []record.Passage) calendar.Date {
	if len(past) > 0 {
		return past[len(past)-1].On
	}
	return calendar.Today(r.UpdatedAt)
}
