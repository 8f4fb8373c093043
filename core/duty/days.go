package duty

import (
	"context"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/tenant"
)

// days are the days of an obligation.
type days struct {
	opens  calendar.Date // it shows from here on
	due    calendar.Date // last day
	counts calendar.Date // the day figures count it on: the last one before any grace
}

// periodOf is the period of the rhythm that holds the day.
func periodOf(d *owed, on calendar.Date, s tenant.Settings) calendar.Period {
	switch d.Rhythm {
	case calendar.GrainTerm:
		return calendar.TermOf(on, s.Term)
	case manifest.RhythmBefore:
		return calendar.PeriodOf(on, calendar.GrainYear)
	}
	return calendar.PeriodOf(on, d.Rhythm)
}

// daysOf are the days of an obligation over a period.
func daysOf(ctx context.Context, d *owed, p calendar.Period, s tenant.Settings) (days, error) {
	from, to := p.Range()
	base := to
	switch day := d.Due.Day; day {
	case "", "end":
	case "start":
		base = from
	default:
		on, err := calendar.ParseDate(string(calendar.PeriodOf(from.AddMonths(12*d.Due.Years), calendar.GrainYear)) + "-" + day)
		if err != nil {
			return days{}, err
		}
		base = on
	}
	out := days{opens: from, due: base, counts: base}
	if d.Due.Length > 0 {
		grace := calendar.Rule{Code: d.name, Length: d.Due.Length, Unit: d.Due.Unit, Direction: calendar.After, Setting: d.Due.Setting, Law: d.Law && d.Due.Setting == ""}
		due, err := bookOf(ctx).Due(grace.Under(s.Deadlines), base)
		if err != nil {
			return days{}, err
		}
		out.due = due.Date
	}
	if early := out.due.AddDays(-d.Ahead); d.Ahead > 0 && early.Before(from) {
		out.opens = early
	}
	return out, nil
}

// daysBefore are the days of an obligation that falls due before a date.
func daysBefore(ctx context.Context, d *owed, on calendar.Date, s tenant.Settings) (days, error) {
	o := d.Before
	limit := calendar.Rule{Code: d.name, Length: o.Length, Unit: o.Unit, Direction: calendar.Before, Setting: o.Setting, Law: d.Law && o.Setting == ""}
	due, err := bookOf(ctx).Due(limit.Under(s.Deadlines), on)
	if err != nil {
		return days{}, err
	}
	out := days{due: due.Date, counts: due.Date, opens: today(ctx)}
	if d.Ahead > 0 {
		out.opens = due.Date.AddDays(-d.Ahead)
	}
	return out, nil
}

// times is how many records the rule asks for.
func times(d *owed, s tenant.Settings) int {
	if own := s.Deadlines[d.TimesSetting]; d.TimesSetting != "" && own > 0 {
		return own
	}
	return d.Times
}
