package tenant

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/doanket/doanket/core/calendar"
	"github.com/doanket/doanket/core/manifest"
)

// Ladder says who is told of a deadline or a duty as its last day comes near and
// passes.
type Ladder struct {
	For   []string      `json:"for,omitempty"`  // codes of deadlines, full names of duties or kinds; none: all that no other ladder names
	From  calendar.Date `json:"from,omitzero"`  // for what falls due on this day or later; none: always
	Until calendar.Date `json:"until,omitzero"` // … and no later than this one; none: for good
	Rungs []Rung        `json:"rungs"`
}

// inForce reports whether the ladder is for what falls due on a day.
func (l Ladder) inForce(due calendar.Date) bool {
	return !due.Before(l.From) && (l.Until.IsZero() || !due.After(l.Until))
}

// beside reports whether some day is in force in both ladders.
func (l Ladder) beside(o Ladder) bool {
	return (l.Until.IsZero() || !o.From.After(l.Until)) && (o.Until.IsZero() || !l.From.After(o.Until))
}

// Rung is one time somebody is told.
type Rung struct {
	At    string        `json:"at"`              // "due", "due-3", "due+5wd", "due-30%", "start+3wd", or "MM-DD" of a year; see Day
	Every int           `json:"every,omitempty"` // days after which it comes again while nothing is done; 0: once
	To    []string      `json:"to"`              // ToOwner, ToKeeper, ToHead, or roles of the province, held there or at another body of the place
	Up    int           `json:"up,omitempty"`    // so many units above the one that owes it, in its branch; of a role no body of it holds, so many places
	While []string      `json:"while,omitempty"` // only in these states of the record
	Say   manifest.Text `json:"say,omitzero"`    // the province's own sentence; else the product's
}

// Whom a rung may name beside roles of the province.
const (
	ToOwner  = "owner"  // who can do what is owed, at the unit that owes it or the nearest above that has somebody
	ToKeeper = "keeper" // who can go on with the record at the unit that keeps it, where another one owes
	ToHead   = "head"   // who holds a role of Settings.Heads
)

// Bounds of ladders.
const (
	maxLadders = 100
	maxRungs   = 20
	maxUp      = 5
	maxSaid    = 300 // characters of a sentence

	// MaxLead is how many days before a last day a rung may lie.
	MaxLead = 120
)

// defaultHeads are, of the roles every province starts from, those that lead a
// unit; a province that renames or splits them says so in its settings.
var defaultHeads = []string{"front_unit_head", "front_standing", "party_leader", "gov_leader"}

// HeadRoles are the roles whose holders are told when work of their unit, or of
// one below, is late.
func (s Settings) HeadRoles() []string {
	if s.Heads != nil {
		return s.Heads
	}
	return defaultHeads
}

// defaultLadders are the reminders of a province that has said nothing: no law
// sets them.
var defaultLadders = []Ladder{
	{For: []string{"core.recommendation"}, Rungs: []Rung{
		{At: "start+3wd", To: []string{ToOwner}, While: []string{"sent"}},
		{At: "due-3", To: []string{ToOwner}},
		{At: "due", To: []string{ToOwner, ToKeeper}},
		{At: "due+1", Every: 7, To: []string{ToOwner, ToKeeper}},
		{At: "due+5wd", To: []string{ToHead}},
		{At: "due+10wd", To: []string{ToHead}, Up: 1},
	}},
	{Rungs: []Rung{
		{At: "due-30%", To: []string{ToOwner}},
		{At: "due-1wd", To: []string{ToOwner}},
		{At: "due", To: []string{ToOwner}},
		{At: "due+1", Every: 7, To: []string{ToOwner}},
		{At: "due+5wd", To: []string{ToHead}},
		{At: "due+10wd", To: []string{ToHead}, Up: 1},
	}},
}

// StandardLadders are the product's, for what no ladder of the province is for.
func StandardLadders() []Ladder { return slices.Clone(defaultLadders) }

// LadderFor is the ladder of what falls due on a day and bears one of the names, the
// first name first: the province's own, else the product's.
func (s Settings) LadderFor(due calendar.Date, names ...string) Ladder {
	for _, list := range [][]Ladder{s.Reminders, defaultLadders} {
		for _, name := range names {
			if i := slices.IndexFunc(list, func(l Ladder) bool { return l.inForce(due) && slices.Contains(l.For, name) }); i >= 0 {
				return list[i]
			}
		}
		if i := slices.IndexFunc(list, func(l Ladder) bool { return l.inForce(due) && len(l.For) == 0 }); i >= 0 {
			return list[i]
		}
	}
	return Ladder{}
}

var atForm = regexp.MustCompile(`^(?:(due|start)(?:([+-])([1-9]\d{0,2})(wd|%)?)?|(\d\d-\d\d))$`)

// at is what Rung.At says.
type at struct {
	from   string // due or start; "" for a day of the year
	n      int    // days after it; negative before
	unit   string // "", wd or %
	yearly string // MM-DD
}

