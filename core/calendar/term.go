package calendar

import "fmt"

const (
	termYears = 5    // of congresses, councils and committees alike
	termFirst = 2025 // a year in which a term begins, where nothing else is said
)

// TermOf is the term that holds d, named by the year it begins in and the year it
// ends in, which is the first of the next: "2025-2030" runs from 1 January 2025
// to 31 December 2029. anchor is any year in which a term begins; 0 stands for
// 2025. "" for an absent date.
func TermOf(d Date, anchor int) Period {
	if d.IsZero() {
		return ""
	}
	if anchor == 0 {
		anchor = termFirst
	}
	year := d.Year()
	first := year - ((year-anchor)%termYears+termYears)%termYears
	if first < 1 {
		return ""
	}
	return Period(fmt.Sprintf("%04d-%04d", first, first+termYears))
}

// Years are the years of a term in order; any other period is itself alone.
func (p Period) Years() []Period {
	if p.Grain() != GrainTerm {
		return []Period{p}
	}
	first, _ := p.Range()
	out := make([]Period, termYears)
	for i := range out {
		out[i] = Period(fmt.Sprintf("%04d", first.Year()+i))
	}
	return out
}

// Next is the period of the same grain that follows, "" behind the last one.
func (p Period) Next() Period {
	_, last := p.Range()
	if p.Grain() == GrainTerm {
		return TermOf(last.AddDays(1), last.Year()+1)
	}
	return PeriodOf(last.AddDays(1), p.Grain())
}
