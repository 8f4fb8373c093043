package calendar

import (
	"fmt"
	"strconv"
	"time"

	"github.com/doanket/doanket/core/fault"
)

// Period is a reporting period as text: "2026-11", "2026-Q4", "2026-H2", "2026" or
// a term, "2025-2030". Text order within one grain is time order.
type Period string

// Grains of periods.
const (
	GrainMonth   = "month"
	GrainQuarter = "quarter"
	GrainHalf    = "half"
	GrainYear    = "year"
	GrainTerm    = "term"
)

// PeriodOf is the period of the grain that holds d; "" for an absent date or
// an unknown grain.
func PeriodOf(d Date, grain string) Period {
	if d.IsZero() {
		return ""
	}
	y, m, _ := d.Civil()
	switch grain {
	case GrainMonth:
		return Period(fmt.Sprintf("%04d-%02d", y, m))
	case GrainQuarter:
		return Period(fmt.Sprintf("%04d-Q%d", y, (m+2)/3))
	case GrainHalf:
		return Period(fmt.Sprintf("%04d-H%d", y, (m+5)/6))
	case GrainYear:
		return Period(fmt.Sprintf("%04d", y))
	case GrainTerm:
		return TermOf(d, 0)
	}
	return ""
}

// ParsePeriod refuses what is none of these forms, with code "bad_period".
func ParsePeriod(s string) (Period, error) {
	if _, _, ok := Period(s).bounds(); !ok {
		return "", fault.New(fault.Invalid, "bad_period", fault.Param("value", clip(s)))
	}
	return Period(s), nil
}

// Grain is the period's grain, "" if it is not a period.
func (p Period) Grain() string {
	switch {
	case len(p) == 4:
		return GrainYear
	case len(p) == 9:
		return GrainTerm
	case len(p) == 7 && p[5] == 'Q':
		return GrainQuarter
	case len(p) == 7 && p[5] == 'H':
		return GrainHalf
	case len(p) == 7:
		return GrainMonth
	}
	return ""
}

// Range is the first and the last day of the period; absent dates if it is
// not a period.
func (p Period) Range() (from, to Date) {
	first, months, ok := p.bounds()
	if !ok {
		return Date{}, Date{}
	}
	last := first.AddMonths(months - 1)
	year, month, _ := last.Civil()
	return first, NewDate(year, month, daysIn(year, month))
}

// Parents are the wider periods that hold p, nearest first: a month lies in a
// quarter, a half and a year.
func (p Period) Parents() []Period {
	from, _ := p.Range()
	switch p.Grain() {
	case GrainMonth:
		return []Period{PeriodOf(from, GrainQuarter), PeriodOf(from, GrainHalf), PeriodOf(from, GrainYear)}
	case GrainQuarter:
		return []Period{PeriodOf(from, GrainHalf), PeriodOf(from, GrainYear)}
	case GrainHalf:
		return []Period{PeriodOf(from, GrainYear)}
	}
	return nil
}

// bounds is the first day and the number of months.
func (p Period) bounds() (first Date, months int, ok bool) {
	if len(p) < 4 {
		return Date{}, 0, false
	}
	year, ok := digits(string(p[:4]))
	if !ok || year < 1 {
		return Date{}, 0, false
	}
	start := func(month int) Date { return NewDate(year, time.Month(month), 1) }
	if len(p) == 4 {
		return start(1), 12, true
	}
	if len(p) == 9 {
		last, ok := digits(string(p[5:]))
		return start(1), 12 * termYears, ok && p[4] == '-' && last == year+termYears
	}
	if len(p) != 7 || p[4] != '-' {
		return Date{}, 0, false
	}
	switch p[5] {
	case 'Q', 'H':
		n, _ := strconv.Atoi(string(p[6:]))
		size := map[byte]int{'Q': 3, 'H': 6}[p[5]]
		if n < 1 || n > 12/size {
			return Date{}, 0, false
		}
		return start((n-1)*size + 1), size, true
	}
	m, ok := digits(string(p[5:]))
	if !ok || m < 1 || m > 12 {
		return Date{}, 0, false
	}
	return start(m), 1, true
}

// Months is how many months the period has, 0 if it is not a period.
func (p Period) Months() int {
	_, months, _ := p.bounds()
	return months
}
