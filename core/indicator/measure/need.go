package measure

import "github.com/doanket/doanket/core/calendar"

// Enough is the part of a figure a unit makes: one for each count that comes to
// what is needed.
func Enough(counts Amount, need int64) Amount {
	one := func(n int64) int64 {
		if n >= need {
			return Scale
		}
		return 0
	}
	return Amount{Num: one(counts.Num), Proven: one(counts.Proven), Approved: one(counts.Approved)}
}

// Need is how many records it takes to reach a unit in a period: a longer period
// takes as many more, a shorter one its share and at least one.
func (m *Measure) Need(p calendar.Period) int64 {
	if m.Times == 0 {
		return 1
	}
	return max(1, int64(m.Times*p.Months()/perMonths[m.Per]))
}

// perMonths are the months of what a measure's per: names.
var perMonths = map[string]int{calendar.GrainMonth: 1, calendar.GrainQuarter: 3, calendar.GrainHalf: 6, calendar.GrainYear: 12, "": 12}
