package calendar

import (
	"maps"
	"time"
)

// Book is one working calendar: the national days off and make-up days, with
// a province's own changes laid over them. It is a value; nobody changes a
// Book after handing it out.
type Book struct {
	Holidays map[Date]string // day off → its name
	Makeup   map[Date]bool   // weekend day worked instead of another
	Revision int             // grows with every change, stored beside due dates
}

// National is the calendar of the whole country, 2025–2027.
func National() Book {
	b := Book{Holidays: make(map[Date]string, len(holidays)), Makeup: make(map[Date]bool, len(swaps)), Revision: 1}
	for _, h := range holidays {
		b.Holidays[h.on] = h.name
	}
	for _, s := range swaps {
		b.Holidays[s.off] = s.reason
		b.Makeup[s.worked] = true
	}
	return b
}

// With lays a province's changes over the book: an empty name makes a holiday
// an ordinary day again, false takes a make-up day back.
func (b Book) With(holidays map[Date]string, makeup map[Date]bool, revision int) Book {
	out := Book{Holidays: maps.Clone(b.Holidays), Makeup: maps.Clone(b.Makeup), Revision: b.Revision + revision}
	if out.Holidays == nil {
		out.Holidays = map[Date]string{}
	}
	if out.Makeup == nil {
		out.Makeup = map[Date]bool{}
	}
	for d, name := range holidays {
		if name == "" {
			delete(out.Holidays, d)
			continue
		}
		out.Holidays[d] = name
	}
	for d, on := range makeup {
		if !on {
			delete(out.Makeup, d)
			continue
		}
		out.Makeup[d] = true
	}
	return out
}

// Working reports whether offices work on d: Monday to Friday without
// holidays, and make-up days.
func (b Book) Working(d Date) bool { return b.dayKind(d) == "" || b.Makeup[d] }

// dayKind says why d is not an ordinary working day: "holiday", "weekend" or
// "". A make-up day is still a weekend here; Working and explain know better.
func (b Book) dayKind(d Date) string {
	if _, off := b.Holidays[d]; off {
		return StepHoliday
	}
	if wd := d.Weekday(); wd == time.Saturday || wd == time.Sunday {
		return StepWeekend
	}
	return ""
}

// AddWorkdays moves n working days on from d, or back when n is negative; d
// itself is not counted. Zero gives d.
func (b Book) AddWorkdays(d Date, n int) Date {
	end, _ := b.walk(d, n, nil)
	return end
}

// maxWalk bounds a walk through a calendar in which nobody ever works.
const maxWalk = 40_000

// walk counts |n| working days in n's direction and notes what it met.
func (b Book) walk(d Date, n int, note func(Step)) (Date, bool) {
	if d.IsZero() {
		return d, false
	}
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for i := 0; n > 0; i++ {
		if i == maxWalk {
			return d, false
		}
		d = d.AddDays(step)
		if b.Working(d) {
			n--
		}
		if note != nil {
			b.noteDay(d, note)
		}
	}
	return d, true
}

// noteDay reports a day that is not plainly what its weekday says.
func (b Book) noteDay(d Date, note func(Step)) {
	switch kind := b.dayKind(d); {
	case b.Makeup[d]:
		note(Step{Code: StepMakeup, Date: d})
	case kind != "":
		note(Step{Code: kind, Date: d, Note: b.Holidays[d]})
	}
}

// roll moves d in the direction of step until offices work.
func (b Book) roll(d Date, step int) Date {
	for i := 0; i < maxWalk && !b.Working(d); i++ {
		d = d.AddDays(step)
	}
	return d
}
