package calendar

import (
	"database/sql/driver"
	"strconv"
	"strings"
	"time"

	"github.com/doanket/doanket/core/fault"
)

// Date is a civil date without time or zone, from 0001-01-01 to 9999-12-31;
// what would lie outside is absent. The zero value is "no date"; dates compare
// with ==, Before and After, and serve as map keys. Its text, JSON and database
// form is "2006-01-02", and "" (NULL in SQL) when absent.
type Date struct {
	day int32 // 1 = 0001-01-01; 0 = absent
}

// lastDay is the number of 9999-12-31.
const lastDay = 3652059

// numbered is the date of a day's number, absent when it has none.
func numbered(day int64) Date {
	if day < 1 || day > lastDay {
		return Date{}
	}
	return Date{int32(day)}
}

// layout is the one text form dates are written in.
const layout = "2006-01-02"

// unixDay is the number of 1970-01-01 in our count.
const unixDay = 719163

// Hanoi is the zone of every province: UTC+7, without summer time. A fixed
// zone needs no time zone database on the machine.
var Hanoi = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)

// NewDate is the date of year, month and day; days past the end of a month
// run over as in time.Date.
func NewDate(year int, month time.Month, day int) Date {
	return fromTime(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// fromTime takes the calendar day t shows in its own zone.
func fromTime(t time.Time) Date {
	y, m, d := t.Date()
	unix := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()
	return numbered(unix/86400 + unixDay)
}

// Today is the date in Vietnam at the instant now.
func Today(now time.Time) Date { return fromTime(now.In(Hanoi)) }

// Start is the instant at which the day begins in Vietnam; the zero time when
// absent. With End it is the one way to compare a day with instants.
func (d Date) Start() time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return d.Time().Add(-7 * time.Hour)
}

// End is the instant at which the day has ended, not part of it any more; the
// zero time when absent.
func (d Date) End() time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return d.Start().Add(24 * time.Hour)
}

// ParseDate reads 2026-02-28 and, as people write it, 28/2/2026. Days that do
// not exist (31/02) are refused with code "bad_date"; "" is the absent date.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	if d, ok := parseISO(s); ok {
		return d, nil
	}
	if parts := strings.Split(s, "/"); len(parts) == 3 && len(parts[2]) == 4 && len(parts[0]) <= 2 && len(parts[1]) <= 2 {
		if d, ok := exact(parts[2], parts[1], parts[0]); ok {
			return d, nil
		}
	}
	return Date{}, fault.New(fault.Invalid, "bad_date", fault.Param("value", clip(s)))
}

// ParseDay reads what ParseDate reads, and an RFC 3339 instant as the day it
// has in Vietnam: 2026-11-23T17:30:00Z is 24/11.
func ParseDay(s string) (Date, error) {
	if len(s) > len(layout) {
		if at, err := time.Parse(time.RFC3339, s); err == nil {
			return Today(at), nil
		}
	}
	return ParseDate(s)
}

func parseISO(s string) (Date, bool) {
	if len(s) != len(layout) || s[4] != '-' || s[7] != '-' {
		return Date{}, false
	}
	return exact(s[:4], s[5:7], s[8:])
}

// exact refuses what time.Date would silently carry over.
func exact(year, month, day string) (Date, bool) {
	y, ok1 := digits(year)
	m, ok2 := digits(month)
	d, ok3 := digits(day)
	if !ok1 || !ok2 || !ok3 || y < 1 || m < 1 || m > 12 || d < 1 || d > daysIn(y, time.Month(m)) {
		return Date{}, false
	}
	return NewDate(y, time.Month(m), d), true
}

// digits reads plain decimal digits only: no sign, no space.
func digits(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, s != ""
}

func daysIn(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// clip keeps a hostile value from filling an error.
func clip(s string) string {
	if len(s) > 40 {
		return strings.ToValidUTF8(s[:40], "") + "…"
	}
	return strings.ToValidUTF8(s, "")
}

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d.day == 0 }

// Before and After order dates; an absent date comes before every other.
func (d Date) Before(o Date) bool { return d.day < o.day }

// After reports whether d is later than o.
func (d Date) After(o Date) bool { return d.day > o.day }

// Later is the later of two days.
func Later(a, b Date) Date {
	if b.After(a) {
		return b
	}
	return a
}

// Earlier is the earlier of two days.
func Earlier(a, b Date) Date {
	if b.Before(a) {
		return b
	}
	return a
}

// AddDays moves by calendar days; an absent date stays absent.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return numbered(int64(d.day) + int64(n))
}

// AddMonths moves by months: the same-numbered day, or the month's last day
// where that number does not exist (31/01 + 1 month = 28/02).
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	y, m, day := d.Civil()
	first := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	return NewDate(first.Year(), first.Month(), min(day, daysIn(first.Year(), first.Month())))
}

// DaysUntil is the number of calendar days from d to o, negative when o is
// earlier.
func (d Date) DaysUntil(o Date) int { return int(o.day - d.day) }

// Civil is year, month and day.
func (d Date) Civil() (year int, month time.Month, day int) { return d.Time().Date() }

// Year is the civil year.
func (d Date) Year() int { return d.Time().Year() }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.Time().Weekday() }

// Time is midnight UTC of the date; the zero time when absent.
func (d Date) Time() time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return time.Unix((int64(d.day)-unixDay)*86400, 0).UTC()
}

// String is 2006-01-02, or "" when absent.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	y, m, day := d.Civil()
	b := [10]byte{'0', '0', '0', '0', '-', '0', '0', '-', '0', '0'}
	put(b[0:4], y)
	put(b[5:7], int(m))
	put(b[8:10], day)
	return string(b[:])
}

func put(b []byte, n int) {
	for i := len(b) - 1; i >= 0; i-- {
		b[i] = byte('0' + n%10)
		n /= 10
	}
}

// Vietnamese is 28/02/2026, as papers print it.
func (d Date) Vietnamese() string {
	if d.IsZero() {
		return ""
	}
	y, m, day := d.Civil()
	return two(day) + "/" + two(int(m)) + "/" + strconv.Itoa(y)
}

func two(n int) string {
	var b [2]byte
	put(b[:], n)
	return string(b[:])
}

// MarshalText makes JSON strings, map keys and YAML scalars of dates.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what ParseDate reads.
func (d *Date) UnmarshalText(text []byte) error {
	got, err := ParseDate(string(text))
	if err == nil {
		*d = got
	}
	return err
}

// Value is the text form for the database, NULL when absent.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads text, times and NULL.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
	case time.Time:
		*d = fromTime(v)
	case []byte:
		return d.scanText(string(v))
	case string:
		return d.scanText(v)
	default:
		return fault.New(fault.Internal, "bad_date")
	}
	return nil
}

// scanText takes the date part of what a driver may hand over as a timestamp.
func (d *Date) scanText(s string) error {
	if len(s) > len(layout) && (s[10] == 'T' || s[10] == ' ') {
		s = s[:10]
	}
	return d.UnmarshalText([]byte(s))
}
