package calendar

import (
	"math"

	"github.com/doanket/doanket/core/calendar/ephemeris"
)

// The Vietnamese lunar calendar: months begin on the day of the new moon at
// UTC+7, the eleventh month holds the winter solstice, and when thirteen
// months lie between two eleventh months, the first in which the sun enters no
// new twelfth of its way is the leap one. In other zones the same rules give
// other days: Tết came a month before that of Beijing in 1985 and comes a day
// before it in 2030.

// Years whose lunar days are computed: from the one in which Vietnam took
// UTC+7 for its calendar (decision 121/CP of 1967) to where nobody can say how
// far the Earth's turning will lag.
const (
	firstLunarYear = 1968
	lastLunarYear  = 2150
)

// julianNoon is the Julian day of noon before our day 1.
const julianNoon = 1721425

// zoneDays is UTC+7 in days.
const zoneDays = 7.0 / 24

// lunarDate is the day of an ordinary (not leap) lunar month of the year that
// begins with Tết of the civil year.
func lunarDate(year, month, day int) Date {
	winter := eleventhMonth(year - 1)
	moon := winter + month + 1 // the eleventh, the twelfth, the first …
	if leap := leapMonth(winter, eleventhMonth(year)); leap != 0 && moon >= leap {
		moon++
	}
	return newMoonDay(moon).AddDays(day - 1)
}

// eleventhMonth is the number of the new moon that begins the month with the
// winter solstice of the civil year.
func eleventhMonth(year int) int {
	lastDay := NewDate(year, 12, 31)
	moon := ephemeris.MoonBefore(float64(lastDay.day+julianNoon)) + 1
	for newMoonDay(moon).After(lastDay) {
		moon--
	}
	if twelfth(newMoonDay(moon)) >= 9 { // past 270 degrees before the month began
		moon--
	}
	return moon
}

// leapMonth is the number of the new moon that begins the leap month between
// two eleventh months, 0 when there is none.
func leapMonth(from, to int) int {
	if to-from < 13 {
		return 0
	}
	for moon := from + 1; moon < to; moon++ {
		if twelfth(newMoonDay(moon)) == twelfth(newMoonDay(moon+1)) {
			return moon
		}
	}
	return 0
}

// newMoonDay is the day of a new moon in Vietnam.
func newMoonDay(moon int) Date {
	return Date{int32(math.Floor(ephemeris.NewMoon(moon)+0.5+zoneDays)) - julianNoon}
}

// twelfth is which twelfth of its way the sun stands in as the day begins in
// Vietnam, 0 from the spring equinox.
func twelfth(d Date) int {
	return int(ephemeris.SunLongitude(float64(d.day+julianNoon)-0.5-zoneDays) / 30)
}

var (
	stems    = [10]string{"Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý"}
	branches = [12]string{"Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi"}
)

// lunarName is the name of a lunar year: 2026 is Bính Ngọ.
func lunarName(year int) string { return stems[(year+6)%10] + " " + branches[(year+8)%12] }
