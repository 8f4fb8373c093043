package tenant

import (
	"unicode/utf8"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/text"
)

// maxHoliday bounds the name of a day off and the number of a notice.
const maxHoliday = 200

// book is the national calendar with the province's corrections over it.
func (s Settings) book() calendar.Book {
	holidays, makeup, notices := map[calendar.Date]string{}, map[calendar.Date]bool{}, map[int]string{}
	for day, name := range s.Holidays {
		if d, err := calendar.ParseDate(day); err == nil {
			holidays[d] = name
		}
	}
	for day, worked := range s.Makeup {
		if d, err := calendar.ParseDate(day); err == nil {
			makeup[d] = worked
		}
	}
	for year, notice := range s.HolidayNotices {
		if from, _ := calendar.Period(year).Range(); !from.IsZero() {
			notices[from.Year()] = notice
		}
	}
	return calendar.National().With(holidays, makeup, notices)
}

// clean puts what people typed into the one form it is kept in.
func (s *Settings) clean() {
	for _, words := range []map[string]string{s.Holidays, s.HolidayNotices} {
		for key, said := range words {
			if line, problem := text.Line(said); problem == "" {
				words[key] = line
			}
		}
	}
	for i, e := range s.SelfApprovals {
		if line, problem := text.Line(e.Reason); problem == "" {
			s.SelfApprovals[i].Reason = line
		}
	}
}

// checkCalendar names what cannot be a calendar. A year whose notice is named
// needs as many days off as the law gives: its forecast days stand no more.
func (s Settings) checkCalendar(bad func(field, code string)) {
	for day, name := range s.Holidays {
		if d, err := calendar.ParseDate(day); err != nil || d.IsZero() {
			bad("holidays", "bad_date")
		}
		if code := wrongLine(name); code != "" {
			bad("holidays", code)
		}
	}
	for day := range s.Makeup {
		if d, err := calendar.ParseDate(day); err != nil || d.IsZero() {
			bad("makeup", "bad_date")
		}
	}
	book := s.book()
	for year, notice := range s.HolidayNotices {
		checkNotice(book, year, notice, bad)
	}
}

func checkNotice(book calendar.Book, year, notice string, bad func(field, code string)) {
	field := "holiday_notices." + year
	period, err := calendar.ParsePeriod(year)
	from, _ := period.Range()
	switch code := wrongLine(notice); {
	case err != nil || period.Grain() != calendar.GrainYear:
		bad(field, "bad_period")
	case code != "":
		bad(field, code)
	case notice == "":
		bad(field, "required")
	case !book.Complete(from.Year()):
		bad(field, "too_few_holidays")
	}
}

func wrongLine(s string) string {
	_, problem := text.Line(s)
	if problem == "" && utf8.RuneCountInString(s) > maxHoliday {
		return "too_long"
	}
	return problem
}
