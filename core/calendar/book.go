package calendar

import (
	"maps"
	"slices"
)

// Book is one working calendar: the days off of the whole country, with a
// province's own changes laid over them. It covers every year: those whose
// yearly notice is not known are forecast from the law. It is a value; nobody
// changes a Book after handing it out.
type Book struct {
	own     map[Date]string // the province's days off; "" makes a day ordinary
	worked  map[Date]bool   // weekend days worked instead of another, or not after all
	notices map[int]string  // year → the notice whose days own holds
}

// National is the calendar of the whole country.
func National() Book { return Book{} }

// With lays a province's changes over the book: holidays by name, "" making a
// holiday an ordinary day again; makeup days worked, false taking one back;
// and by year the notice whose days off the holidays are, in place of what the
// law lets forecast.
func (b Book) With(holidays map[Date]string, makeup map[Date]bool, notices map[int]string) Book {
	return Book{own: over(b.own, holidays), worked: over(b.worked, makeup), notices: over(b.notices, notices)}
}

func over[K comparable, V any](under, changes map[K]V) map[K]V {
	out := make(map[K]V, len(under)+len(changes))
	maps.Copy(out, under)
	maps.Copy(out, changes)
	return out
}

// Off is the day off that d is, if it is one. Weekends are none.
func (b Book) Off(d Date) (DayOff, bool) {
	year := d.Year()
	if name, said := b.own[d]; said {
		return DayOff{Date: d, Name: name, Source: b.notices[year]}, name != ""
	}
	day, off := lawful(year)[d]
	if day.Forecast && b.notices[year] != "" {
		return DayOff{}, false
	}
	return day, off
}

// DaysOff are the days off of a year in order.
func (b Book) DaysOff(year int) []DayOff {
	all := maps.Clone(lawful(year))
	for d := range b.own {
		if d.Year() == year {
			all[d] = DayOff{Date: d}
		}
	}
	var out []DayOff
	for _, day := range inOrder(all) {
		if day, off := b.Off(day.Date); off {
			out = append(out, day)
		}
	}
	return out
}

// Complete reports whether the year has as many days off as the law gives:
// what a notice laid over it must not fall short of.
func (b Book) Complete(year int) bool {
	days := b.DaysOff(year)
	return len(slices.DeleteFunc(days, func(d DayOff) bool { return d.Substitute })) >= dueIn(year)
}

// Working reports whether offices work on d: Monday to Friday without
// holidays, and make-up days.
func (b Book) Working(d Date) bool {
	if b.makeup(d) {
		return true
	}
	_, off := b.Off(d)
	return !off && !weekend(d)
}

// makeup reports whether d is a weekend day worked instead of another.
func (b Book) makeup(d Date) bool {
	if worked, said := b.worked[d]; said {
		return worked
	}
	return slices.ContainsFunc(swaps, func(s swap) bool { return s.worked == d })
}

// AddWorkdays moves n working days on from d, or back when n is negative; d
// itself is not counted. Zero gives d; past the last day there is none.
func (b Book) AddWorkdays(d Date, n int) Date {
	end, _ := b.walk(d, n, func(Step) {})
	return end
}

// maxWalk bounds a walk through a calendar in which nobody ever works.
const maxWalk = 40_000

// walk counts |n| working days in n's direction and notes what it met.
func (b Book) walk(d Date, n int, note func(Step)) (Date, bool) {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for i := 0; n > 0 && !d.IsZero(); i++ {
		if i == maxWalk {
			return d, false
		}
		d = d.AddDays(step)
		if b.Working(d) {
			n--
		}
		b.noteDay(d, note)
	}
	return d, !d.IsZero()
}

// noteDay reports a day that is not plainly what its weekday says.
func (b Book) noteDay(d Date, note func(Step)) {
	if b.makeup(d) {
		note(Step{Code: StepMakeup, Date: d})
	} else if day, off := b.Off(d); off {
		note(Step{Code: StepHoliday, Date: d, Note: day.Name, Forecast: day.Forecast})
	} else if weekend(d) {
		note(Step{Code: StepWeekend, Date: d})
	}
}

// roll moves d in the direction of step until offices work; absent when they
// never do.
func (b Book) roll(d Date, step int) Date {
	for i := 0; !d.IsZero() && !b.Working(d); i++ {
		if i == maxWalk {
			return Date{}
		}
		d = d.AddDays(step)
	}
	return d
}
