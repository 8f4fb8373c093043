package duty

import (
	"context"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/manifest"
	"github.com/doanket/doanket/core/tenant"
)

// Days are the days of an obligation.
type Days struct {
	Opens  calendar.Date // it shows from here on
	Due    calendar.Date // last day
	Counts calendar.Date // the day figures count it on: the last one before any grace
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

// DaysOf are the days of an obligation over a period, by the calendar of the
// province in ctx.
func DaysOf(ctx context.Context, d *manifest.Duty, p calendar.Period, s tenant.Settings) (Days, error) {
	from, to := p.Range()
	base := to
	switch day := d.Due.Day; day {
	case "", "end":
	case "start":
		base = from
	default:
		on, err := calendar.ParseDate(string(calendar.PeriodOf(from.AddMonths(12*d.Due.Years), calendar.GrainYear)) + "-" + day)
		if err != nil {
			return Days{}, err
		}
		base = on
	}
	out := Days{Opens: from, Due: base, Counts: base}
	if d.Due.Length > 0 {
		grace := calendar.Rule{Code: d.FullName(), Length: d.Due.Length, Unit: d.Due.Unit, Direction: calendar.After, Setting: d.Due.Setting, Law: d.Law && d.Due.Setting == ""}
		due, err := bookOf(ctx).Due(grace.Under(s.Deadlines), base)
		if err != nil {
			return Days{}, err
		}
		out.Due = due.Date
	}
	if early := out.Due.AddDays(-d.Ahead); d.Ahead > 0 && early.Before(from) {
		out.Opens = early
	}
	return out, nil
}

// DaysBefore are the days of an obligation that falls due before a date.
func DaysBefore(ctx context.Context, d *manifest.Duty, on calendar.Date, s tenant.Settings) (Days, error) {
	o := d.Before
	limit := calendar.Rule{Code: d.FullName(), Length: o.Length, Unit: o.Unit, Direction: calendar.Before, Setting: o.Setting, Law: d.Law && o.Setting == ""}
	due, err := bookOf(ctx).Due(limit.Under(s.Deadlines), on)
	if err != nil {
		return Days{}, err
	}
	out := Days{Due: due.Date, Counts: due.Date, Opens: today(ctx)}
	if d.Ahead > 0 {
		out.Opens = due.Date.AddDays(-d.Ahead)
	}
	return out, nil
}

// times is how many records the rule asks for.
func times(d *owed, s tenant.Settings) int {
	if own := s.Deadlines[d.TimesSetting]; d.TimesSetting != "" && own > 0 {
		return min(own, calendar.MaxLength)
	}
	return d.Times
}