// parse reads At; ok is false for what is none. A rung lies at most MaxLead days
// before, and no percentage after.
func (r Rung) parse() (a at, ok bool) {
	m := atForm.FindStringSubmatch(r.At)
	if m == nil {
		return a, false
	}
	if a.yearly = m[5]; a.yearly != "" {
		_, err := time.Parse("2006-01-02", "2000-"+a.yearly)
		return a, err == nil
	}
	a.from, a.unit = m[1], m[4]
	if a.n, _ = strconv.Atoi(m[3]); m[2] == "-" { // digits, or none
		a.n = -a.n
	}
	if a.unit == "%" {
		return a, a.from == "due" && a.n < 0 && a.n >= -100
	}
	return a, a.n >= -MaxLead && (a.from == "due" || a.n >= 0)
}

// Day is the first day of the rung for what ran from start and has due as its last
// day, the zero date if it has none. "wd" counts working days, "%" the part of the
// time that is left, "MM-DD" the last such day up to due, if there is one since start. What comes to lie on a
// day off moves away from the last day's far side: before it to the working day
// before, after it to the one after.
func (r Rung) Day(book calendar.Book, start, due calendar.Date) calendar.Date {
	a, ok := r.parse()
	if !ok || due.IsZero() || start.IsZero() && (a.from == "start" || a.unit == "%") {
		return calendar.Date{}
	}
	base := due
	if a.from == "start" {
		base = start
	}
	day := base.AddDays(a.n)
	switch {
	case a.yearly != "":
		if day = yearly(a.yearly, due); day.Before(start) {
			return calendar.Date{}
		}
	case a.unit == "wd":
		day = book.AddWorkdays(base, a.n)
	case a.unit == "%":
		day = due.AddDays(max(start.DaysUntil(due)*a.n/100, -MaxLead))
	}
	return r.worked(book, day, due)
}

// Latest is the last day up to today on which the rung tells, and how often it did
// before; the zero date while it has not come.
func (r Rung) Latest(book calendar.Book, start, due, today calendar.Date) (day calendar.Date, before int) {
	first := r.Day(book, start, due)
	if first.IsZero() || first.After(today) {
		return calendar.Date{}, 0
	}
	if r.Every == 0 {
		return first, 0
	}
	for n := first.DaysUntil(today) / r.Every; n > 0; n-- {
		if day := r.worked(book, first.AddDays(n*r.Every), due); !day.After(today) {
			return day, n
		}
	}
	return first, 0
}

// worked moves a day off.
func (r Rung) worked(book calendar.Book, day, due calendar.Date) calendar.Date {
	switch {
	case day.IsZero() || day == due || book.Working(day):
		return day
	case day.Before(due):
		return book.AddWorkdays(day, -1)
	}
	return book.AddWorkdays(day, 1)
}

// yearly is the last such day of a year up to due. A 29 February falls on the 1
// March of years without one.
func yearly(monthDay string, due calendar.Date) calendar.Date {
	in, _ := time.Parse("2006-01-02", "2000-"+monthDay) // parse has looked at it
	day := calendar.NewDate(due.Year(), in.Month(), in.Day())
	if day.After(due) {
		return calendar.NewDate(due.Year()-1, in.Month(), in.Day())
	}
	return day
}

// checkReminders names the ladders that cannot be. Whether roles, codes and states
// exist is for whoever knows them.
func (s Settings) checkReminders(bad func(field, code string)) {
	if len(s.Reminders) > maxLadders {
		bad("reminders", "too_many_entries")
	}
	for i, l := range s.Reminders {
		field := fmt.Sprintf("reminders[%d]", i)
		if len(l.Rungs) > maxRungs {
			bad(field+".rungs", "too_many_entries")
		}
		for j, name := range l.For {
			if slices.ContainsFunc(s.Reminders[:i], func(o Ladder) bool { return o.beside(l) && slices.Contains(o.For, name) }) {
				bad(fmt.Sprintf("%s.for[%d]", field, j), "duplicate")
			}
		}
		if len(l.For) == 0 && slices.ContainsFunc(s.Reminders[:i], func(o Ladder) bool { return o.beside(l) && len(o.For) == 0 }) {
			bad(field+".for", "duplicate")
		}
		if !l.Until.IsZero() && l.Until.Before(l.From) {
			bad(field+".until", "out_of_range")
		}
		for j, r := range l.Rungs {
			r.check(fmt.Sprintf("%s.rungs[%d].", field, j), bad)
		}
	}
}

func (r Rung) check(field string, bad func(field, code string)) {
	if _, ok := r.parse(); !ok {
		bad(field+"at", "unknown_value")
	}
	if r.Every < 0 || r.Every > 365 {
		bad(field+"every", "out_of_range")
	}
	if len(r.To) == 0 {
		bad(field+"to", "required")
	}
	if r.Up < 0 || r.Up > maxUp || r.Up > 0 && slices.Contains(r.To, ToKeeper) {
		bad(field+"up", "out_of_range")
	}
	if r.Say != (manifest.Text{}) && (r.Say.VI == "" || r.Say.EN == "") {
		bad(field+"say", "required")
	}
	for _, said := range []string{r.Say.VI, r.Say.EN} {
		if len([]rune(said)) > maxSaid {
			bad(field+"say", "too_long")
		}
	}
}
