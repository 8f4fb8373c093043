package row

import (
	"encoding/json"

	"github.com/doanket/doanket/core/calendar"
)

// DeadlineInfo is one clock of a record: the rule, the day it ran from and why
// it fell where it did, who owes it and when it was met. Manual means a person
// set the date instead.
type DeadlineInfo struct {
	Code      string          `json:"code"`
	Field     string          `json:"field"`
	Start     calendar.Date   `json:"start,omitzero"`
	Date      calendar.Date   `json:"date,omitzero"` // zero until it has begun
	Law       bool            `json:"law"`
	Source    string          `json:"source,omitempty"`
	Explain   []calendar.Step `json:"explain,omitempty"`
	Manual    bool            `json:"manual,omitempty"`
	Party     []string        `json:"party,omitempty"` // units that owe it
	MetOn     calendar.Date   `json:"met_on,omitzero"`
	Stopped   bool            `json:"stopped,omitempty"` // ended without being met
	ToConfirm bool            `json:"to_confirm,omitempty"`
}

// States of a clock. A clock that ended without being met is stopped: it counts
// down no more, and nothing says it was met.
const (
	ClockNotStarted = "not_started"
	ClockRunning    = "running"
	ClockMet        = "met"
	ClockMetLate    = "met_late"
	ClockOverdue    = "overdue"
	ClockStopped    = "stopped"
)

// StateOn is the clock's state on a day. What the law is still to confirm is
// never late.
func (d *DeadlineInfo) StateOn(today calendar.Date) string {
	switch {
	case !d.MetOn.IsZero() && d.late(d.MetOn):
		return ClockMetLate
	case !d.MetOn.IsZero():
		return ClockMet
	case d.Stopped:
		return ClockStopped
	case d.Date.IsZero():
		return ClockNotStarted
	case d.late(today):
		return ClockOverdue
	}
	return ClockRunning
}

// DaysOn is how many days are left on a day while the clock runs, how many it
// is overdue by, or how many late it was met; else 0.
func (d *DeadlineInfo) DaysOn(today calendar.Date) int {
	switch d.StateOn(today) {
	case ClockRunning:
		return max(0, today.DaysUntil(d.Date))
	case ClockOverdue:
		return d.Date.DaysUntil(today)
	case ClockMetLate:
		return d.Date.DaysUntil(d.MetOn)
	}
	return 0
}

func (d *DeadlineInfo) late(on calendar.Date) bool {
	return !d.ToConfirm && !d.Date.IsZero() && d.Date.Before(on)
}

// open reports whether the clock counts down.
func (d *DeadlineInfo) open() bool { return d.MetOn.IsZero() && !d.Stopped && !d.Date.IsZero() }

// firm reports whether the clock counts down to a day that is sure.
func (d *DeadlineInfo) firm() bool { return d.open() && !d.ToConfirm }

// Headline is the clock a list shows: the next open one, a firm one before one
// whose law is to be confirmed, else the one met last; nil if none has begun.
func Headline(clocks []DeadlineInfo) *DeadlineInfo {
	var best *DeadlineInfo
	for i := range clocks {
		d := &clocks[i]
		switch {
		case !d.open() && d.MetOn.IsZero():
		case best == nil,
			d.open() && !best.open(), d.firm() && !best.firm(),
			d.firm() == best.firm() && d.open() && best.open() && d.Date.Before(best.Date),
			d.open() == best.open() && !d.open() && best.MetOn.Before(d.MetOn):
			best = d
		}
	}
	if best == nil {
		return nil
	}
	plain := *best
	plain.Explain = nil
	return &plain
}

// NextDue is the day the next open clock ends, zero if none is open. One whose
// law is to be confirmed makes nothing due: it is shown, and never late.
func (r *Record) NextDue() calendar.Date {
	if r.Clock == nil || !r.Clock.firm() {
		return calendar.Date{}
	}
	return r.Clock.Date
}

// clockText is the clock as it lies in the directory, "" for none.
func (r *Record) clockText() string {
	if r.Clock == nil {
		return ""
	}
	return JSONText(r.Clock)
}

func (r *Record) readClock(text string) error {
	if text == "" {
		return nil
	}
	if r.Clock = plainClock(text); r.Clock != nil {
		return nil
	}
	r.Clock = &DeadlineInfo{}
	return json.Unmarshal([]byte(text), r.Clock)
}
