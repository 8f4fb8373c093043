package web

import (
	"context"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/id"
	"github.com/doanket/doanket/core/record"
	"github.com/doanket/doanket/core/web/view"
)

// clockOut is a deadline of a record as it stands today; its label is in /kinds. Days are how many are
// left while it runs, how many it is overdue by, or how many late it was met.
type clockOut struct {
	Code      string          `json:"code"`
	Field     string          `json:"field"`
	State     string          `json:"state" enum:"not_started,running,met,met_late,overdue,stopped"`
	Start     *calendar.Date  `json:"start"`
	Due       *calendar.Date  `json:"due"`
	MetOn     *calendar.Date  `json:"met_on"`
	Days      int             `json:"days"`
	Party     []view.UnitRef  `json:"party"` // who owes it
	Law       bool            `json:"law"`
	Source    string          `json:"source,omitempty"`
	ToConfirm bool            `json:"to_confirm"` // the law is still to be checked: never late
	Manual    bool            `json:"manual,omitempty"`
	Explain   []calendar.Step `json:"explain,omitempty"`
}

func (h recordHandler) clock(ctx context.Context, d *record.DeadlineInfo) clockOut {
	today := calendar.Today(id.NowIn(ctx))
	out := clockOut{Code: d.Code, Field: d.Field, State: d.StateOn(today), Start: dateOrNil(d.Start), Due: dateOrNil(d.Date), MetOn: dateOrNil(d.MetOn),
		Days: d.DaysOn(today), Party: []view.UnitRef{}, Law: d.Law, Source: d.Source, ToConfirm: d.ToConfirm, Manual: d.Manual, Explain: d.Explain}
	for _, unitID := range d.Party {
		out.Party = append(out.Party, view.Named(ctx, h.tree, unitID))
	}
	return out
}

func dateOrNil(d calendar.Date) *calendar.Date {
	if d.IsZero() {
		return nil
	}
	return &d
}
